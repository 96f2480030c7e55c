//! The checks of a request's head: path, query, method, headers.

use serde_json::json;

use super::{create, exchange, exchange_with, read, update, with};
use crate::support::gateway::{ExchangeInput, ORIGIN, PATH, config, run_exchange};

const QUERY: &str = "?phone_number=%2B15551234567";

/// An update with another target.
fn update_to(target: &str) -> ExchangeInput {
    let target = target.to_owned();
    with(update(), |input| input.target = target)
}

/// The input with these headers instead of those of the same names.
fn with_headers(input: ExchangeInput, headers: &[(&str, &str)]) -> ExchangeInput {
    with(input, |input| {
        for (name, _) in headers {
            input.remove_header(name);
        }
        for (name, value) in headers {
            input
                .headers
                .push(((*name).to_owned(), (*value).to_owned()));
        }
    })
}

/// An update without a header.
fn update_without(name: &str) -> ExchangeInput {
    with(update(), |input| input.remove_header(name))
}

#[test]
fn rejects_invalid_heads_before_authorizing() {
    #[rustfmt::skip]
    let rows = [
        ("no target", update_to(""), 404, 2001),
        ("absolute form", update_to(&format!("http://a.example{PATH}{QUERY}")), 404, 2001),
        ("two slashes", update_to(&format!("/{PATH}{QUERY}")), 404, 2001),
        ("dots", update_to(&format!("/api/linq/x/../v3/contact_card{QUERY}")), 404, 2001),
        ("encoded dots", update_to(&format!("/api/linq/%2e/v3/contact_card{QUERY}")), 404, 2001),
        ("encoded letter", update_to(&format!("/api/linq/v3/contact_c%61rd{QUERY}")), 404, 2001),
        ("slash at the end", update_to(&format!("{PATH}/{QUERY}")), 404, 2001),
        ("parameter of the path", update_to(&format!("{PATH};a=b{QUERY}")), 404, 2001),
        ("fragment", update_to(&format!("{PATH}#{QUERY}")), 404, 2001),
        ("backslash", update_to(&format!("\\api\\linq\\v3\\contact_card{QUERY}")), 404, 2001),
        ("no query", update_to(PATH), 400, 1001),
        ("empty query", update_to(&format!("{PATH}?")), 400, 1001),
        ("ampersand alone", update_to(&format!("{PATH}{QUERY}&")), 400, 1005),
        ("number twice", update_to(&format!("{PATH}{QUERY}&phone_number=%2B15551234567")), 400, 1005),
        ("name encoded", update_to(&format!("{PATH}?phone%5Fnumber=%2B15551234567")), 400, 1005),
        ("name in capitals", update_to(&format!("{PATH}?Phone_number=%2B15551234567")), 400, 1005),
        ("name without a value", update_to(&format!("{PATH}?phone_number")), 400, 1005),
        ("half an escape", update_to(&format!("{PATH}?phone_number=%2B1555%")), 400, 1005),
        ("bad escape", update_to(&format!("{PATH}?phone_number=%2x1555")), 400, 1005),
        ("sign in an escape", update_to(&format!("{PATH}?phone_number=%+B1555")), 400, 1005),
        ("value that isn't UTF-8", update_to(&format!("{PATH}?phone_number=%ff")), 400, 1005),
        ("raw letters beyond ASCII", update_to(&format!("{PATH}?phone_number=%2B1é")), 400, 1005),
        ("bare plus", update_to(&format!("{PATH}?phone_number=+15551234567")), 400, 1002),
        ("trailing NUL", update_to(&format!("{PATH}{QUERY}%00")), 400, 1002),
        ("encoded twice", update_to(&format!("{PATH}?phone_number=%252B15551234567")), 400, 1002),
        ("lower-case method", with(update(), |input| input.method = "patch".to_owned()), 405, 1005),
        ("HEAD", with(update(), |input| input.method = "HEAD".to_owned()), 405, 1005),
        ("no method", with(update(), |input| input.method.clear()), 405, 1005),
        ("number of a POST in the query", with(create(), |input| input.target.push_str(QUERY)), 400, 1005),
        ("no type", update_without("content-type"), 415, 1003),
        ("type twice", with_headers(update(), &[("content-type", "application/json"), ("Content-Type", "application/json")]), 415, 1003),
        ("other parameter", with_headers(update(), &[("content-type", "application/json; boundary=a")]), 415, 1003),
        ("two parameters", with_headers(update(), &[("content-type", "application/json; charset=utf-8; a=b")]), 415, 1003),
        ("no-break space in the type", with_headers(update(), &[("content-type", "application/json\u{a0}")]), 415, 1003),
        ("next-line character before a parameter", with_headers(update(), &[("content-type", "application/json;\u{85}charset=utf-8")]), 415, 1003),
        ("other charset", with_headers(update(), &[("content-type", "application/json; charset=utf-16")]), 415, 1003),
        ("compressed", with_headers(update(), &[("content-encoding", "gzip")]), 415, 1003),
        ("length twice", with_headers(update(), &[("content-length", "20"), ("content-length", "20")]), 400, 1003),
        ("length with a sign", with_headers(update(), &[("content-length", "+20")]), 400, 1003),
        ("empty length", with_headers(update(), &[("content-length", "")]), 400, 1003),
        ("length beyond 64 bits", with_headers(update(), &[("content-length", "99999999999999999999")]), 413, 1003),
        ("GET with a length", with_headers(read(), &[("content-length", "1")]), 400, 1003),
        ("GET in chunks", with_headers(read(), &[("transfer-encoding", "chunked")]), 400, 1003),
        ("no origin", update_without("origin"), 403, 2005),
        ("origin null", with_headers(update(), &[("origin", "null")]), 403, 2005),
        ("origin twice", with_headers(update(), &[("origin", ORIGIN), ("Origin", ORIGIN)]), 403, 2005),
        ("origin's suffix", with_headers(update(), &[("origin", "https://dashboard.example.evil")]), 403, 2005),
        ("origin's subdomain", with_headers(update(), &[("origin", "https://a.dashboard.example")]), 403, 2005),
        ("origin's port", with_headers(update(), &[("origin", "https://dashboard.example:443")]), 403, 2005),
        ("origin's scheme", with_headers(update(), &[("origin", "http://dashboard.example")]), 403, 2005),
        ("origin in capitals", with_headers(update(), &[("origin", "https://Dashboard.example")]), 403, 2005),
        ("origin with a slash", with_headers(update(), &[("origin", "https://dashboard.example/")]), 403, 2005),
        ("foreign origin of a GET", with_headers(read(), &[("origin", "https://evil.example")]), 403, 2005),
        ("same site", with_headers(update(), &[("sec-fetch-site", "same-site")]), 403, 2005),
        ("site none", with_headers(update(), &[("sec-fetch-site", "none")]), 403, 2005),
        ("site twice", with_headers(update(), &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")]), 403, 2005),
    ];
    for (name, input, status, code) in rows {
        let transcript = exchange(&input);
        let error = transcript.error();
        assert_eq!((error.0, error.1), (status, code), "{name}: {}", error.2);
        assert!(!transcript.called_authorize, "{name}");
    }
}

#[test]
fn accepts_valid_variants_of_a_head() {
    #[rustfmt::skip]
    let accepted = [
        ("empty query of a list", with(read(), |input| input.target = format!("{PATH}?"))),
        ("charset", with_headers(update(), &[("content-type", "Application/JSON ; Charset=UTF-8")])),
        ("identity", with_headers(update(), &[("content-encoding", "Identity")])),
        ("the longest length", with_headers(update(), &[("content-length", "4096")])),
        ("GET with length 0", with_headers(read(), &[("content-length", "0")])),
        ("own origin of a GET", with_headers(read(), &[("origin", ORIGIN)])),
        ("same origin", with_headers(update(), &[("sec-fetch-site", "same-origin")])),
        ("a number encoded whole", update_to(&format!("{PATH}?phone_number=%2b%31%35551234567"))),
        ("headers that are ignored", with_headers(update(), &[("x-http-method-override", "DELETE"), ("x-forwarded-host", "evil.example"), ("authorization", "Bearer sk-other")])),
    ];
    for (name, input) in accepted {
        assert_eq!(exchange(&input).response.status, 200, "{name}");
    }
}

#[test]
fn names_the_allowed_methods_in_a_405() {
    let transcript = exchange(&with(update(), |input| input.method = "OPTIONS".to_owned()));
    assert_eq!(transcript.header("allow"), Some("GET, PATCH, POST"));
    assert!(
        transcript
            .response
            .headers
            .iter()
            .all(|(name, _)| !name.starts_with("access-control"))
    );
}

#[test]
fn serves_its_base_path_and_forwards_to_its_upstream() {
    let status = |base_path: &str, target: &str| {
        let target = target.to_owned();
        let input = with(create(), |input| input.target = target);
        exchange_with(&json!({ "basePath": base_path }), &input)
            .response
            .status
    };
    assert_eq!(status("", "/v3/contact_card"), 201);
    assert_eq!(status("/a/b.c", "/a/b.c/v3/contact_card"), 201);
    assert_eq!(status("/a", "/a/a/v3/contact_card"), 404);
    assert_eq!(status("/a", "/b/v3/contact_card"), 404);
    assert_eq!(status("/a", "/ab/v3/contact_card"), 404);
    let upstream = json!({ "upstream": "http://127.0.0.1:9/x" });
    let transcript = run_exchange(&config(&upstream), &create());
    assert_eq!(
        transcript.forward.unwrap().url,
        "http://127.0.0.1:9/x/v3/contact_card"
    );
}
