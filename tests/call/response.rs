//! Responses and failures, and the results and errors that they become.

use serde_json::{Value as Json, json};

use super::{card, error_of, sent_update};
use crate::support::scenario::{
    Event, NO_HEAD, Scenario, head, raw_response, rejects, rejects_with, resolves, response,
    started,
};

#[test]
fn maps_the_errors_of_the_reference_page_to_their_classes() {
    for (status, code, message, name, outcome) in [
        (
            400,
            1002,
            "Phone number must be in E.164 format",
            "BadRequestError",
            "refused",
        ),
        (
            401,
            2004,
            "Unauthorized - missing or invalid authentication token",
            "AuthenticationError",
            "refused",
        ),
        (
            403,
            2005,
            "Access denied - insufficient permissions for this resource",
            "PermissionDeniedError",
            "refused",
        ),
        (404, 2001, "Resource not found", "NotFoundError", "refused"),
        (
            500,
            3006,
            "Internal server error",
            "InternalServerError",
            "unknown",
        ),
        (
            503,
            4004,
            "RCS capability check is temporarily unavailable.",
            "InternalServerError",
            "unknown",
        ),
        (409, 2014, "exists", "ConflictError", "refused"),
        (422, 1005, "bad", "UnprocessableEntityError", "refused"),
        (418, 9999, "teapot", "APIError", "refused"),
    ] {
        let body = json!({ "error": { "status": status, "code": code, "message": message }, "success": false });
        let mut error = json!({
            "name": name, "message": message, "status": status, "code": code, "outcome": outcome,
        });
        if status == 404 {
            error["noCard"] = json!(true);
        }
        sent_update()
            .on(response(status, body))
            .expect(rejects_with(error));
    }
}

#[test]
fn takes_the_outcome_of_a_5xx_from_a_gateway() {
    let outcome = |reported: Json| {
        let body = json!({ "error": { "status": 503, "code": 4004, "message": "away", "outcome": reported }, "success": false });
        error_of(response(503, body))["outcome"].clone()
    };
    assert_eq!(outcome(json!("refused")), "refused");
    for other in [
        json!("unknown"),
        json!(true),
        json!(null),
        json!(["refused"]),
    ] {
        assert_eq!(outcome(other), "unknown");
    }
}

#[test]
fn masks_secrets_in_the_members_of_an_error() {
    let body = json!({
        "error": { "code": 1007, "message": "+15551234567 with sk-secret-key: slow down", "doc_url": "https://d.example/sk-secret-key", "retry_after": 412 },
        "trace_id": "t-15551234567",
    });
    sent_update().on(response(429, body)).expect(rejects_with(json!({
        "name": "RateLimitError", "message": "+1•••••••567 with •••: slow down", "status": 429, "code": 1007,
        "outcome": "refused", "retryAfter": 412, "docURL": "https://d.example/•••", "traceId": "t-•••",
    })));
}

#[test]
fn shows_texts_of_the_server_up_to_a_length() {
    let error = |text: &str| {
        let body = json!({ "error": { "message": text, "doc_url": text }, "trace_id": text });
        let head = json!({ "status": 400, "traceId": "t-1" });
        error_of(raw_response(head, json!([body])))
    };
    let longest = "x".repeat(1024);
    let shown = error(&longest);
    for name in ["message", "docURL", "traceId"] {
        assert_eq!(shown[name], *longest, "{name}");
    }
    let too_long = error(&(longest + "x"));
    let nothing = error("");
    assert_eq!(too_long["traceId"], "t-1");
    assert_eq!(too_long["docURL"], json!(null));
    assert_eq!(too_long, nothing);
}

