//! The API key, which no page may receive.

use serde_json::json;

use super::{NUMBER, card, exchange, head, head_with, update, with};
use crate::support::gateway::{ExchangeInput, KEY};
use crate::support::wire::parse_json;

#[test]
fn never_returns_the_key_from_a_response_of_linq() {
    let with_text = |member: &str, text: &str| {
        with(update(), |input| {
            let mut card = card(NUMBER);
            card[member] = json!(text);
            input.set_response(&head(200), card.to_string());
        })
    };
    let url = format!("https://a.example/{KEY}");
    let texts = [
        KEY.to_owned(),
        format!("a {KEY}b"),
        format!("Bearer {KEY}"),
        url,
    ];
    for member in ["first_name", "last_name", "image_url"] {
        // An image without an https URL is left out.
        let texts = texts
            .iter()
            .filter(|text| member != "image_url" || text.starts_with("https:"));
        for text in texts {
            let (status, code, message) = exchange(&with_text(member, text)).error();
            assert_eq!((status, code), (502, 3006), "{member}");
            assert!(message.contains("contains the gateway's key"));
        }
    }
    let escaped = with(update(), |input| {
        let body = card(NUMBER)
            .to_string()
            .replace("Ada", &KEY.replace("sk", "\\u0073k"));
        input.set_response(&head(200), body);
    });
    assert_eq!(exchange(&escaped).response.status, 502);

    let envelope = json!({
        "error": { "status": 400, "code": 1002, "message": format!("no {KEY}"), "doc_url": format!("https://a.example/{KEY}") },
        "trace_id": KEY,
    });
    let refused = with(update(), |input| {
        input.set_response(&head(400), envelope.to_string())
    });
    let transcript = exchange(&refused);
    let body = parse_json(&transcript.response.body);
    assert_eq!(body["error"]["message"], "no •••");
    assert!(body["error"].get("doc_url").is_none());
    assert_eq!(body.get("trace_id"), None);
    assert_eq!(transcript.header("x-trace-id"), None);

    let traced = |input: ExchangeInput, trace_id: &'static str| {
        with(input, |input| {
            let head = head_with(200, json!({ "traceId": trace_id }));
            input.set_response(&head, card(NUMBER).to_string());
        })
    };
    assert_eq!(exchange(&traced(update(), KEY)).header("x-trace-id"), None);
    assert_eq!(
        exchange(&traced(update(), "trace 7")).header("x-trace-id"),
        Some("trace 7")
    );
    assert_eq!(
        exchange(&traced(update(), "trace\r\nset-cookie: a=b")).header("x-trace-id"),
        None
    );
}

#[test]
fn passes_no_trace_id_on_that_a_log_must_not_have() {
    for trace_id in [
        KEY,
        "req +15557654321",
        "req %2B15557654321",
        "trace é",
        &"t".repeat(257),
    ] {
        let success = with(update(), |input| {
            let head = head_with(200, json!({ "traceId": trace_id }));
            input.set_response(&head, card(NUMBER).to_string());
        });
        let error = with(update(), |input| {
            let envelope =
                json!({ "error": { "status": 400, "code": 1002 }, "trace_id": trace_id });
            input.set_response(&head(400), envelope.to_string());
        });
        for input in [success, error] {
            let transcript = exchange(&input);
            assert_eq!(transcript.header("x-trace-id"), None, "{trace_id}");
            assert_eq!(parse_json(&transcript.response.body).get("trace_id"), None);
            assert_eq!(parse_json(&transcript.response.log).get("traceId"), None);
        }
    }
}

#[test]
fn never_returns_the_key_from_a_request() {
    for input in [
        with(update(), |input| input.method = KEY.to_owned()),
        with(update(), |input| input.target = format!("/{KEY}")),
        with(update(), |input| {
            input.target.push_str(&format!("&{KEY}=1"))
        }),
        with(update(), |input| input.set_header("origin", KEY)),
        with(update(), |input| {
            input.set_body(json!({ KEY: "a" }).to_string())
        }),
        with(update(), |input| {
            input.set_body(json!({ "first_name": [KEY] }).to_string())
        }),
        with(update(), |input| {
            input.set_body(json!({ "image_url": KEY }).to_string())
        }),
    ] {
        // `exchange` asserts that the response doesn't contain the key.
        assert!(exchange(&input).response.status >= 400);
    }
}
