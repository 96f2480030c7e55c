//! The page of a user: it names the one who is signed in, as what it stores on the device is separate for each user. The name is
//! no user's own: that is the value of the cookie, which a script must not have.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use ring::digest::{SHA256, digest};

/// The longest page, in bytes.
const LONGEST: usize = 1_048_576;

/// Removes the headers for a part of a file, or for none where it is known: the page of a user is another one.
pub fn want_whole_page(headers: &mut HeaderMap) {
    for name in [
        header::IF_MODIFIED_SINCE,
        header::IF_NONE_MATCH,
        header::RANGE,
    ] {
        headers.remove(name);
    }
}

/// Names a user in a file that is a page: `<meta name="user" content="…">`.
pub async fn name(file: Response, user: Option<&str>) -> Response {
    let (mut parts, body) = file.into_parts();
    let (Some(user), true) = (user, is_page(&parts.headers)) else {
        return Response::from_parts(parts, body);
    };
    let bytes = to_bytes(body, LONGEST).await.unwrap_or_default();
    let named = format!(
        "<head>\n    <meta name=\"user\" content=\"{}\">",
        pseudonym(user)
    );
    let page = String::from_utf8_lossy(&bytes).replacen("<head>", &named, 1);
    for name in [
        header::CONTENT_LENGTH,
        header::LAST_MODIFIED,
        header::ACCEPT_RANGES,
    ] {
        parts.headers.remove(name);
    }
    Response::from_parts(parts, Body::from(page))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

/// A name that is the same for each page of a user, and doesn't reveal the user's own.
fn pseudonym(user: &str) -> String {
    let hash = digest(&SHA256, user.as_bytes());
    let bytes = hash.as_ref().iter().take(8);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
