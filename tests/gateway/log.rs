//! Log lines.

use contact_card::gateway::RequestHead;
use serde_json::{Value as Json, json};

use super::{exchange, update, with};
use crate::support::gateway::{ExchangeInput, KEY, ORIGIN, PATH, config};
use crate::support::wire::parse_json;

#[test]
fn masks_phone_numbers() {
    let log = |input: &ExchangeInput| parse_json(&exchange(input).response.log);
    assert_eq!(
        log(&update()),
        json!({ "method": "PATCH", "number": "+1•••••••567", "user": "alice", "status": 200, "outcome": "forwarded" }),
    );
    let refused = with(update(), |input| {
        input.method = "BREW".to_owned();
        input.target = format!("{PATH}?phone_number={}", "9".repeat(99));
    });
    assert_eq!(
        log(&refused),
        json!({ "method": "other", "status": 405, "code": 1005, "outcome": "refused", "reason": "The method must be GET, PATCH or POST" }),
    );
}

#[test]
fn names_an_origin_that_is_not_allowed() {
    let log = |origin: Option<&str>| {
        let input = with(update(), |input| {
            input.headers.retain(|(name, _)| name != "origin");
            input
                .headers
                .extend(origin.map(|origin| ("origin".to_owned(), origin.to_owned())));
        });
        parse_json(&exchange(&input).response.log)["origin"].clone()
    };
    assert_eq!(log(Some("http://localhost:3000")), "http://localhost:3000");
    assert_eq!(log(None), "");
    assert_eq!(
        log(Some("https://x/+15551234567")),
        "https://x/+1•••••••567"
    );
    assert_eq!(log(Some(&"é".repeat(9_999))), "é".repeat(200));
    assert_eq!(log(Some(ORIGIN)), Json::Null);
}

/// W4: an operator sees which page was refused; the origin is whatever its sender has sent.
#[test]
fn quotes_an_origin_that_is_not_allowed() {
    let mistake = |origin: &str| {
        let input = with(update(), |input| {
            input.headers.retain(|(name, _)| name != "origin");
            input.headers.push(("origin".to_owned(), origin.to_owned()));
        });
        let log = parse_json(&exchange(&input).response.log);
        log["mistake"].as_str().map(str::to_owned)
    };
    let refused = |origin: &str| {
        Some(format!(
            "Refused a page of the origin {origin}, which is not in origins"
        ))
    };
    assert_eq!(
        mistake("http://localhost:3000"),
        refused("\"http://localhost:3000\"")
    );
    assert_eq!(mistake("null"), refused("\"null\""));
    assert_eq!(
        mistake("https://x\", which is in origins"),
        refused("\"https://x\\\", which is in origins\"")
    );
    assert_eq!(
        mistake("https://x/+15551234567"),
        refused("\"https://x/+1•••••••567\"")
    );
    // A program without an origin is no page.
    assert_eq!(mistake(""), None);
    assert_eq!(mistake(ORIGIN), None);
}

#[test]
fn redacts_what_is_thrown() {
    let config = config(&json!({}));
    let mut head = RequestHead::default();
    let cookies =
        "theme=dark; session=s%3Aabcdefghij.klmn; id=\"abcdefghij\"; basic=QWxhZGRpbjpv==";
    head.headers = vec![
        ("Cookie", cookies),
        ("authorization", "Bearer abcdefghijklmn"),
        ("X-Session", "token-of-alice"),
        ("host", "dashboard.example"),
        ("Content-Type", "application/json"),
        ("sec-fetch-site", "same-origin"),
        ("user-agent", "Mozilla/5.0"),
    ];
    for text in [
        "",
        "connect ECONNREFUSED 127.0.0.1:6379",
        "at 1 555 of 2026-11-29T08:25:31.123Z, line 123:45",
        "Bearer of dashboard.example: application/json, same-origin, Mozilla/5.0, dark, session",
    ] {
        assert_eq!(config.redacted(text, &head), text);
    }
    for (text, expected) in [
        (
            &*format!("no sessions with {KEY}."),
            "no sessions with •••.",
        ),
        ("writes of +15551234567", "writes of +1•••••••567"),
        ("message\n+1555123", "message\n+1•••123"),
        (
            "?phone_number=%2B15551234567",
            "?phone_number=%2B1•••••••567",
        ),
        (
            "?phone_number=%2b15551234567",
            "?phone_number=%2b1•••••••567",
        ),
        ("%252B15557654321", "%252B1•••••••321"),
        ("(15557654321)", "(1•••••••321)"),
        ("+1 555 765 4321", "+• ••• ••• ••••"),
        ("to +1 (555) 765-4321: no", "to +• (•••) •••-••••: no"),
        ("15557654321", "1•••••••321"),
        ("no session s%3Aabcdefghij.klmn", "no session •••"),
        ("id abcdefghij has ended", "id ••• has ended"),
        ("abcdefghijklmn abcdefghij", "••• •••"),
        ("QWxhZGRpbjpv==", "•••"),
        ("token-of-alice and token-of-alice", "••• and •••"),
    ] {
        assert_eq!(config.redacted(text, &head), expected, "{text}");
        if !text.contains(KEY) {
            assert_eq!(head.redacted(text), expected, "without a config: {text}");
        }
    }
}

