//! A call as a list of events and of the actions that they must lead to: [`Scenario`].
//!
//! ```text
//! Scenario::update(json!({ "phone_number": "+15551234567", "first_name": "John" }), json!({ "apiKey": "key" }))
//!     .on(started())
//!     .expect(send("PATCH", URL, r#"{"first_name":"John"}"#))
//!     .on(response(500, json!({ "error": { "code": 2022 } })))
//!     .expect(sleep(3_000))
//!     .on(Event::Slept)
//!     .expect(send("PATCH", URL, r#"{"first_name":"John"}"#))
//!     .on(response(429, json!({})))
//!     .expect(rejects(json!({ "name": "RateLimitError", "outcome": "unknown" })));
//! ```

use std::fmt::Write;

use contact_card::api::Operation;
use contact_card::call::{Action, Machine, Verdict, preview};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, from_json};
use serde_json::{Value as Json, json};

use super::machine::{Clock, parse_call, server, step, used_writes};
use super::wire::{
    FALSE, FUNCTION, NULL, TRUE, encode_operation, encode_with_members, message, written,
    written_list,
};

/// A call in progress, on a clock that the test moves. It starts on a server, at 0.
pub struct Scenario {
    operation: Operation,
    options: Json,
    functions: Vec<&'static str>,
    // Params, options, environment and key are in the wire format. Empty means absent.
    pub encoded_params: Vec<u8>,
    pub encoded_options: Vec<u8>,
    environment: Vec<u8>,
    key: Vec<u8>,
    machine: Machine,
    /// The time in milliseconds.
    pub now: i64,
    random: f64,
    /// The write budget of the phone number, as the machine stored it.
    pub budget: String,
    /// The outputs of all `Send` actions.
    pub sent: Vec<Json>,
    event: Event,
    last: Option<(Action, Json)>,
    log: String,
}

/// An event of a call. `null` stands for an absent value.
#[derive(Clone, Debug)]
pub enum Event {
    Started { is_aborted: bool, must_wait: bool },
    Dequeued,
    Key,
    Slept,
    Response { head: Json, body: Json },
    Thrown { texts: Json, head: Json },
    Aborted(Json),
    TimedOut(Json),
}

impl Event {
    /// Encodes the event: its name and its two values.
    pub fn encode(&self) -> Vec<u8> {
        let (name, first, second) = match self.clone() {
            Self::Started {
                is_aborted,
                must_wait,
            } => ("started", json!(is_aborted), json!(must_wait)),
            Self::Dequeued => ("dequeued", json!(null), json!(null)),
            Self::Key => ("key", json!(null), json!(null)),
            Self::Slept => ("slept", json!(null), json!(null)),
            Self::Response { head, body } => ("response", head, body),
            Self::Thrown { texts, head } => ("thrown", head, texts),
            Self::Aborted(head) => ("aborted", head, json!(null)),
            Self::TimedOut(head) => ("timedOut", head, json!(null)),
        };
        let [first, second] = [first, second].map(|json| {
            if json.is_null() {
                Vec::new()
            } else {
                from_json(&json)
            }
        });
        message(&[&from_json(&json!(name)), &first, &second])
    }
}

/// An expected action, with members of the object that the machine writes.
pub struct Expected {
    action: Action,
    members: Json,
    /// Whether the members must be equal, or only include the expected ones.
    is_exact: bool,
}

impl Expected {
    fn including(action: Action, members: Json) -> Self {
        Self {
            action,
            members,
            is_exact: false,
        }
    }

    fn exactly(action: Action, members: Json) -> Self {
        Self {
            is_exact: true,
            ..Self::including(action, members)
        }
    }

    fn matches(&self, members: &Json) -> bool {
        if self.is_exact {
            let mut expected = self.members.as_object().unwrap().iter();
            return expected.all(|(name, member)| members[name] == *member);
        }
        includes(members, &self.members)
    }
}

impl Scenario {
    pub fn new(operation: Operation, params: Json, options: Json) -> Self {
        Self {
            operation,
            encoded_params: from_json(&params),
            encoded_options: from_json(&options),
            options,
            functions: Vec::new(),
            environment: from_json(&server()),
            key: Vec::new(),
            machine: Machine::new(operation),
            now: 0,
            random: 0.0,
            budget: String::new(),
            sent: Vec::new(),
            event: Event::Slept,
            last: None,
            log: String::new(),
        }
    }

