//! The boundary of the emulator's module, which translates and decides nothing. Its input is JSON,
//! bodies as bytes and the time, its output JSON. An input that can't be used is an error with a
//! sentence about it.
#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code, reason = "the macros need it")]
#![allow(
    clippy::must_use_candidate,
    reason = "JavaScript calls these functions"
)]

mod options;

use emulator_rules as rules;
use emulator_rules::{Account, CardStatus, ScriptedResponse};
use serde::{Deserialize, Serialize};
use serde_json::json;
use wasm_bindgen::prelude::*;

use options::Options;

/// An emulator, whose account is in memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Emulator {
    rules: rules::Emulator,
    /// The account at the start.
    account: Account,
}

/// A response on its way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Delivery(rules::Delivery);

/// The head of a request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Head {
    method: String,
    target: String,
    /// The names are in lower case.
    headers: Vec<(String, String)>,
    needs_key: bool,
}

#[wasm_bindgen]
impl Emulator {
    /// An emulator with these options.
    ///
    /// # Errors
    /// An option is invalid.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, String> {
        let options: Options = read(options)?;
        let account = options.account()?;
        Ok(Self {
            rules: rules::Emulator::new(options.config(), account.clone()),
            account,
        })
    }

    /// Handles a request to the endpoint. The body is the first bytes of it, one more than are read
    /// where it is longer than that.
    ///
    /// # Errors
    /// The head isn't one.
    pub fn handle(&mut self, head: &str, body: &[u8], now: f64) -> Result<Delivery, String> {
        let head: Head = read(head)?;
        let headers = head.headers.iter();
        let headers: Vec<_> = headers
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = rules::Request {
            method: &head.method,
            target: &head.target,
            headers: &headers,
            body: (body.len() <= rules::MAX_BODY_BYTES).then_some(body),
            needs_key: head.needs_key,
        };
        #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
        let now = now as rules::Millis;
        let delivery = self.rules.handle(&request, now, |_| Ok(()));
        Ok(Delivery(delivery))
    }

    /// Handles a request for a path that Linq doesn't have.
    #[wasm_bindgen(js_name = notFound)]
    pub fn not_found(&mut self) -> Delivery {
        Delivery(rules::Delivery {
            request_id: None,
            response: self.rules.not_found(),
            delay_ms: 0,
            fault: None,
        })
    }

    /// Notes in the log that a response is being sent.
    #[wasm_bindgen(js_name = setSent)]
    pub fn set_sent(&mut self, delivery: &Delivery) {
        self.rules.set_sent(&delivery.0);
    }

    /// The cards that a request for all cards returns.
    pub fn cards(&self) -> String {
        let cards = self.rules.account().cards();
        let own = cards.filter(|card| card.status != CardStatus::Foreign);
        write(&own.map(rules::Card::to_json).collect::<Vec<_>>())
    }

    /// The log of the requests.
    pub fn requests(&self) -> String {
        write(self.rules.log())
    }

    /// The scripted responses that haven't been used.
    pub fn script(&self) -> String {
        write(self.rules.script())
    }

    /// Appends scripted responses, a list.
    ///
    /// # Errors
    /// One of them is invalid; none is appended.
    #[wasm_bindgen(js_name = extendScript)]
    pub fn extend_script(&mut self, responses: &str) -> Result<(), String> {
        let responses: Vec<ScriptedResponse> = read(responses)?;
        self.rules.extend_script(responses);
        Ok(())
    }

    /// The writes per number in ten minutes; absent where there is no limit.
    #[wasm_bindgen(getter)]
    pub fn budget(&self) -> Option<u32> {
        self.rules.write_budget()
    }

    /// Sets the writes per number in ten minutes.
    #[wasm_bindgen(setter)]
    pub fn set_budget(&mut self, budget: Option<u32>) {
        self.rules.set_write_budget(budget);
    }

    /// Makes everything as it was at the start.
    pub fn reset(&mut self) {
        self.rules.reset(self.account.clone());
    }
}

#[wasm_bindgen]
impl Delivery {
    /// Milliseconds before the response is sent.
    #[wasm_bindgen(getter)]
    #[expect(
        clippy::cast_precision_loss,
        reason = "JavaScript's delays are shorter"
    )]
    pub fn delay(&self) -> f64 {
        self.0.delay_ms as f64
    }

    /// The response: `status`, `headers`, `body` and `fault`, which is `null` where nothing goes
    /// wrong.
    pub fn response(&self) -> String {
        let rules::Delivery {
            response, fault, ..
        } = &self.0;
        write(&json!({
            "status": response.status,
            "headers": response.headers,
            "body": response.body,
            "fault": fault,
        }))
    }
}

/// How many bytes of a request's body are read at most.
#[wasm_bindgen(js_name = longestBody)]
pub fn longest_body() -> usize {
    rules::MAX_BODY_BYTES
}

/// Reads JSON.
fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Writes plain data as JSON, which always succeeds.
fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