/// Libraries decode what they repeat in their errors.
#[test]
fn redacts_what_is_decoded_from_headers() {
    let config = config(&json!({}));
    let redacted = |name, value, text| {
        let head = RequestHead {
            headers: vec![(name, value)],
            ..RequestHead::default()
        };
        config.redacted(text, &head)
    };
    let session = "session=s%3Aabcdefghij.kl%2Bmn";
    let json = "state=%7B%22token%22%3A%22abcdefghij%22%7D";
    for (cookie, text, expected) in [
        (session, "no s:abcdefghij.kl+mn", "no •••"),
        (session, "no abcdefghij.kl+mn", "no •••"),
        (session, "no s%3Aabcdefghij.kl%2Bmn", "no •••"),
        (json, "no abcdefghij", "no •••"),
        ("session=abc+defghij", "no abc+defghij", "no •••"),
        ("session=%", "100 % of %", "100 % of %"),
        ("session=%ff%fe%fd%fc%fb%fa%f9", "no session", "no session"),
    ] {
        assert_eq!(redacted("cookie", cookie, text), expected, "{text}");
    }
    // Aladdin:open sesame:1 and Aladdin:«open sesame», which has Base64's last digits.
    for (credentials, text, expected) in [
        (
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZTox",
            "no Aladdin:open sesame:1",
            "no •••",
        ),
        (
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZTox",
            "no Aladdin with open sesame:1",
            "no ••• with •••",
        ),
        (
            "Basic QWxhZGRpbjrCq29wZW4gc2VzYW1lwrs=",
            "no «open sesame»",
            "no •••",
        ),
        ("Bearer -_-_-_-_", "Bearer of -_-_", "Bearer of -_-_"),
    ] {
        assert_eq!(
            redacted("authorization", credentials, text),
            expected,
            "{text}"
        );
    }
}

/// Libraries differ in what they write and accept as Base64, so all of it is decoded.
#[test]
fn redacts_what_is_decoded_from_any_base64() {
    let config = config(&json!({}));
    let redacted = |encoded: &str, text: &str| {
        let credentials = format!("Basic {encoded}");
        let head = RequestHead {
            headers: vec![("authorization", &credentials)],
            ..RequestHead::default()
        };
        config.redacted(text, &head)
    };
    for (case, encoded, decoded) in [
        (
            "whole groups",
            "c2Vzc2lvbiBvZiBNYWxsb3J5",
            "session of Mallory",
        ),
        ("padded once", "c2Vzc2lvbnM/Pj5+fj8=", "sessions?>>~~?"),
        (
            "padded twice",
            "c2Vzc2lvbiBvZiBhbGljZQ==",
            "session of alice",
        ),
        (
            "three digits left, unpadded",
            "c2Vzc2lvbnM/Pj5+fj8",
            "sessions?>>~~?",
        ),
        (
            "two digits left, unpadded",
            "c2Vzc2lvbiBvZiBhbGljZQ",
            "session of alice",
        ),
        (
            "too little padding",
            "c2Vzc2lvbiBvZiBhbGljZQ=",
            "session of alice",
        ),
        (
            "too much padding",
            "c2Vzc2lvbiBvZiBNYWxsb3J5==",
            "session of Mallory",
        ),
        (
            "padding in Percent-encoding",
            "c2Vzc2lvbiBvZiBhbGljZQ%3D%3D",
            "session of alice",
        ),
        (
            "URL-safe, padded",
            "a2V5Pj4-b2Y_Pz9hbGljZQ==",
            "key>>>of???alice",
        ),
        (
            "URL-safe, unpadded",
            "a2V5Pj4-b2Y_Pz9hbGljZQ",
            "key>>>of???alice",
        ),
        (
            "both alphabets",
            "a2V5Pj4+b2Y_Pz9hbGljZQ",
            "key>>>of???alice",
        ),
        (
            "standard in Percent-encoding",
            "a2V5Pj4%2Bb2Y%2FPz9hbGljZQ%3D%3D",
            "key>>>of???alice",
        ),
        (
            "bits after the last byte, padded once",
            "c2Vzc2lvbnM/Pj5+fj9=",
            "sessions?>>~~?",
        ),
        (
            "bits after the last byte, padded twice",
            "c2Vzc2lvbiBvZiBhbGljZf==",
            "session of alice",
        ),
        (
            "bits after the last byte, unpadded",
            "c2Vzc2lvbiBvZiBhbGljZf",
            "session of alice",
        ),
        (
            "one digit left",
            "c2Vzc2lvbiBvZiBNYWxsb3J5Q",
            "session of Mallory",
        ),
    ] {
        assert_eq!(
            redacted(encoded, &format!("no {decoded}.")),
            "no •••.",
            "{case}"
        );
    }
    for (case, encoded, text) in [
        (
            "another character",
            "c2Vzc2lv*biBvZiBhbGljZQ",
            "no session of alice",
        ),
        (
            "letters beyond ASCII",
            "c2Vzc2lvbiBvZiBhbGljZQé",
            "no session of alice",
        ),
        (
            "bytes that aren't UTF-8",
            "c2Vzc2lvbiBvZiD/",
            "no session of ",
        ),
    ] {
        assert_eq!(redacted(encoded, text), text, "{case}");
    }
}