    pub fn update(params: Json, options: Json) -> Self {
        Self::new(Operation::Update, params, options)
    }

    pub fn retrieve(query: Json, options: Json) -> Self {
        Self::new(Operation::Retrieve, query, options)
    }

    pub fn ensure(params: Json, options: Json) -> Self {
        Self::new(Operation::Ensure, params, options)
    }

    /// Runs the call in another environment.
    pub fn within(mut self, environment: Json) -> Self {
        self.environment = from_json(&environment);
        self
    }

    /// Passes a function as an option.
    pub fn with_function(mut self, name: &'static str) -> Self {
        self.functions.push(name);
        let functions: Vec<_> = self
            .functions
            .iter()
            .map(|name| (*name, FUNCTION))
            .collect();
        self.encoded_options = encode_with_members(&self.options, &functions);
        self
    }

    /// Sets the random number, which is otherwise 0.
    pub fn with_random(mut self, random: f64) -> Self {
        self.random = random;
        self
    }

    /// Lets time pass.
    pub fn after(mut self, ms: i64) -> Self {
        self.now += ms;
        self
    }

    /// Reports an event. After a sleep, the clock has advanced by its duration.
    #[track_caller]
    pub fn on(mut self, event: Event) -> Self {
        if let (Event::Slept, Some((Action::Sleep, members))) = (&event, &self.last) {
            self.now += members["ms"].as_i64().unwrap();
        }
        self.handle(event, None)
    }

    /// Reports what the caller's key function has returned.
    #[track_caller]
    pub fn on_key(mut self, key: Json) -> Self {
        self.key = from_json(&key);
        self.handle(Event::Key, None)
    }

    /// Reports what the caller's `shouldRetry` has returned.
    #[track_caller]
    pub fn on_verdict(self, verdict: Verdict) -> Self {
        let event = self.event.clone();
        self.handle(event, Some(verdict))
    }

    #[track_caller]
    fn handle(mut self, event: Event, verdict: Option<Verdict>) -> Self {
        let encoded_verdict: &[u8] = match verdict {
            None => b"",
            Some(Verdict::Allowed) => TRUE,
            Some(Verdict::Vetoed) => FALSE,
            Some(Verdict::Threw) => NULL,
        };
        let budget = from_json(&json!(self.budget));
        let mut message = message(&[&self.call(), &budget, encoded_verdict]);
        message.extend(event.encode());
        let clock = Clock {
            started_at: 0,
            now: self.now,
            random: self.random,
        };
        let (action, members) = step(&mut self.machine, &message, clock);
        writeln!(
            self.log,
            "{:>8} {event:?} {verdict:?}\n      -> {action:?} {members}",
            self.now
        )
        .unwrap();
        if let Some(budget) = members["budget"].as_str() {
            self.budget = budget.to_owned();
        }
        if action == Action::Send {
            self.sent.push(members.clone());
        }
        self.event = event;
        self.last = Some((action, members));
        self
    }

    /// Encodes the call, with which every message begins.
    fn call(&self) -> Vec<u8> {
        message(&[
            &encode_operation(self.operation),
            &self.encoded_params,
            &self.encoded_options,
            &self.environment,
            &self.key,
        ])
    }

    /// Returns the preview of the first request, as JSON text.
    pub fn preview(&self) -> String {
        written(&self.call(), |wire| {
            let call = parse_call(wire, &mut { Value::FIRST }, 0);
            wire.byte(b'{');
            preview(wire, &call);
            wire.byte(b'}');
        })
    }

    /// Returns the issues of params and options, as a form gets them.
    pub fn issues(&self) -> Json {
        written_list(&self.call(), |wire| {
            let call = parse_call(wire, &mut { Value::FIRST }, 0);
            call.check(&mut Issues::new(wire, Style::Whole(Value::ABSENT)));
        })
    }

    /// Asserts the machine's last action.
    #[track_caller]
    pub fn expect(self, expected: Expected) -> Self {
        let (action, members) = self.last.as_ref().unwrap();
        assert!(
            *action == expected.action && expected.matches(members),
            "expected {:?} {}\n{}",
            expected.action,
            expected.members,
            self.log
        );
        self
    }

