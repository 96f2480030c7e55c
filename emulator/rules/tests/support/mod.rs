//! An emulator without a host: requests and times go in, responses come out.
#![allow(dead_code, reason = "each test file uses its part")]

use emulator_rules::{Account, Config, Delivery, Emulator, Millis, NotSaved, Request, Response};
use serde_json::{Value, json};

/// A time that is far from 0.
pub const NOW: Millis = 1_800_000_000_000;

/// The header that carries the default API key.
pub const AUTHORIZATION: (&str, &str) = ("authorization", "Bearer linq-emulator-key");

/// An emulator and its clock.
pub struct Harness {
    pub emulator: Emulator,
    pub now: Millis,
}

impl Harness {
    pub fn new(config: Config) -> Self {
        Self {
            emulator: Emulator::new(config, Account::default()),
            now: NOW,
        }
    }

    /// A request with the API key to the endpoint, such as
    /// `"PATCH", "?phone_number=%2B15551234567"`.
    pub fn send(&mut self, method: &str, query: &str, body: &str) -> Delivery {
        self.send_with(&[AUTHORIZATION], method, query, body)
    }

    pub fn send_with(
        &mut self,
        headers: &[(&str, &str)],
        method: &str,
        query: &str,
        body: &str,
    ) -> Delivery {
        let request = Request {
            method,
            target: &format!("/api/partner/v3/contact_card{query}"),
            headers,
            body: Some(body.as_bytes()),
            needs_key: true,
        };
        self.emulator.handle(&request, self.now, |_| Ok(()))
    }

    pub fn get(&mut self, query: &str) -> Response {
        self.send("GET", query, "").response
    }

    pub fn patch(&mut self, number: &str, fields: &Value) -> Response {
        let query = format!("?phone_number=%2B{number}");
        self.send("PATCH", &query, &fields.to_string()).response
    }

    pub fn post(&mut self, fields: &Value) -> Response {
        self.send("POST", "", &fields.to_string()).response
    }

    /// An update of John's first name whose change can't be saved.
    pub fn patch_unsaved(&mut self) -> Response {
        let request = Request {
            method: "PATCH",
            target: "/api/partner/v3/contact_card?phone_number=%2B15551234567",
            headers: &[AUTHORIZATION],
            body: Some(br#"{"first_name":"Unsaved"}"#),
            needs_key: true,
        };
        let delivery = self.emulator.handle(&request, self.now, |_| Err(NotSaved));
        delivery.response
    }
}

/// The body of a response.
pub fn json_of(response: &Response) -> Value {
    serde_json::from_str(&response.body).unwrap()
}

/// Asserts that a response is an error in Linq's envelope, with the trace ID of the header.
#[track_caller]
pub fn assert_error(response: &Response, status: u16, code: u32) {
    let body = json_of(response);
    assert_eq!(
        (response.status, &body["error"]["code"]),
        (status, &json!(code)),
        "{body}"
    );
    assert_eq!(body["error"]["status"], status);
    assert_eq!(body["success"], false);
    assert_eq!(body["trace_id"], response.headers["x-trace-id"]);
}
