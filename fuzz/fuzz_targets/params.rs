//! Any input with any options, on a page and on a server: what is ready to be sent, and what is shown of it.
#![no_main]

use arbitrary::Arbitrary;
use contact_card::api_key::Host;
use contact_card::client::{Call, Purpose};
use contact_card::contact_card::FIELDS;
use contact_card::error::{Error, Outcome};
use contact_card::redaction::REDACTED;
use contact_card::value::Value;
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::Json;
use libfuzzer_sys::fuzz_target;

const SERVER: Host<'static> = Host {
    has_document: false,
    has_worker_scope: false,
    is_server_runtime: true,
    origin: None,
};
const PAGE: Host<'static> = Host {
    has_document: true,
    has_worker_scope: false,
    is_server_runtime: false,
    origin: Some("https://dashboard.example"),
};

#[derive(Arbitrary, Debug)]
struct Params {
    secrets: Secrets,
    input: Plain,
    options: Plain,
}

fuzz_target!(|params: Params| {
    let secrets = &params.secrets;
    let input = params.input.value(secrets);
    let options = params.options.value(secrets);
    for host in [PAGE, SERVER] {
        for purpose in [Purpose::Update, Purpose::Retrieve] {
            match Call::parse(purpose, &input, &options, &host) {
                Ok(call) => {
                    check_url(&call, &input);
                    check_body(&call, purpose, &input);
                    check_shown(&call, secrets);
                    if host.is_page() && has_key(&call) {
                        assert!(options.get("dangerouslyAllowBrowser").is_true());
                    }
                }
                Err(error) => check_error(&error, secrets),
            }
        }
    }
});

fn check_url(call: &Call<'_>, input: &Value) {
    let query = match input.get("phone_number").as_text() {
        Some(number) => format!("?phone_number=%2B{}", &number[1..]),
        None => String::new(),
    };
    let url = call.preview().url;
    assert!(url.ends_with(&format!("/v3/contact_card{query}")), "{url}");
}

/// What an update would send is JSON, and what was asked: the fields that are there, and nothing else.
fn check_body(call: &Call<'_>, purpose: Purpose, input: &Value) {
    let request = call.preview();
    if purpose == Purpose::Retrieve {
        assert_eq!((request.method, request.body), ("GET", None));
        return;
    }
    assert_eq!(request.method, "PATCH");
    let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    let sent = body.as_object().unwrap();
    assert!(!sent.is_empty());
    assert!(sent.keys().all(|name| FIELDS.contains(&name.as_str())));
    for name in FIELDS {
        let asked = input.get(name);
        assert_eq!(sent.contains_key(name), !asked.is_absent());
        assert_eq!(
            sent.get(name).and_then(serde_json::Value::as_str),
            asked.as_text()
        );
    }
}

/// A preview holds what the caller wrote elsewhere, but never the key's own header.
fn check_shown(call: &Call<'_>, secrets: &Secrets) {
    let request = call.preview();
    let shown = request.write::<Json>(true).into_inner();
    for (name, value) in shown["headers"].as_object().unwrap() {
        assert!(!name.eq_ignore_ascii_case("authorization") || value == REDACTED);
    }
    // A base URL is shown as the caller wrote it, digits masked.
    let base_url = call.options().endpoint.base_url.as_str();
    if !base_url.contains(&secrets.key) {
        secrets.assert_not_in(&format!("{call:?} {request:?}"));
    }
}

fn check_error(error: &Error<'_>, secrets: &Secrets) {
    secrets.assert_not_in(&error.message());
    secrets.assert_not_in(&format!("{error:?}"));
    secrets.assert_not_in_json(&error.write::<Json>(Outcome::NotSent).into_inner());
}

fn has_key(call: &Call<'_>) -> bool {
    let request = call.preview();
    let mut names = request.headers.iter().map(|(name, _)| name);
    names.any(|name| name.eq_ignore_ascii_case("authorization"))
}
