//! Every message that the core composes, in one file, so that a changed text is seen in review:
//! `RENEW_GOLDEN=1 cargo test --test messages` writes it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::fmt::Write;
use std::path::Path;

use contact_card::api::Operation;
use contact_card::call::{Check, write_issues};
use contact_card::contact_card::{Needs, check_params};
use contact_card::error::Failure;
use contact_card::gateway::{Config, Host, Refusal};
use contact_card::phone_number::check_phone_number;
use contact_card::validation::{Issues, Problem, Style};
use contact_card::wire::{Value, from_json};
use serde_json::{Value as Json, json};
use support::machine::{page, parse_call, server};
use support::wire::{
    FUNCTION, ILL_FORMED, encode_operation, encode_with_members, message, parse_json, written,
    written_list, written_object,
};

/// The texts of the file, under headings.
#[derive(Default)]
struct Texts(String);

impl Texts {
    fn heading(&mut self, title: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        writeln!(self.0, "{gap}# {title}").unwrap();
    }

    fn line(&mut self, label: &str, text: &str) {
        writeln!(self.0, "{label}: {text}").unwrap();
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The issues of params, as a list of code and message.
fn issues_of(params: &[u8], needs: Needs) -> Vec<(String, String)> {
    let list = written_list(params, |wire| {
        let mut issues = Issues::new(wire, Style::Whole(Value::ABSENT));
        check_params(&mut issues, Value::FIRST, needs, false);
    });
    let code_and_message = |issue: &Json| {
        let member = |name: &str| issue[name].as_str().unwrap().to_owned();
        (member("code"), member("message"))
    };
    list.as_array()
        .unwrap()
        .iter()
        .map(code_and_message)
        .collect()
}

/// The issues of options, which are those of a server or a page.
fn options_issues(operation: Operation, options: &[u8], environment: &Json) -> Vec<Json> {
    let params = json!({ "phone_number": "+15551234567", "first_name": "Ada" });
    let input = message(&[
        &encode_operation(operation),
        &from_json(&params),
        options,
        &from_json(environment),
    ]);
    let error = written_object(&input, |wire| {
        let mut cursor = Value::FIRST;
        let call = parse_call(wire, &mut cursor, 0);
        write_issues(wire, Check::Call(&call));
    });
    error["error"]["issues"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

fn add_issues(texts: &mut Texts) {
    let number = json!("+15551234567");
    texts.heading("Issues of params");
    let mut add = |params: &[u8], needs: Needs| {
        for (code, message) in issues_of(params, needs) {
            texts.line(&code, &message);
        }
    };
    add(&from_json(&json!({})), Needs::FirstName);
    add(&from_json(&json!("text")), Needs::AnyField);
    for bad in ["", "1", "+1 5", "+0", "+1", "+1234567890123456"] {
        add(&from_json(&json!({ "phone_number": bad })), Needs::Nothing);
    }
    add(
        &from_json(
            &json!({ "phone_number": 1, "first_name": null, "last_name": "", "image_url": "http://a.example" }),
        ),
        Needs::Nothing,
    );
    add(
        &from_json(&json!({ "phone_number": number, "first_name": " " })),
        Needs::Nothing,
    );
    add(
        &from_json(&json!({ "phone_number": number, "first_name": 1, "firstname": "Ada" })),
        Needs::Nothing,
    );
    add(
        &from_json(&json!({ "phone_number": number })),
        Needs::AnyField,
    );
    add(
        &encode_with_members(
            &json!({ "phone_number": number }),
            &[("last_name", ILL_FORMED)],
        ),
        Needs::Nothing,
    );
    let alone = written(&from_json(&json!("5551234567")), |wire| {
        check_phone_number(&mut Issues::new(wire, Style::Line), b"", Value::FIRST);
    });
    texts.line("a phone number without a name", &alone);
}

fn add_options(texts: &mut Texts) {
    texts.heading("Issues of options");
    let names = [
        "apiKey",
        "baseURL",
        "credentials",
        "dangerouslyAllowBrowser",
        "fetch",
        "headers",
        "keepalive",
        "maxRetries",
        "maxRetryAfter",
        "onAttempt",
        "sendEmpty",
        "shouldRetry",
        "signal",
        "timeout",
        "replaceImage",
        "retries",
    ];
    let mut add = |options: &Json| {
        for issue in options_issues(Operation::Ensure, &from_json(options), &page()) {
            texts.line(
                issue["code"].as_str().unwrap(),
                issue["message"].as_str().unwrap(),
            );
        }
    };
    for name in names {
        add(&json!({ name: -1 }));
    }
    add(&json!("text"));
    for issue in options_issues(Operation::Update, &from_json(&json!({})), &server()) {
        texts.line(
            issue["code"].as_str().unwrap(),
            issue["message"].as_str().unwrap(),
        );
    }
}

fn add_gateway(texts: &mut Texts) {
    texts.heading("Issues of a gateway's options");
    let mut add = |label: &str, message: &[u8]| {
        let error = Config::parse(message, Host::JavaScript).err().unwrap();
        texts.line(
            label,
            parse_json(&error)["error"]["message"].as_str().unwrap(),
        );
    };
    add("ValidationError", &from_json(&json!("text")));
    add("ValidationError", &from_json(&json!({})));
    for name in [
        "allowEmpty",
        "apiKey",
        "authorize",
        "basePath",
        "fetch",
        "limits",
        "log",
        "origins",
        "store",
        "timeout",
        "upstream",
        "time",
    ] {
        let valid = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
        let mut options = valid.as_object().unwrap().clone();
        options.insert(name.into(), json!(-1));
        let options = Json::Object(options);
        let message = if name == "authorize" {
            from_json(&options)
        } else {
            encode_with_members(&options, &[("authorize", FUNCTION)])
        };
        add("ValidationError", &message);
    }
    for origin in [
        "https://*.example",
        "dashboard.example",
        "null",
        "https://dashboard.example/",
        "https://me@dashboard.example",
        "https://Dashboard.example",
        "https://b\u{fc}cher.example",
        "https://dashboard.example:443",
        "https://127.1",
    ] {
        let options = json!({ "apiKey": "a-key", "origins": [origin] });
        let message = encode_with_members(&options, &[("authorize", FUNCTION)]);
        add("ValidationError", &message);
    }
    let valid = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    let options = encode_with_members(&valid, &[("authorize", FUNCTION)]);
    add("UnsafeKeyError", &[options, from_json(&page())].concat());

    texts.heading("Refusals of a gateway, before anything is sent to Linq");
    add_refusals(texts, Refusal::BEFORE_FORWARDING);
    texts.heading("Errors of a gateway, after a request was sent to Linq");
    add_refusals(texts, Refusal::AFTER_FORWARDING);
    add_refusals(texts, Refusal::OF_LINQ);
}

fn add_refusals(texts: &mut Texts, refusals: &[Refusal]) {
    for Refusal {
        status,
        code,
        message,
        ..
    } in refusals
    {
        texts.line(&format!("{status} {code}"), message);
    }
}

#[test]
fn messages_are_those_of_the_golden_file() {
    let mut texts = Texts::default();
    add_issues(&mut texts);
    add_options(&mut texts);
    // Every problem that can be found was found above.
    for problem in Problem::ALL {
        let message = text(problem.message());
        assert!(
            texts.0.contains(message),
            "no input above has {problem:?}; add one to `add_issues` or `add_options`"
        );
    }
    texts.heading("Errors of a call");
    for failure in Failure::ALL
        .iter()
        .filter(|failure| !failure.message().is_empty())
    {
        texts.line(text(failure.class(-1)), text(failure.message()));
    }
    add_gateway(&mut texts);

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/messages.txt");
    if std::env::var_os("RENEW_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &texts.0).unwrap();
    }
    assert_eq!(texts.0, std::fs::read_to_string(&file).unwrap_or_default());
}
