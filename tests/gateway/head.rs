//! The checks of a request's head: path, query, method, headers.

use serde_json::json;

use super::{create, exchange, exchange_with, read, update, with};
use crate::support::gateway::{ExchangeInput, ORIGIN, PATH, config, run_exchange};

#[test]
fn checks_every_part_of_the_head() {
    let target = |target: &str| {
        let target = target.to_owned();
        with(update(), |input| input.target = target)
    };
    let headers = |input: ExchangeInput, headers: &[(&str, &str)]| {
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
    };
    let without = |name: &str| with(update(), |input| input.remove_header(name));
    let query = "?phone_number=%2B15551234567";
    #[rustfmt::skip]
    let rows = [
        ("no target", target(""), 404, 2001),
        ("absolute form", target(&format!("http://a.example{PATH}{query}")), 404, 2001),
        ("two slashes", target(&format!("/{PATH}{query}")), 404, 2001),
        ("dots", target(&format!("/api/linq/x/../v3/contact_card{query}")), 404, 2001),
        ("encoded dots", target(&format!("/api/linq/%2e/v3/contact_card{query}")), 404, 2001),
        ("encoded letter", target(&format!("/api/linq/v3/contact_c%61rd{query}")), 404, 2001),
        ("slash at the end", target(&format!("{PATH}/{query}")), 404, 2001),
        ("parameter of the path", target(&format!("{PATH};a=b{query}")), 404, 2001),
        ("fragment", target(&format!("{PATH}#{query}")), 404, 2001),
        ("backslash", target(&format!("\\api\\linq\\v3\\contact_card{query}")), 404, 2001),
        ("no query", target(PATH), 400, 1001),
        ("empty query", target(&format!("{PATH}?")), 400, 1001),
        ("ampersand alone", target(&format!("{PATH}{query}&")), 400, 1005),
        ("number twice", target(&format!("{PATH}{query}&phone_number=%2B15551234567")), 400, 1005),
        ("name encoded", target(&format!("{PATH}?phone%5Fnumber=%2B15551234567")), 400, 1005),
        ("name in capitals", target(&format!("{PATH}?Phone_number=%2B15551234567")), 400, 1005),
        ("name without a value", target(&format!("{PATH}?phone_number")), 400, 1005),
        ("half an escape", target(&format!("{PATH}?phone_number=%2B1555%")), 400, 1005),
        ("bad escape", target(&format!("{PATH}?phone_number=%2x1555")), 400, 1005),
        ("sign in an escape", target(&format!("{PATH}?phone_number=%+B1555")), 400, 1005),
        ("value that isn't UTF-8", target(&format!("{PATH}?phone_number=%ff")), 400, 1005),
        ("raw letters beyond ASCII", target(&format!("{PATH}?phone_number=%2B1é")), 400, 1005),
        ("bare plus", target(&format!("{PATH}?phone_number=+15551234567")), 400, 1002),
        ("trailing NUL", target(&format!("{PATH}{query}%00")), 400, 1002),
        ("encoded twice", target(&format!("{PATH}?phone_number=%252B15551234567")), 400, 1002),
        ("lower-case method", with(update(), |input| input.method = "patch".to_owned()), 405, 1005),
        ("HEAD", with(update(), |input| input.method = "HEAD".to_owned()), 405, 1005),
        ("no method", with(update(), |input| input.method.clear()), 405, 1005),
        ("number of a POST in the query", with(create(), |input| input.target.push_str(query)), 400, 1005),
        ("no type", without("content-type"), 415, 1003),
        ("type twice", headers(update(), &[("content-type", "application/json"), ("Content-Type", "application/json")]), 415, 1003),
        ("other parameter", headers(update(), &[("content-type", "application/json; boundary=a")]), 415, 1003),
        ("two parameters", headers(update(), &[("content-type", "application/json; charset=utf-8; a=b")]), 415, 1003),
        ("no-break space in the type", headers(update(), &[("content-type", "application/json\u{a0}")]), 415, 1003),
        ("next-line character before a parameter", headers(update(), &[("content-type", "application/json;\u{85}charset=utf-8")]), 415, 1003),
        ("other charset", headers(update(), &[("content-type", "application/json; charset=utf-16")]), 415, 1003),
        ("compressed", headers(update(), &[("content-encoding", "gzip")]), 415, 1003),
        ("length twice", headers(update(), &[("content-length", "20"), ("content-length", "20")]), 400, 1003),
        ("length with a sign", headers(update(), &[("content-length", "+20")]), 400, 1003),
        ("empty length", headers(update(), &[("content-length", "")]), 400, 1003),
        ("length beyond 64 bits", headers(update(), &[("content-length", "99999999999999999999")]), 413, 1003),
        ("GET with a length", headers(read(), &[("content-length", "1")]), 400, 1003),
        ("GET in chunks", headers(read(), &[("transfer-encoding", "chunked")]), 400, 1003),
        ("no origin", without("origin"), 403, 2005),
        ("origin null", headers(update(), &[("origin", "null")]), 403, 2005),
        ("origin twice", headers(update(), &[("origin", ORIGIN), ("Origin", ORIGIN)]), 403, 2005),
        ("origin's suffix", headers(update(), &[("origin", "https://dashboard.example.evil")]), 403, 2005),
        ("origin's subdomain", headers(update(), &[("origin", "https://a.dashboard.example")]), 403, 2005),
        ("origin's port", headers(update(), &[("origin", "https://dashboard.example:443")]), 403, 2005),
        ("origin's scheme", headers(update(), &[("origin", "http://dashboard.example")]), 403, 2005),
        ("origin in capitals", headers(update(), &[("origin", "https://Dashboard.example")]), 403, 2005),
        ("origin with a slash", headers(update(), &[("origin", "https://dashboard.example/")]), 403, 2005),
        ("foreign origin of a GET", headers(read(), &[("origin", "https://evil.example")]), 403, 2005),
        ("same site", headers(update(), &[("sec-fetch-site", "same-site")]), 403, 2005),
        ("site none", headers(update(), &[("sec-fetch-site", "none")]), 403, 2005),
        ("site twice", headers(update(), &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")]), 403, 2005),
    ];
    for (name, input, status, code) in rows {
        let transcript = exchange(&input);
        let error = transcript.error();
        assert_eq!((error.0, error.1), (status, code), "{name}: {}", error.2);
        assert!(!transcript.called_authorize, "{name}");
    }
    #[rustfmt::skip]
    let accepted = [
        ("empty query of a list", with(read(), |input| input.target = format!("{PATH}?"))),
        ("charset", headers(update(), &[("content-type", "Application/JSON ; Charset=UTF-8")])),
        ("identity", headers(update(), &[("content-encoding", "Identity")])),
        ("the longest length", headers(update(), &[("content-length", "4096")])),
        ("GET with length 0", headers(read(), &[("content-length", "0")])),
        ("own origin of a GET", headers(read(), &[("origin", ORIGIN)])),
        ("same origin", headers(update(), &[("sec-fetch-site", "same-origin")])),
        ("a number encoded whole", target(&format!("{PATH}?phone_number=%2b%31%35551234567"))),
        ("headers that are ignored", headers(update(), &[("x-http-method-override", "DELETE"), ("x-forwarded-host", "evil.example"), ("authorization", "Bearer sk-other")])),
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
