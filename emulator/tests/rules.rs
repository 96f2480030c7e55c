//! The rules of the endpoint: the cases that `tests/js/testing/rules.test.js` has the emulator of
//! `linq-contact-card/testing` pass, too.

mod support;

use std::io::ErrorKind;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use support::{Emulator, KEY};

/// How many seconds a case takes at most. The clock is only put forward by whole minutes.
const LONGEST_CASE: u64 = 59;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    options: Map<String, Value>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Step {
    RespondNext(Value),
    Advance(u32),
    Reset {},
    Cards(Value),
    Requests(Vec<Request>),
    #[serde(untagged)]
    Exchange(Box<Exchange>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    request: Request,
    response: Expected,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    method: String,
    path: Option<String>,
    number: Option<String>,
    query: Option<String>,
    body: Option<Value>,
    text: Option<String>,
    /// The body is an update whose name has so many bytes.
    name_of: Option<usize>,
    /// `null` for a request without the key.
    #[serde(default = "default_key")]
    key: Option<String>,
    /// In the log: the status of the response.
    status: Option<u16>,
}

/// What is expected of a response. What is absent isn't compared.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Expected {
    status: Option<u16>,
    code: Option<u32>,
    message: Option<String>,
    retry_after: Option<u32>,
    json: Option<Value>,
    text: Option<String>,
    #[serde(default)]
    headers: Map<String, Value>,
    failure: Option<String>,
}

fn default_key() -> Option<String> {
    Some(KEY.to_owned())
}

#[test]
fn the_cases_pass() {
    let cases = include_str!("../../tests/fixtures/emulator_rules.json");
    let cases: Vec<Case> = serde_json::from_str(cases).unwrap();
    for case in cases {
        let mut flags = vec!["--control".to_owned()];
        flags.extend(
            case.options
                .iter()
                .flat_map(|(name, value)| flag(name, value)),
        );
        let flags: Vec<_> = flags.iter().map(String::as_str).collect();
        let emulator = Emulator::start(&flags);
        for (index, step) in case.steps.iter().enumerate() {
            take(
                &emulator,
                step,
                &format!("{}, step {}", case.name, index + 1),
            );
        }
    }
}

/// The flag of an option of JavaScript.
fn flag(name: &str, value: &Value) -> [String; 2] {
    let text = value.as_str().map(str::to_owned);
    let (flag, value) = match name {
        "apiKey" => ("--key", text.unwrap()),
        "budget" if value.is_null() => ("--budget", "off".to_owned()),
        "budget" => ("--budget", value.to_string()),
        "alsoCounts" => ("--also-counts", text.unwrap().replace('_', "-")),
        "missingCard" => ("--missing-card", value.to_string()),
        "emptyValue" => ("--empty-value", value.to_string()),
        "unknownFields" => ("--unknown-fields", text.unwrap()),
        _ => panic!("{name} has no flag"),
    };
    [flag.to_owned(), value]
}

/// Takes a step of a case, and checks what follows from it.
fn take(emulator: &Emulator, step: &Step, name: &str) {
    match step {
        Step::RespondNext(responses) => emulator.script(responses.clone()),
        Step::Advance(ms) => {
            emulator.control("POST", "clock", json!({ "advance_ms": ms }));
        }
        Step::Reset {} => {
            emulator.control("POST", "reset", json!({}));
        }
        Step::Cards(cards) => {
            let list = emulator.api("GET", "", None);
            assert_eq!(list.json, json!({ "contact_cards": cards }), "{name}");
        }
        Step::Requests(requests) => {
            let logged = emulator.requests();
            let logged: Vec<_> = logged.iter().map(comparable).collect();
            let expected: Vec<_> = requests.iter().map(Request::as_logged).collect();
            assert_eq!(logged, expected, "{name}");
        }
        Step::Exchange(exchange) => {
            let Exchange { request, response } = &**exchange;
            match response.failure.as_deref() {
                Some(failure) => check_failure(emulator, request, response.status, failure, name),
                None => check(emulator, request, response, name),
            }
        }
    }
}

