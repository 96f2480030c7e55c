//! Any input with any options, on a page and on a server: what is ready to be sent, and what is shown of it.
#![no_main]

use arbitrary::Arbitrary;
use contact_card::client::{Call, Purpose};
use contact_card::contact_card::FIELDS;
use contact_card::error::{Error, Outcome};
use contact_card::json::Json;
use contact_card::questions::answer;
use contact_card::redaction::REDACTED;
use contact_card::value::Value;
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::scripted::{PAGE, SERVER};
use fuzz::support::{pack, parsed};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// As the package's JavaScript names them.
const PURPOSES: [(Purpose, &str); 5] = [
    (Purpose::Update, "update"),
    (Purpose::VendorUpdate, "update as vendor"),
    (Purpose::Create, "create"),
    (Purpose::Ensure, "ensure"),
    (Purpose::Retrieve, "retrieve"),
];

#[derive(Arbitrary, Debug)]
struct Params {
    secrets: Secrets,
    input: Plain,
    options: Plain,
}

fuzz_target!(|params: Params| {
    let secrets = &params.secrets;
    let packed_input = params.input.pack(secrets);
    let packed_options = params.options.pack(secrets);
    let input = Value::unpack(&packed_input);
    let options = Value::unpack(&packed_options);
    for host in [PAGE, SERVER] {
        let report = json!([
            host.has_document,
            host.has_worker_scope,
            host.is_server_runtime,
            host.origin,
        ]);
        for (purpose, name) in PURPOSES {
            let asked = [
                "[",
                &pack(&json!(name)),
                &packed_input,
                &packed_options,
                &pack(&report),
                "]",
            ];
            let answered = parsed(&answer(Value::unpack(&asked.concat()), 0.0, no_budget));
            match Call::parse(purpose, input, options, &host) {
                Ok(call) => {
                    check_url(&call, purpose, input);
                    check_body(&call, purpose, input);
                    check_times(&call, options);
                    check_shown(&call, secrets, &answered);
                    if host.is_page() && has_key(&call) {
                        assert!(options.get("dangerouslyAllowBrowser").is_true());
                    }
                }
                Err(error) => check_error(&error, secrets, &answered),
            }
        }
    }
    check_questions(&packed_input, &packed_options);
});

fn no_budget(_: &str) -> String {
    String::new()
}

fn check_url(call: &Call<'_>, purpose: Purpose, input: Value<'_>) {
    let query = match input.get("phone_number").as_text() {
        Some(number) if purpose != Purpose::Create => format!("?phone_number=%2B{}", &number[1..]),
        _ => String::new(),
    };
    let url = call.preview().url;
    assert!(url.ends_with(&format!("/v3/contact_card{query}")), "{url}");
}

/// What a write would send is JSON, and what was asked: the fields that are there, and nothing else.
fn check_body(call: &Call<'_>, purpose: Purpose, input: Value<'_>) {
    let request = call.preview();
    let mut names = FIELDS.to_vec();
    let method = match purpose {
        // It looks first.
        Purpose::Retrieve | Purpose::Ensure => {
            assert_eq!((request.method, request.body), ("GET", None));
            return;
        }
        Purpose::Create => {
            names.push("phone_number");
            "POST"
        }
        Purpose::Update | Purpose::VendorUpdate => "PATCH",
    };
    assert_eq!(request.method, method);
    let body = parsed(&request.body.unwrap());
    let sent = body.as_object().unwrap();
    assert!(!sent.is_empty() || purpose == Purpose::VendorUpdate);
    assert!(sent.keys().all(|name| names.contains(&name.as_str())));
    for name in names {
        let asked = input.get(name);
        assert_eq!(sent.contains_key(name), !asked.is_absent());
        assert_eq!(
            sent.get(name).and_then(serde_json::Value::as_str),
            asked.as_text()
        );
    }
}

/// Milliseconds are those that were asked for, parts of one as a whole one.
fn check_times(call: &Call<'_>, options: Value<'_>) {
    let set = call.options();
    for (name, ms) in [
        ("timeout", set.timeout),
        ("maxRetryAfter", set.max_retry_after),
    ] {
        match options.get(name) {
            Value::Absent => {}
            Value::Number(asked) => {
                let asked: f64 = asked.parse().unwrap();
                assert!((0.0..=2_147_483_647.0).contains(&asked), "{name}");
                assert_eq!(ms, asked.ceil(), "{name}");
            }
            other => panic!("{name} may not be {other:?}"),
        }
    }
    assert!(set.timeout > 0.0);
}

/// A preview holds what the caller wrote elsewhere, but never the key's own header.
fn check_shown(call: &Call<'_>, secrets: &Secrets, answered: &serde_json::Value) {
    let request = call.preview();
    let mut shown = parsed(&Json::object(|json| request.write(json, true)));
    for (name, value) in shown["headers"].as_object().unwrap() {
        assert!(!name.eq_ignore_ascii_case("authorization") || value == REDACTED);
    }
    shown["url"] = json!(request.url);
    assert_eq!(*answered, shown);
    // A base URL is shown as the caller wrote it, digits masked.
    let base_url = call.options().endpoint.base_url.as_str();
    if !base_url.contains(&secrets.key) {
        secrets.assert_not_in(&format!("{call:?} {request:?}"));
    }
}

fn check_error(error: &Error<'_>, secrets: &Secrets, answered: &serde_json::Value) {
    let written = parsed(&error.to_json(Outcome::NotSent, None));
    assert_eq!(*answered, written);
    assert_eq!(written["name"], error.name());
    secrets.assert_not_in(&format!("{error:?}"));
    secrets.assert_not_in_json(&written);
}

fn has_key(call: &Call<'_>) -> bool {
    let request = call.preview();
    let mut names = request.headers.iter().map(|(name, _)| name);
    names.any(|name| name.eq_ignore_ascii_case("authorization"))
}

/// What needs no network is answered with JSON, whatever is asked.
fn check_questions(input: &str, more: &str) {
    for question in ["validate", "changed fields", "parse number", "write budget"] {
        let question_packed = pack(&json!(question));
        let asked = ["[", &question_packed, input, more, "]"].concat();
        let answered = parsed(&answer(Value::unpack(&asked), 0.0, no_budget));
        let is_list = matches!(question, "validate" | "changed fields");
        assert_eq!(answered.is_array(), is_list);
        assert_eq!(answered.is_object(), !is_list);
    }
}
