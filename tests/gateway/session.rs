//! The results of the `authorize` function.

use contact_card::gateway::Authorized;
use contact_card::wire::{Encoder, from_json};
use serde_json::{Value as Json, json};

use super::{NUMBER, exchange, update, with};

#[test]
fn rejects_invalid_results_of_authorize() {
    #[rustfmt::skip]
    let sessions = [
        json!(false),
        json!(true),
        json!("alice"),
        json!([]),
        json!({}),
        json!({ "user": "alice" }),
        json!({ "numbers": "all" }),
        json!({ "user": "", "numbers": "all" }),
        json!({ "user": 7, "numbers": "all" }),
        json!({ "user": "alice", "numbers": "ALL" }),
        json!({ "user": "alice", "numbers": NUMBER }),
        json!({ "user": "alice", "numbers": null }),
        json!({ "user": "alice", "numbers": { "0": NUMBER } }),
        json!({ "user": "a".repeat(513), "numbers": "all" }),
        json!({ "user": "alice", "numbers": [NUMBER, null] }),
        json!({ "user": "alice", "numbers": [NUMBER, "15550000000"] }),
    ];
    for session in sessions {
        let encoded = from_json(&session);
        let authorized = Authorized::parse(&encoded);
        match session {
            Json::Bool(false) => assert!(matches!(authorized, Authorized::Failed)),
            _ => assert!(matches!(authorized, Authorized::Invalid), "{session}"),
        }
        let transcript = exchange(&with(update(), |input| input.session = encoded));
        let error = transcript.error();
        assert_eq!((error.0, error.1), (500, 3006), "{session}");
        assert!(!transcript.read_body && transcript.header("x-should-retry") == Some("false"));
    }
}

#[test]
fn rejects_results_of_authorize_that_are_not_json() {
    let mut ill_formed = Encoder::new();
    ill_formed.object(|session| {
        session.text("user").ill_formed();
        session.text("numbers").text("all");
    });
    let encoded = |add: fn(&mut Encoder) -> &mut Encoder| {
        let mut encoder = Encoder::new();
        add(&mut encoder);
        encoder.finish()
    };
    for session in [
        encoded(Encoder::ill_formed),
        encoded(Encoder::function),
        encoded(Encoder::other),
        ill_formed.finish(),
    ] {
        let transcript = exchange(&with(update(), |input| input.session.clone_from(&session)));
        assert_eq!(transcript.response.status, 500, "{session:?}");
    }
}

#[test]
fn responds_with_401_without_a_session() {
    let signed_out = exchange(&with(update(), |input| input.set_session(&Json::Null)));
    assert_eq!(signed_out.error().0, 401);
    assert_eq!(signed_out.header("x-should-retry"), None);
}