impl Request {
    fn target(&self) -> String {
        let path = self
            .path
            .as_deref()
            .unwrap_or("/api/partner/v3/contact_card");
        let number = self.number.as_deref();
        let query = number.map(|number| format!("?phone_number={}", number.replace('+', "%2B")));
        let query = query.or_else(|| self.query.clone());
        format!("{path}{}", query.unwrap_or_default())
    }

    fn body(&self) -> String {
        if let Some(bytes) = self.name_of {
            return json!({ "first_name": "x".repeat(bytes) }).to_string();
        }
        let json = self.body.as_ref().map(Value::to_string);
        json.or_else(|| self.text.clone()).unwrap_or_default()
    }

    /// The request as [`comparable`] returns it.
    fn as_logged(&self) -> Value {
        json!({
            "method": self.method,
            "target": self.target(),
            "authorization": "Bearer •••",
            "body": self.body.clone().or_else(|| self.text.clone().map(Value::String)),
            "status": self.status,
        })
    }
}

/// A request of the log, with the JSON of its body where it is one.
fn comparable(logged: &Value) -> Value {
    let body = logged["body"].as_str().unwrap_or_default();
    let mut headers = logged["headers"].as_array().into_iter().flatten();
    let authorization = headers.find(|header| header[0] == "authorization");
    json!({
        "method": logged["method"],
        "target": logged["target"],
        "authorization": authorization.map(|header| &header[1]),
        "body": match body {
            "" => Value::Null,
            body => serde_json::from_str(body).unwrap_or_else(|_| json!(body)),
        },
        "status": logged["status"],
    })
}

/// Sends a request, and compares the response with what is expected.
fn check(emulator: &Emulator, request: &Request, expected: &Expected, name: &str) {
    let body = request.body();
    let response = emulator.send(
        &request.method,
        &request.target(),
        request.key.as_deref(),
        Some(&body),
    );
    assert_eq!(
        Some(response.status),
        expected.status,
        "{name}: {}",
        response.json
    );
    for (header, value) in &expected.headers {
        assert_eq!(response.header(header), value.as_str(), "{name}: {header}");
    }
    if let Some(text) = &expected.text {
        assert_eq!(&response.text, text, "{name}");
    }
    if let Some(json) = &expected.json {
        assert_eq!(&response.json, json, "{name}");
    }
    let Some(code) = expected.code else { return };
    response.assert_endpoint_error(response.status, code);
    let error = &response.json["error"];
    let retry_after = error["retry_after"].as_u64();
    // Time passes between a write and the request that it blocks.
    let is_expected = match (retry_after, expected.retry_after.map(u64::from)) {
        (Some(seconds), Some(expected)) => {
            (expected.saturating_sub(LONGEST_CASE)..=expected).contains(&seconds)
        }
        (seconds, expected) => seconds == expected,
    };
    assert!(is_expected, "{name}: {retry_after:?}");
    let header = retry_after.map(|seconds| seconds.to_string());
    assert_eq!(response.header("retry-after"), header.as_deref(), "{name}");
    if let Some(message) = &expected.message {
        assert_eq!(&error["message"], message, "{name}");
    }
}

/// Sends a request whose response fails on its connection.
fn check_failure(
    emulator: &Emulator,
    request: &Request,
    status: Option<u16>,
    failure: &str,
    name: &str,
) {
    let (body, host) = (request.body(), emulator.host());
    let (method, target) = (&request.method, request.target());
    let sent = format!(
        "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         authorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (received, error) = emulator.raw(sent.as_bytes());
    let received = String::from_utf8_lossy(&received);
    let is_cut = !received.ends_with('}') && !received.ends_with("\r\n0\r\n\r\n");
    let has_head =
        status.is_some_and(|status| received.starts_with(&format!("HTTP/1.1 {status} ")));
    let is_as_expected = match failure {
        "reset" => received.is_empty() && error == Some(ErrorKind::ConnectionReset),
        "stall_head" => received.is_empty() && error.is_some(),
        "stall_body" => has_head && is_cut && error.is_some(),
        "truncate" => has_head && is_cut && error.is_none(),
        _ => panic!("{failure} is no failure"),
    };
    assert!(is_as_expected, "{name}: {received}, {error:?}");
}
