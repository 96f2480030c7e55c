//! Valid requests, and the order of the checks.

use serde_json::{Value as Json, json};

use super::{NUMBER, OTHER, card, create, denied, exchange, read, update, with};
use crate::support::gateway::{ExchangeInput, Transcript, UPSTREAM, Upstream};
use crate::support::wire::parse_json;

#[test]
fn forwards_valid_requests_and_returns_the_response() {
    for (input, status, url, body) in [
        (read(), 200, "?phone_number=%2B15551234567", None),
        (
            update(),
            200,
            "?phone_number=%2B15551234567",
            Some(r#"{"first_name":"Ada"}"#),
        ),
        (
            create(),
            201,
            "",
            Some(r#"{"phone_number":"+15551234567","first_name":"Ada"}"#),
        ),
    ] {
        let transcript = exchange(&input);
        let forward = transcript.forward.as_ref().unwrap();
        assert_eq!(forward.url, format!("{UPSTREAM}/v3/contact_card{url}"));
        assert_eq!(forward.body.as_deref(), body);
        assert_eq!(transcript.response.status, status);
        assert_eq!(transcript.read_body, input.method != "GET");
        let body = parse_json(&transcript.response.body);
        let returned = body["contact_cards"].get(0).unwrap_or(&body);
        assert_eq!(*returned, card(NUMBER));
    }
}

/// A failing check: its name, how an update fails it, and the status and code of the response.
type Failure = (&'static str, fn(&mut ExchangeInput), u32, u64);

/// A failure of each check of an update, in the order of the checks.
#[rustfmt::skip]
const FAILURES: &[Failure] = &[
    ("path", |input| input.target = input.target.replace("/v3/", "/V3/"), 404, 2001),
    ("method", |input| input.method = "DELETE".to_owned(), 405, 1005),
    ("query", |input| input.target.push_str("&limit=1"), 400, 1005),
    ("number", |input| input.target = input.target.replace("%2B", ""), 400, 1002),
    ("content type", |input| input.set_header("content-type", "text/plain"), 415, 1003),
    ("length", |input| input.set_header("content-length", "4097"), 413, 1003),
    ("origin", |input| input.set_header("origin", "https://evil.example"), 403, 2005),
    ("site", |input| input.set_header("sec-fetch-site", "cross-site"), 403, 2005),
    ("session", |input| input.set_session(&Json::Null), 401, 2004),
    ("permission", |input| input.set_session(&json!({ "user": "bob", "numbers": [OTHER] })), 403, 2006),
    ("body's end", |input| input.body = ("late", Vec::new()), 408, 1003),
    ("JSON", |input| input.set_body("{"), 400, 1003),
    ("schema", |input| input.set_body(r#"{"first_name":null,"image_url":"https://10.0.0.1/a"}"#), 400, 1005),
    ("image", |input| input.set_body(r#"{"image_url":"https://10.0.0.1/a"}"#), 400, 1005),
    ("store", |input| input.set_reserved(&json!(false)), 503, 4004),
    ("slots", |input| input.set_reserved(&denied(&[(3, 1_000), (0, 0)])), 429, 1007),
    ("Linq", |input| input.response = Upstream::Missing("unreachable"), 502, 3006),
];

#[test]
fn reports_the_first_of_two_failing_checks() {
    for (first, (name, fail_first, status, code)) in FAILURES.iter().enumerate() {
        let alone = exchange(&with(update(), fail_first)).error();
        assert_eq!((alone.0, alone.1), (*status, *code), "{name}: {}", alone.2);
        for (other, fail_other, ..) in &FAILURES[first + 1..] {
            let input = with(with(update(), fail_other), fail_first);
            assert_eq!(exchange(&input).error(), alone, "{name} before {other}");
        }
    }
}

#[test]
fn takes_no_step_before_the_checks_that_precede_it() {
    let steps = |transcript: &Transcript| {
        [
            transcript.called_authorize,
            transcript.read_body,
            transcript.slots.is_some(),
            transcript.forward.is_some(),
        ]
    };
    for (index, (name, fail, ..)) in FAILURES.iter().enumerate() {
        let transcript = exchange(&with(update(), fail));
        let expected = [index >= 8, index >= 10, index >= 14, index >= 16];
        assert_eq!(steps(&transcript), expected, "{name}");
    }
}
