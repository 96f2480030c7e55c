//! Limits: the slots that are reserved, and the responses when none is left.

use contact_card::gateway::ListsInFlight;
use serde_json::{Value as Json, json};

use super::{create, denied, exchange, exchange_with, head_with, list, read, update, with};
use crate::support::gateway::{ExchangeInput, Upstream};
use crate::support::wire::parse_json;

#[test]
fn reserves_a_slot_of_the_number_and_one_of_the_user_for_a_write() {
    let slots = |input: &ExchangeInput, more: &Json| {
        let slots = exchange_with(more, input).slots.unwrap();
        let descriptions = slots
            .iter()
            .map(|slot| format!("{} {:?}", slot.key, slot.limit));
        descriptions.collect::<Vec<_>>()
    };
    let both = [
        "writes of +15551234567 Limit { count: 3, window: 600000 }",
        "writes by alice Limit { count: 30, window: 600000 }",
    ];
    assert_eq!(slots(&update(), &json!({})), both);
    assert_eq!(slots(&create(), &json!({})), both);
    let reads = "reads by alice Limit { count: 300, window: 60000 }";
    assert_eq!(slots(&read(), &json!({})), [reads]);
    let lists = "lists by alice Limit { count: 30, window: 60000 }";
    assert_eq!(slots(&list(), &json!({})), [reads, lists]);
    let limit = |limit: u32| json!({ "limit": limit, "window": 1 });
    let limits = json!({ "limits": {
        "perNumber": limit(1),
        "perUser": limit(2),
        "reads": limit(3),
        "lists": limit(4),
    } });
    assert!(slots(&update(), &limits)[0].ends_with("count: 1, window: 1 }"));
    assert!(slots(&update(), &limits)[1].ends_with("count: 2, window: 1 }"));
    assert!(slots(&read(), &limits)[0].ends_with("count: 3, window: 1 }"));
    assert!(slots(&list(), &limits)[1].ends_with("count: 4, window: 1 }"));
    let debug = format!("{:?}", exchange(&update()).slots);
    assert!(!debug.contains("15551234567"), "{debug}");
}

#[test]
fn reports_the_wait_when_a_limit_is_reached() {
    #[rustfmt::skip]
    let rows = [
        (update(), denied(&[(3, 411_001), (1, 600_000)]), "number has no write left", 412, Some("limit=3, remaining=0, reset=412")),
        (update(), denied(&[(2, 9_000), (30, 5_000)]), "too many changes", 5, Some("limit=3, remaining=1, reset=9")),
        (update(), denied(&[(3, 0), (30, 5_000)]), "number has no write left", 1, Some("limit=3, remaining=0, reset=0")),
        (read(), denied(&[(300, 1)]), "read too often", 1, None),
        (list(), denied(&[(300, 1), (9, 1)]), "read too often", 1, None),
        (list(), denied(&[(299, 1), (30, 7_001)]), "listed the contact cards too often", 8, None),
    ];
    for (input, reserved, phrase, seconds, budget) in rows {
        let input = with(input, |input| input.set_reserved(&reserved));
        let transcript = exchange(&input);
        let (status, code, message) = transcript.error();
        assert_eq!((status, code), (429, 1007));
        assert!(message.contains(phrase), "{message}");
        assert_eq!(
            parse_json(&transcript.response.body)["error"]["retry_after"],
            seconds
        );
        assert_eq!(
            transcript.header("retry-after"),
            Some(seconds.to_string().as_str())
        );
        assert_eq!(transcript.header("x-write-budget"), budget);
        let is_write = input.method != "GET";
        assert_eq!(
            transcript.header("x-should-retry"),
            is_write.then_some("false")
        );
        assert_eq!(transcript.forward, None);
    }
}

#[test]
fn g7_caps_the_lists_in_flight() {
    let caps = json!({ "limits": { "concurrentLists": { "perUser": 2, "inAll": 3 } } });
    let listed = |options: &Json, of_user, in_all| {
        let lists = ListsInFlight { of_user, in_all };
        exchange_with(options, &with(list(), |input| input.lists = lists))
    };
    let none = json!({});
    for (options, of_user, in_all) in [(&none, 4, 16), (&caps, 2, 2), (&caps, 1, 3)] {
        let transcript = listed(options, of_user, in_all);
        assert_eq!(transcript.response.status, 200);
        assert_eq!(transcript.counted_list.as_deref(), Some("alice"));
    }
    for (options, of_user, in_all, phrase) in [
        (&none, 5, 5, "wait for those lists"),
        (&none, 1, 17, "Too many lists"),
        (&caps, 3, 3, "wait for those lists"),
        (&caps, 2, 4, "Too many lists"),
        (&caps, 3, 4, "wait for those lists"),
    ] {
        let transcript = listed(options, of_user, in_all);
        let (status, code, message) = transcript.error();
        assert_eq!((status, code), (429, 1007));
        assert!(message.contains(phrase), "{message}");
        assert_eq!(transcript.header("retry-after"), Some("1"));
        assert_eq!(transcript.header("x-should-retry"), None);
        // A list that doesn't begin uses up nothing.
        assert!(transcript.slots.is_none() && transcript.forward.is_none());
    }
    // Other requests aren't counted.
    for input in [read(), update(), create()] {
        assert_eq!(exchange(&input).counted_list, None);
    }
}

