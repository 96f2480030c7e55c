//! Responses from Linq, and what a page receives of them.

use contact_card::wire::from_json;
use serde_json::{Value as Json, json};

use super::{NUMBER, OTHER, card, create, exchange, head, head_with, read, update, with};
use crate::support::gateway::{PATH, Upstream};
use crate::support::wire::parse_json;

#[test]
fn does_not_pass_on_a_status_for_which_browsers_repeat_a_write() {
    for status in [407, 408, 421, 425] {
        let body = json!({ "error": { "status": status, "code": 1005, "message": "Try again" } });
        for input in [read(), update(), create()] {
            let input = with(input, |input| {
                input.set_response(&head(status), body.to_string())
            });
            let (status, code, message) = exchange(&input).error();
            assert_eq!((status, code), (502, 3006));
            assert!(message.contains("connection"), "{message}");
        }
    }
}

#[test]
fn filters_a_list_by_the_numbers_of_the_user() {
    let list = |session: Json| {
        let cards = json!({ "contact_cards": [card(OTHER), card(NUMBER), card("+49301234567")] });
        let input = with(read(), |input| {
            input.target = PATH.to_owned();
            input.set_session(&session);
            input.set_response(&head(200), cards.to_string());
        });
        let body = parse_json(&exchange(&input).response.body);
        let cards = body["contact_cards"].as_array().unwrap().clone();
        cards
            .iter()
            .map(|card| card["phone_number"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let alice = |numbers: Json| list(json!({ "user": "alice", "numbers": numbers }));
    assert_eq!(alice(json!([NUMBER])), [NUMBER]);
    assert_eq!(alice(json!([])), [""; 0]);
    assert_eq!(
        alice(json!(["+49301234567", OTHER])),
        [OTHER, "+49301234567"]
    );
    assert_eq!(alice(json!("all")), [OTHER, NUMBER, "+49301234567"]);
}

#[test]
fn filters_a_long_list_in_linear_time() {
    let number = |index: usize| format!("+1555{index:07}");
    let filtering = |cards: usize, numbers: usize| {
        let cards: Vec<_> = (0..cards).map(|index| card(&number(index))).collect();
        // Different from the cards' numbers.
        let own: Vec<_> = (0..numbers)
            .map(|index| number(1_000_000 + index))
            .collect();
        let input = with(read(), |input| {
            input.target = PATH.to_owned();
            input.set_session(&json!({ "user": "alice", "numbers": own }));
            input.set_response(&head(200), json!({ "contact_cards": cards }).to_string());
        });
        let start = std::time::Instant::now();
        assert_eq!(exchange(&input).response.body, r#"{"contact_cards":[]}"#);
        start.elapsed()
    };
    let (apart, together) = (
        filtering(4_000, 1) + filtering(1, 4_000),
        filtering(4_000, 4_000),
    );
    assert!(
        together < apart * 5,
        "{together:?}, compared with {apart:?} for the parts"
    );
}

#[test]
fn reads_a_response_as_the_client_does() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let response = |status: u32, body: &str| {
        let body = body.to_owned();
        with(update(), |input| input.set_response(&head(status), body))
    };
    let valid = card(NUMBER).to_string();
    for (input, status, code) in [
        (response(302, ""), 502, 3006),
        (response(304, ""), 502, 3006),
        (response(204, ""), 502, 3006),
        (response(200, ""), 502, 3006),
        (response(200, "<h1>proxy</h1>"), 502, 3006),
        (response(200, &card(OTHER).to_string()), 502, 3006),
        (
            response(200, r#"{"success":false,"error":{"code":3006}}"#),
            502,
            3006,
        ),
        (response(200, &deep(128)), 502, 3006),
        (response(200, &deep(100_000)), 502, 3006),
        (
            response(200, &format!("{{\"first_name\":{}}}", deep(100_000))),
            502,
            3006,
        ),
        (response(500, &deep(100_000)), 500, 0),
        (response(500, "<h1>proxy</h1>"), 500, 0),
        (response(0, &valid), 502, 3006),
        (response(101, &valid), 502, 3006),
        (response(600, "{}"), 502, 3006),
        (response(999, "{}"), 502, 3006),
        (
            response(403, r#"{"error":{"code":2006,"message":"no"}}"#),
            403,
            2006,
        ),
        (
            with(update(), |input| input.response = Upstream::Missing("late")),
            504,
            3005,
        ),
        (
            with(update(), |input| {
                input.response = Upstream::Missing("unreachable")
            }),
            502,
            3006,
        ),
    ] {
        let transcript = exchange(&input);
        let error = transcript.error();
        assert_eq!((error.0, error.1), (status, code), "{:?}", error.2);
        assert!(transcript.forward.is_some());
    }
    // `new Response` rejects a body with this status.
    assert_eq!(exchange(&response(205, &valid)).response.status, 502);
    for (state, status) in [("late", 504), ("too long", 502), ("broken", 502)] {
        let input = |head: &Json| {
            with(update(), |input| {
                input.response = Upstream::Response(from_json(head), state, Vec::new());
            })
        };
        assert_eq!(
            exchange(&input(&head(200))).response.status,
            status,
            "{state}"
        );
        assert_eq!(
            exchange(&input(&head(429))).response.status,
            429,
            "{state}: the status is passed on"
        );
    }
}

#[test]
fn passes_on_valid_retry_headers() {
    let head = head_with(503, json!({ "retryAfter": "7", "shouldRetry": "false" }));
    let transcript = exchange(&with(update(), |input| input.set_response(&head, "{}")));
    assert_eq!(transcript.header("retry-after"), Some("7"));
    assert_eq!(transcript.header("x-should-retry"), Some("false"));
    let head = head_with(
        503,
        json!({ "retryAfter": "next week", "shouldRetry": "perhaps" }),
    );
    let transcript = exchange(&with(update(), |input| input.set_response(&head, "{}")));
    assert_eq!(transcript.header("retry-after"), None);
    assert_eq!(transcript.header("x-should-retry"), None);
}