    /// Asserts the last report to `onAttempt`.
    #[track_caller]
    pub fn expect_report(self, report: Json) -> Self {
        let written = &self.last.as_ref().unwrap().1["report"];
        assert_eq!(*written, report, "\n{}", self.log);
        self
    }

    /// The machine's last action.
    pub fn action(&self) -> Action {
        self.last.as_ref().unwrap().0
    }

    /// The object that the machine wrote last.
    pub fn output(&self) -> &Json {
        &self.last.as_ref().unwrap().1
    }

    /// The error with which the call has rejected.
    #[track_caller]
    pub fn error(&self) -> Json {
        let (action, members) = self.last.as_ref().unwrap();
        assert!(
            *action == Action::Done && members["error"].is_object(),
            "\n{}",
            self.log
        );
        members["error"].clone()
    }

    /// The value with which the call has resolved.
    #[track_caller]
    pub fn value(&self) -> Json {
        let (action, members) = self.last.as_ref().unwrap();
        assert!(
            *action == Action::Done && !members["value"].is_null(),
            "\n{}",
            self.log
        );
        members["value"].clone()
    }

    /// How many writes the phone number's write budget counts.
    pub fn used_writes(&self) -> u64 {
        used_writes(&self.budget, self.now)
    }
}

/// Whether a value has all expected members. `null` matches an absent one.
fn includes(actual: &Json, expected: &Json) -> bool {
    match expected {
        Json::Object(members) => members
            .iter()
            .all(|(name, member)| includes(&actual[name], member)),
        expected => actual == expected,
    }
}

/// The call starts, and no other write of its phone number is in flight.
pub fn started() -> Event {
    Event::Started {
        is_aborted: false,
        must_wait: false,
    }
}

/// The head of a response that has no readable headers, as hosts report it.
pub fn head(status: u32) -> Json {
    json!({ "status": status })
}

/// Stands for a head that hasn't arrived.
pub const NO_HEAD: Json = Json::Null;

/// A response with a JSON body.
pub fn response(status: u32, json: Json) -> Event {
    raw_response(head(status), json!([json]))
}

/// A response with a body as hosts report it: a list with the JSON, or the name of a problem.
pub fn raw_response(head: Json, body: Json) -> Event {
    Event::Response { head, body }
}

/// `fetch`, the response's body or the caller's key function throws a value without text.
pub fn thrown(head: Json) -> Event {
    Event::Thrown {
        texts: json!(""),
        head,
    }
}

/// Expects a request. An empty `body` stands for none.
pub fn send(method: &str, url: &str, body: &str) -> Expected {
    let body = if body.is_empty() {
        json!(null)
    } else {
        json!(body)
    };
    let members = json!({ "url": url, "init": { "method": method, "body": body } });
    Expected::including(Action::Send, members)
}

/// Expects a sleep.
pub fn sleep(ms: i64) -> Expected {
    Expected::including(Action::Sleep, json!({ "ms": ms }))
}

/// Expects a write to wait for an earlier one.
pub fn wait_in_queue() -> Expected {
    Expected::including(Action::WaitInQueue, json!({ "isWrite": true }))
}

/// Expects a call of the caller's key function.
pub fn call_key_function() -> Expected {
    Expected::including(Action::AskKey, json!({}))
}

/// Expects a call of the caller's `shouldRetry`, with an error that includes these members.
pub fn call_should_retry(error: Json, attempt: u32) -> Expected {
    let members = json!({ "error": error, "attempt": attempt });
    Expected::including(Action::AskRetry, members)
}

/// Expects the call to resolve with this value.
pub fn resolves(value: Json) -> Expected {
    Expected::exactly(Action::Done, json!({ "value": value }))
}

/// Expects the call to reject with an error that includes these members; `null` stands for an
/// absent one.
pub fn rejects(error: Json) -> Expected {
    Expected::including(Action::Done, json!({ "error": error }))
}

/// Expects the call to reject with exactly this error.
pub fn rejects_with(error: Json) -> Expected {
    Expected::exactly(Action::Done, json!({ "error": error }))
}