#[test]
fn refuses_writes_and_allows_reads_when_the_store_fails() {
    #[rustfmt::skip]
    let results = [
        json!(false),
        json!(null),
        json!({}),
        json!({ "granted": "yes", "places": [] }),
        json!({ "granted": true, "places": [{ "used": "1", "reset": 1 }] }),
        json!({ "granted": true, "places": [{ "used": -1, "reset": 1 }, { "used": 1, "reset": 1 }] }),
        // Denied although no slot is used.
        json!({ "granted": false, "places": [{ "used": 0, "reset": 0 }, { "used": 0, "reset": 0 }] }),
        json!({ "granted": false }),
    ];
    for reserved in results {
        let transcript = exchange(&with(update(), |input| input.set_reserved(&reserved)));
        let (status, code, message) = transcript.error();
        assert_eq!((status, code), (503, 4004), "{reserved}");
        assert!(
            message.contains("store of write budgets is unavailable"),
            "{message}"
        );
        assert_eq!(transcript.header("x-should-retry"), Some("false"));
        assert_eq!(transcript.forward, None);
        let transcript = exchange(&with(read(), |input| input.set_reserved(&reserved)));
        assert_eq!(transcript.response.status, 200, "{reserved}");
    }
}

#[test]
fn g13_reports_when_a_store_that_is_late_is_tried_again() {
    for (reserved, expected) in [
        (json!({ "retryAfter": 2 }), Some("2")),
        (json!({ "retryAfter": -1 }), None),
        (json!({ "retryAfter": "2" }), None),
        (json!({}), None),
    ] {
        let transcript = exchange(&with(update(), |input| input.set_reserved(&reserved)));
        let (status, code, _) = transcript.error();
        assert_eq!((status, code), (503, 4004), "{reserved}");
        assert_eq!(transcript.header("retry-after"), expected, "{reserved}");
        let error = &parse_json(&transcript.response.body)["error"];
        assert_eq!(error["outcome"], "refused", "{reserved}");
        let transcript = exchange(&with(read(), |input| input.set_reserved(&reserved)));
        assert_eq!(transcript.response.status, 200, "{reserved}");
        assert_eq!(transcript.header("retry-after"), None, "{reserved}");
    }
}

#[test]
fn reports_the_write_budget_with_every_response_to_a_write() {
    let budget = |more: &Json, input: &ExchangeInput| {
        let transcript = exchange_with(more, input);
        transcript.header("x-write-budget").map(str::to_owned)
    };
    let expected = Some("limit=3, remaining=2, reset=600".to_owned());
    assert_eq!(budget(&json!({}), &update()), expected);
    assert_eq!(budget(&json!({}), &create()), expected);
    assert_eq!(budget(&json!({}), &read()), None);
    let unknown = with(update(), |input| input.set_body("{}"));
    assert_eq!(budget(&json!({}), &unknown), None, "nothing was reserved");
    for reason in ["unreachable", "late"] {
        let input = with(update(), |input| input.response = Upstream::Missing(reason));
        assert_eq!(budget(&json!({}), &input), expected, "{reason}");
    }
    // Linq has counted writes of others too.
    let refused = |body: Json, retry_after: Option<&'static str>| {
        let head = head_with(429, json!({ "retryAfter": retry_after }));
        with(update(), |input| {
            input.set_response(&head, body.to_string())
        })
    };
    for (input, expected) in [
        (refused(json!({}), None), "limit=3, remaining=0, reset=600"),
        (
            refused(json!({}), Some("77")),
            "limit=3, remaining=0, reset=77",
        ),
        (
            refused(json!({ "error": { "retry_after": 412 } }), Some("77")),
            "limit=3, remaining=0, reset=412",
        ),
    ] {
        assert_eq!(budget(&json!({}), &input).as_deref(), Some(expected));
    }
    let many = |limit: u32| json!({ "limits": { "perNumber": { "limit": limit, "window": 1 } } });
    assert_eq!(
        budget(&many(32), &update()).as_deref(),
        Some("limit=32, remaining=31, reset=600")
    );
    assert_eq!(
        budget(&many(33), &update()),
        None,
        "the header doesn't support the limit"
    );
}
