//! Any params with any options, in a page and on a server: the request, its preview, and errors.
#![no_main]

use arbitrary::Arbitrary;
use contact_card::api::Operation;
use contact_card::call::{Action, Check, Machine, preview, write_issues};
use contact_card::contact_card::{Field, Needs, changed_fields, check_params};
use contact_card::phone_number::is_e164;
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Kind, Value, Wire, from_json};
use fuzz::any_value::AnyValue;
use fuzz::secrets::Secrets;
use fuzz::support::machine::{Clock, page, parse_call, server, step};
use fuzz::support::wire::{ABSENT, encode_operation, message, written_list, written_object};
use fuzz::tree::values;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

#[derive(Arbitrary, Debug)]
struct Case {
    secrets: Secrets,
    params: AnyValue,
    options: AnyValue,
}

fuzz_target!(|case: Case| {
    let secrets = &case.secrets;
    let (params, options) = (case.params.encode(secrets), case.options.encode(secrets));
    for (environment, is_page) in [(page(), true), (server(), false)] {
        for operation in Operation::ALL {
            let message = message(&[
                &encode_operation(operation),
                &params,
                &options,
                &from_json(&environment),
                // Key, write budget and verdict.
                ABSENT,
                ABSENT,
                ABSENT,
                &from_json(&json!("started")),
            ]);
            let previewed = written_object(&message, |wire| {
                preview(wire, &parse_call(wire, &mut { Value::FIRST }, 0));
            });
            let clock = Clock {
                started_at: 0,
                now: 0,
                random: 0.0,
            };
            let (action, started) = step(&mut Machine::new(operation), &message, clock);
            assert_eq!(action == Action::Done, previewed["error"].is_object());
            if action == Action::Done {
                check_error(&message, secrets, &previewed["error"]);
                assert_eq!(started["error"], previewed["error"]);
                continue;
            }
            let previewed = &previewed["value"];
            let input = message.as_slice();
            let wire = Wire::new(&input, &mut []);
            check_url(&wire, operation, previewed);
            check_body(&wire, operation, previewed);
            check_timeout(&wire, &started);
            check_preview(action, previewed, &started);
            let mut names = previewed["headers"].as_object().unwrap().keys();
            if is_page && names.any(|name| is_authorization(name)) {
                let option = wire.get(options_of(&wire), b"dangerouslyAllowBrowser");
                assert!(wire.is_true(option));
            }
        }
    }
    check_without_a_call(&params, &options, secrets);
});

fn params_of(wire: &Wire<'_, '_>) -> Value {
    let [_operation, params] = values(wire);
    params
}

fn options_of(wire: &Wire<'_, '_>) -> Value {
    wire.after(params_of(wire))
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

fn check_url(wire: &Wire<'_, '_>, operation: Operation, previewed: &Json) {
    let number = wire.text(wire.get(params_of(wire), b"phone_number"));
    let query = match std::str::from_utf8(number).unwrap() {
        number if !number.is_empty() && operation != Operation::Create => {
            format!("?phone_number=%2B{}", &number[1..])
        }
        _ => String::new(),
    };
    let url = previewed["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/v3/contact_card{query}")), "{url}");
}

/// Checks that a write sends exactly the fields of the params.
fn check_body(wire: &Wire<'_, '_>, operation: Operation, previewed: &Json) {
    let mut names: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
    let method = match operation {
        // `ensure` starts with a read.
        Operation::Retrieve | Operation::Ensure => {
            assert_eq!(
                (&previewed["method"], &previewed["body"]),
                (&json!("GET"), &Json::Null)
            );
            return;
        }
        Operation::Create => {
            names.push(b"phone_number");
            "POST"
        }
        Operation::Update | Operation::VendorUpdate => "PATCH",
    };
    assert_eq!(previewed["method"], method);
    let body: Json = serde_json::from_str(previewed["body"].as_str().unwrap()).unwrap();
    let sent = body.as_object().unwrap();
    assert!(!sent.is_empty() || operation == Operation::VendorUpdate);
    assert!(sent.keys().all(|name| names.contains(&name.as_bytes())));
    for name in names {
        let field = wire.get(params_of(wire), name);
        let sent = sent.get(std::str::from_utf8(name).unwrap());
        assert_eq!(sent.is_some(), !wire.is_absent(field));
        let sent = sent.map_or("", |text| text.as_str().unwrap());
        assert_eq!(sent.as_bytes(), wire.text(field));
    }
}