#[test]
fn masks_a_number_of_seven_digits_everywhere() {
    let params = json!({ "phone_number": "+9300707", "first_name": "John" });
    let body =
        json!({ "error": { "doc_url": "https://d.example/+9300707" }, "trace_id": "t-9300707" });
    Scenario::update(params, json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .on(response(400, body))
        .expect(rejects(
            json!({ "docURL": "https://d.example/+•••", "traceId": "t-•••" }),
        ));
}

#[test]
fn falls_back_to_headers_without_an_error_envelope() {
    for (text, seconds) in [
        ("30", json!(30)),
        ("000000000000000000030", json!(30)),
        ("-3", json!(null)),
        ("1.5", json!(null)),
        ("", json!(null)),
        ("99999999999", json!(null)),
    ] {
        let head = json!({ "status": 429, "retryAfter": text, "traceId": "t-1" });
        sent_update()
            .on(raw_response(head, json!("notJson")))
            .expect(rejects(json!({
                "retryAfter": seconds, "traceId": "t-1",
                "message": "The server responded without a message; is a gateway running at the base URL?",
            })));
    }
}

#[test]
fn reports_that_there_is_no_card_only_where_linq_says_so() {
    let body = |code: u16, outcome: Json| json!({ "error": { "status": 404, "code": code, "message": "No", "outcome": outcome } });
    for code in [2001, 2012, 2019] {
        let absent = body(code, json!(null));
        sent_update()
            .on(response(404, absent.clone()))
            .expect(rejects(json!({ "name": "NotFoundError", "noCard": true })));
        // A gateway has passed nothing on.
        sent_update()
            .on(response(404, body(code, json!("refused"))))
            .expect(rejects(json!({ "name": "NotFoundError", "noCard": null })));
        // The code alone doesn't count.
        sent_update().on(response(500, absent)).expect(rejects(
            json!({ "name": "InternalServerError", "noCard": null }),
        ));
    }
    sent_update()
        .on(response(404, body(1002, json!(null))))
        .expect(rejects(json!({ "name": "NotFoundError", "noCard": null })));
    // The 404 of a server without a gateway.
    sent_update()
        .on(raw_response(head(404), json!("notJson")))
        .expect(rejects(json!({ "name": "NotFoundError", "noCard": null })));
}

#[test]
fn counts_a_429_despite_an_invalid_write_budget_header() {
    for (header, used) in [
        (json!(null), 3),
        (json!("unknown"), 3),
        (json!("limit=3, remaining=1, reset=60"), 2),
    ] {
        let head = json!({ "status": 429, "retryAfter": "60", "writeBudget": header });
        let call = sent_update().on(raw_response(head, json!("notJson")));
        assert_eq!(call.used_writes(), used, "{header}");
    }
}

#[test]
fn rejects_an_unusable_response_with_the_reason() {
    let with = |name: &str, value: Json| {
        let mut changed = card();
        changed[name] = value;
        json!([changed])
    };
    for (body, reason) in [
        (json!("empty"), "The response has no body"),
        (
            json!("notJson"),
            "The response is not JSON; is a gateway running at the base URL?",
        ),
        (json!("tooLong"), "The response is too long"),
        (json!([[]]), "The response is not a contact card"),
        (
            with("is_active", json!(null)),
            "The response is not a contact card",
        ),
        (
            with("phone_number", json!("+15550000000")),
            "The response is the contact card of another number",
        ),
        (
            with("error", json!({ "code": 3006 })),
            "The response is both a success and an error",
        ),
    ] {
        sent_update().on(raw_response(head(200), body)).expect(rejects(json!({
            "name": "InvalidResponseError", "message": reason, "status": 200, "outcome": "unknown",
        })));
    }
    for (head, status) in [
        (head(307), json!(307)),
        (
            json!({ "status": 0, "type": "opaqueredirect" }),
            json!(null),
        ),
        (json!({}), json!(null)),
    ] {
        sent_update()
            .on(raw_response(head, json!("empty")))
            .expect(rejects(
                json!({ "name": "InvalidResponseError", "status": status }),
            ));
    }
}

#[test]
fn checks_every_card_of_a_list() {
    let other = json!({ "phone_number": "+15550000000", "first_name": "K", "is_active": true, "last_name": null });
    let retrieve = |query: Json, list: Json| {
        Scenario::retrieve(query, json!({ "apiKey": "k" }))
            .on(started())
            .on(response(200, list))
    };
    let one = json!({ "phone_number": "+15551234567" });
    let both = json!({ "contact_cards": [card(), other] });
    let cards = retrieve(json!({}), both.clone()).value();
    assert_eq!(cards["contact_cards"].as_array().unwrap().len(), 2);
    let none = json!({ "contact_cards": [] });
    retrieve(json!({}), none.clone()).expect(resolves(none));
    for (query, list, message) in [
        (
            one,
            both,
            "The response is the contact card of another number",
        ),
        (
            json!({}),
            json!({}),
            "The response is not a list of contact cards",
        ),
        (
            json!({}),
            json!({ "contact_cards": [null] }),
            "The response is not a contact card",
        ),
    ] {
        retrieve(query, list).expect(rejects(json!({
            "name": "InvalidResponseError", "message": message,
        })));
    }
    for (query, code) in [
        (json!({ "phone_number": "5" }), "missing_plus"),
        (json!({ "number": "5" }), "unknown_field"),
        (json!([]), "not_an_object"),
    ] {
        let error = Scenario::retrieve(query, json!({ "apiKey": "k" }))
            .on(started())
            .error();
        assert_eq!(error["issues"][0]["code"], code);
    }
}

#[test]
fn hides_thrown_values_that_contain_a_secret() {
    let texts = |text: &str| Event::Thrown {
        texts: json!(text),
        head: NO_HEAD,
    };
    let is_hidden = |event| sent_update().on(event).output()["hide"] == true;
    assert!(!is_hidden(texts("fetch failed")));
    assert!(is_hidden(texts("bad header value: Bearer sk-secret-key")));
    assert!(is_hidden(texts(
        "cannot GET /v3/contact_card?phone_number=%2B15551234567"
    )));
    let unseen = Event::Thrown {
        texts: json!(null),
        head: NO_HEAD,
    };
    assert!(is_hidden(unseen), "the value can't be inspected completely");
}
