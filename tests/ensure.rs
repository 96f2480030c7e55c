//! A card that is to say something, whether it exists or not; and creation.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::client::Purpose;
use serde_json::{Value as Json, json};
use support::scripted::{Scripted, call};
use support::world::Reaction;

const IMAGE: &str = "https://a.example/p.jpg";

fn card(last_name: Option<&str>, image_url: Option<&str>) -> Json {
    json!({
        "phone_number": "+15551234567", "first_name": "John", "last_name": last_name, "image_url": image_url,
        "is_active": true,
    })
}

fn list(cards: Vec<Json>) -> Reaction {
    Reaction::json(200, &json!({ "contact_cards": cards }))
}

fn failing(status: u32, code: u32) -> Reaction {
    Reaction::json(status, &json!({ "error": { "code": code } }))
}

/// The answer, and the requests without what they share.
fn ensure(input: Json, options: Json, reactions: Vec<Reaction>) -> (Json, Vec<String>) {
    let server = Scripted::reacting(reactions);
    let mut options = options;
    options["apiKey"] = json!("sk-secret-key");
    let answer = call(Purpose::Ensure, input, options, &server);
    let base = "https://api.linqapp.com/api/partner/v3/contact_card";
    let lines = server.sent.take().into_iter().map(|(line, _)| {
        line.replace(base, "")
            .replace("?phone_number=%2B15551234567", "?")
    });
    (answer, lines.collect())
}

fn params() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe", "image_url": IMAGE })
}

#[test]
fn a_missing_card_is_created() {
    let all = format!(
        r#"POST  {{"phone_number":"+15551234567","first_name":"John","last_name":"Doe","image_url":"{IMAGE}"}}"#
    );
    for missing in [list(vec![]), failing(404, 2012)] {
        let created = Reaction::json(201, &card(Some("Doe"), Some("https://cdn.linqapp.com/x")));
        let (answer, sent) = ensure(params(), json!({}), vec![missing, created]);
        assert_eq!(sent, ["GET ? ", &all]);
        assert_eq!(answer["action"], "created");
        assert_eq!(answer["card"]["last_name"], "Doe");
    }
}

#[test]
fn somebody_who_was_faster_is_updated() {
    let updated = Reaction::json(200, &card(Some("Doe"), None));
    let reactions = vec![list(vec![]), failing(409, 2014), updated];
    let (answer, sent) = ensure(params(), json!({}), reactions);
    assert_eq!(answer["action"], "updated");
    assert!(sent[2].starts_with("PATCH ? {\"first_name\""), "{sent:?}");

    let (answer, sent) = ensure(params(), json!({}), vec![list(vec![]), failing(409, 2015)]);
    assert_eq!(
        (&answer["name"], &answer["outcome"], sent.len()),
        (&json!("ConflictError"), &json!("refused"), 2)
    );
}

#[test]
fn only_what_differs_is_sent() {
    let there = Some("https://cdn.linqapp.com/x");
    for (current, options, body) in [
        (card(Some("Doe"), there), json!({}), None),
        (
            card(Some("Smith"), there),
            json!({}),
            Some(r#"{"last_name":"Doe"}"#.to_owned()),
        ),
        (
            card(Some("Doe"), None),
            json!({}),
            Some(format!(r#"{{"image_url":"{IMAGE}"}}"#)),
        ),
        (
            card(Some("Doe"), there),
            json!({ "replaceImage": true }),
            Some(format!(r#"{{"image_url":"{IMAGE}"}}"#)),
        ),
    ] {
        let updated = Reaction::json(200, &card(Some("Doe"), there));
        let (answer, sent) = ensure(params(), options, vec![list(vec![current]), updated]);
        match body {
            None => {
                assert_eq!(answer["action"], "unchanged");
                assert_eq!(sent.len(), 1);
            }
            Some(body) => {
                assert_eq!(answer["action"], "updated");
                assert_eq!(sent[1], format!("PATCH ? {body}"));
            }
        }
        assert_eq!(answer["card"]["image_url"], json!(there));
    }
}

#[test]
fn an_empty_field_is_what_a_card_without_it_says() {
    let input = json!({ "phone_number": "+15551234567", "first_name": "John", "last_name": "", "image_url": "" });
    let options = json!({ "sendEmpty": true });
    let (answer, sent) = ensure(input, options, vec![list(vec![card(None, None)])]);
    assert_eq!((&answer["action"], sent.len()), (&json!("unchanged"), 1));
}

#[test]
fn a_failure_before_the_write_says_that_nothing_was_sent() {
    let reset = Reaction {
        head: None,
        ..list(vec![])
    };
    for (reaction, name) in [
        (reset, "APIConnectionError"),
        (failing(500, 3006), "InternalServerError"),
        (failing(401, 2004), "AuthenticationError"),
        (
            list(vec![json!({ "phone_number": "+1999" })]),
            "InvalidResponseError",
        ),
    ] {
        let (answer, _) = ensure(params(), json!({ "maxRetries": 0 }), vec![reaction]);
        assert_eq!(
            (&answer["name"], &answer["outcome"]),
            (&json!(name), &json!("not_sent"))
        );
    }
    let (answer, _) = ensure(params(), json!({}), vec![list(vec![]), failing(500, 3006)]);
    assert_eq!(answer["outcome"], "unknown");
}

#[test]
fn a_creation_needs_a_first_name() {
    let server = Scripted::reacting(vec![failing(500, 1)]);
    for purpose in [Purpose::Create, Purpose::Ensure] {
        let error = call(
            purpose,
            json!({ "phone_number": "+15551234567", "last_name": "Doe" }),
            json!({ "apiKey": "key" }),
            &server,
        );
        assert_eq!(
            error["issues"],
            json!([{ "path": ["first_name"], "code": "required", "message": "is required" }])
        );
    }
    let error = call(
        Purpose::Create,
        params(),
        json!({ "apiKey": "key", "replaceImage": true }),
        &server,
    );
    assert_eq!(error["issues"][0]["code"], "unknown_option");
    assert!(server.sent.borrow().is_empty());
}

#[test]
fn a_creation_carries_the_number_in_its_body() {
    let server = Scripted::reacting(vec![Reaction::json(201, &card(None, None))]);
    let input = json!({ "phone_number": "+15551234567", "first_name": "John" });
    let created = call(Purpose::Create, input, json!({ "apiKey": "key" }), &server);
    assert_eq!(created["is_active"], true);
    assert_eq!(
        server.sent.borrow()[0].0,
        r#"POST https://api.linqapp.com/api/partner/v3/contact_card {"phone_number":"+15551234567","first_name":"John"}"#
    );
}

#[test]
fn the_vendor_s_way_of_updating_sends_nothing_too() {
    let server = Scripted::reacting(vec![Reaction::json(200, &card(None, None))]);
    let input = json!({ "phone_number": "+15551234567" });
    let options = json!({ "apiKey": "key" });
    assert_eq!(
        call(Purpose::Update, input.clone(), options.clone(), &server)["issues"][0]["code"],
        "empty_update"
    );
    call(Purpose::VendorUpdate, input, options, &server);
    assert!(server.sent.borrow()[0].0.ends_with(" {}"));
}