/// Checks that times are those of the options, rounded up to whole milliseconds.
fn check_timeout(wire: &Wire<'_, '_>, started: &Json) {
    let timeout = started["timeout"].as_f64().unwrap();
    for (name, ms) in [("timeout", Some(timeout)), ("maxRetryAfter", None)] {
        let option = wire.get(options_of(wire), name.as_bytes());
        match wire.kind(option) {
            Kind::ABSENT => {}
            Kind::NUMBER => {
                let number = std::str::from_utf8(wire.decimal(option)).unwrap();
                let number: f64 = number.parse().unwrap();
                assert!((0.0..=2_147_483_647.0).contains(&number), "{name}");
                assert_eq!(ms.unwrap_or(number.ceil()), number.ceil(), "{name}");
            }
            other => panic!("{name}: {other:?} is accepted"),
        }
    }
    assert!(timeout > 0.0);
}

/// Checks that a preview shows the request, without the key.
fn check_preview(action: Action, previewed: &Json, started: &Json) {
    for (name, value) in previewed["headers"].as_object().unwrap() {
        assert!(!is_authorization(name) || value == "•••");
    }
    if action == Action::AskKey {
        return;
    }
    assert_eq!(action, Action::Send);
    assert_eq!(started["url"], previewed["url"]);
    let init = &started["init"];
    for name in ["method", "body"] {
        assert_eq!(init.get(name), previewed.get(name));
    }
    let (sent, previewed) = (
        init["headers"].as_object().unwrap(),
        previewed["headers"].as_object().unwrap(),
    );
    assert!(sent.keys().eq(previewed.keys()));
    for (name, value) in sent {
        assert!(is_authorization(name) || previewed[name] == *value);
    }
}

fn check_error(message: &[u8], secrets: &Secrets, error: &Json) {
    assert_eq!(error["outcome"], "not_sent");
    let issues = written_list(message, |wire| {
        let call = parse_call(wire, &mut { Value::FIRST }, 0);
        call.check(&mut Issues::new(wire, Style::Masked));
    });
    let is_invalid = issues != json!([]);
    assert_eq!(error["name"] == "ValidationError", is_invalid);
    assert_eq!(error["name"] == "UnsafeKeyError", !is_invalid);
    if is_invalid {
        assert_eq!(error["issues"], issues);
    }
    secrets.assert_not_in_json(error);
}

/// Checks the functions that need no call.
fn check_without_a_call(input: &[u8], other: &[u8], secrets: &Secrets) {
    let message = message(&[input, other]);
    let bytes = message.as_slice();
    let wire = Wire::new(&bytes, &mut []);
    let [input, other] = values(&wire);
    for send_empty in [false, true] {
        written_list(&message, |wire| {
            let mut issues = Issues::new(wire, Style::Whole(other));
            check_params(&mut issues, input, Needs::AnyField, send_empty);
        });
    }
    let changed = changed_fields(&wire, other, input);
    for &field in Field::ALL {
        let (edited, current) = (field.value_in(&wire, input), field.value_in(&wire, other));
        let is_same = wire.kind(edited) == wire.kind(current) && wire.are_equal(edited, current);
        let is_text = wire.is_text(edited);
        assert!(!changed.contains(field) || !(is_text && is_same));
        assert!(
            changed.contains(field) || wire.is_absent(edited) || is_same || !wire.has_text(edited)
        );
    }
    let error = written_object(&message, |wire| {
        write_issues(wire, Check::PhoneNumber(input));
    });
    assert_eq!(error.get("error").is_none(), is_e164(wire.text(input)));
    secrets.assert_not_in_json(&error);
}
