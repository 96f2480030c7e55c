//! The page of a user: it names the one who is signed in, as what it stores on the device is separate for each user. The name is
//! no user's own: that is the value of the cookie, which a script must not have.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, StatusCode, header, request};
use axum::response::{IntoResponse, Response};
use ring::digest::{SHA256, digest};

/// Where the name is added.
const HEAD: &[u8] = b"<head>";

/// Has a request be for a whole file, whatever part or version of it is wanted: the page of a user is another one. The server removes the
/// body of a response to `HEAD`.
pub fn want_whole_page(request: &mut request::Parts) {
    if request.method == Method::HEAD {
        request.method = Method::GET;
    }
    for name in [
        header::IF_MATCH,
        header::IF_MODIFIED_SINCE,
        header::IF_NONE_MATCH,
        header::IF_RANGE,
        header::IF_UNMODIFIED_SINCE,
        header::RANGE,
    ] {
        request.headers.remove(name);
    }
}

/// Names a user in a file that is a page: `<meta name="user" content="…">`.
pub async fn name(file: Response, user: Option<&str>) -> Response {
    let (mut parts, body) = file.into_parts();
    let (Some(user), true) = (user, is_page(&parts.headers)) else {
        return Response::from_parts(parts, body);
    };
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    for name in [
        header::CONTENT_LENGTH,
        header::LAST_MODIFIED,
        header::ACCEPT_RANGES,
    ] {
        parts.headers.remove(name);
    }
    Response::from_parts(parts, Body::from(named(&page, user)))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

/// A page with the name of a user in its head.
fn named(page: &[u8], user: &str) -> Vec<u8> {
    let name = format!("\n    <meta name=\"user\" content=\"{}\">", pseudonym(user));
    let mut windows = page.windows(HEAD.len());
    let start = windows.position(|window| window == HEAD);
    let (before, after) = page.split_at(start.map_or(page.len(), |start| start + HEAD.len()));
    [before, name.as_bytes(), after].concat()
}

/// A name that is the same for each page of a user, and doesn't reveal the user's own.
fn pseudonym(user: &str) -> String {
    let hash = digest(&SHA256, user.as_bytes());
    let bytes = hash.as_ref().iter().take(8);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
