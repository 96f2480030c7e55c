//! A call as a list of what happens to it and what it must do: [`Scenario`].
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
//!     .expect(fails(json!({ "name": "RateLimitError", "outcome": "unknown" })));
//! ```

use std::fmt::Write;

use contact_card::api::Operation;
use contact_card::call::{Action, Machine, Verdict, preview};
use contact_card::validation::{Issues, Style};
use contact_card::wire::Value;
use serde_json::{Value as Json, json};

use super::{
    Clock, FALSE, FUNCTION, NULL, TRUE, call, encode, encode_operation, message, server, step,
    used, with_members, written, written_list,
};

/// A call on its way, on a clock that the test moves. It starts on a server, at 0.
pub struct Scenario {
    operation: Operation,
    options: Json,
    functions: Vec<&'static str>,
    /// In the wire format, as the three that follow; empty where there are none.
    pub encoded_params: Vec<u8>,
    pub encoded_options: Vec<u8>,
    environment: Vec<u8>,
    key: Vec<u8>,
    machine: Machine,
    /// Milliseconds.
    pub now: i64,
    random: f64,
    /// What the machine wrote of the number's write budget.
    pub budget: String,
    /// What a request that was sent carried, each time.
    pub sent: Vec<Json>,
    event: Event,
    last: Option<(Action, Json)>,
    log: String,
}

/// What has happened. `null` stands for what isn't there.
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
    /// The event in the wire format: its name and what belongs to it.
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
                encode(&json)
            }
        });
        message(&[&encode(&json!(name)), &first, &second])
    }
}

/// What the machine must do next: an action, and members of what it writes.
pub struct Expected {
    action: Action,
    members: Json,
    /// Whether the members must be the same, not only include what is expected.
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

    fn is_met_by(&self, members: &Json) -> bool {
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
            encoded_params: encode(&params),
            encoded_options: encode(&options),
            options,
            functions: Vec::new(),
            environment: encode(&server()),
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

    /// Runs somewhere else.
    pub fn within(mut self, environment: Json) -> Self {
        self.environment = encode(&environment);
        self
    }

    /// Has a function as an option.
    pub fn with_function(mut self, name: &'static str) -> Self {
        self.functions.push(name);
        let functions: Vec<_> = self
            .functions
            .iter()
            .map(|name| (*name, FUNCTION))
            .collect();
        self.encoded_options = with_members(&self.options, &functions);
        self
    }

    /// Has something else at random than 0.
    pub fn with_random(mut self, random: f64) -> Self {
        self.random = random;
        self
    }

    /// Lets time pass.
    pub fn after(mut self, ms: i64) -> Self {
        self.now += ms;
        self
    }

    /// Something happens. A sleep takes as long as it should.
    #[track_caller]
    pub fn on(mut self, event: Event) -> Self {
        if let (Event::Slept, Some((Action::Sleep, members))) = (&event, &self.last) {
            self.now += members["ms"].as_i64().unwrap();
        }
        self.handle(event, None)
    }

    /// The caller's key function returns.
    #[track_caller]
    pub fn on_key(mut self, key: Json) -> Self {
        self.key = encode(&key);
        self.handle(Event::Key, None)
    }

    /// The caller's `shouldRetry` returns.
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
        let budget = encode(&json!(self.budget));
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

    /// What every message begins with.
    fn call(&self) -> Vec<u8> {
        message(&[
            &encode_operation(self.operation),
            &self.encoded_params,
            &self.encoded_options,
            &self.environment,
            &self.key,
        ])
    }

    /// What is shown of the request that would be sent first, as it is written.
    pub fn preview(&self) -> String {
        written(&self.call(), |wire| {
            let call = call(wire, &mut { Value::FIRST }, 0);
            wire.byte(b'{');
            preview(wire, &call);
            wire.byte(b'}');
        })
    }

    /// The issues of params and options, as a form gets them.
    pub fn issues(&self) -> Json {
        written_list(&self.call(), |wire| {
            let call = call(wire, &mut { Value::FIRST }, 0);
            call.check(&mut Issues::new(wire, Style::Whole));
        })
    }

    /// Checks what the machine did last.
    #[track_caller]
    pub fn expect(self, expected: Expected) -> Self {
        let (action, members) = self.last.as_ref().unwrap();
        assert!(
            *action == expected.action && expected.is_met_by(members),
            "expected {:?} {}\n{}",
            expected.action,
            expected.members,
            self.log
        );
        self
    }

    /// Checks what is reported to `onAttempt`.
    #[track_caller]
    pub fn reports(self, report: Json) -> Self {
        let written = &self.last.as_ref().unwrap().1["report"];
        assert_eq!(*written, report, "\n{}", self.log);
        self
    }

    /// What the machine did last.
    pub fn action(&self) -> Action {
        self.last.as_ref().unwrap().0
    }

    /// What the machine wrote last.
    pub fn output(&self) -> &Json {
        &self.last.as_ref().unwrap().1
    }

    /// The error that the call has ended with.
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

    /// The value that the call has ended with.
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

    /// How many writes the number's write budget counts.
    pub fn used(&self) -> u64 {
        used(&self.budget, self.now)
    }
}

/// Whether all that is expected is there. `null` stands for what isn't.
pub fn includes(actual: &Json, expected: &Json) -> bool {
    match expected {
        Json::Object(members) => members
            .iter()
            .all(|(name, member)| includes(&actual[name], member)),
        expected => actual == expected,
    }
}

/// The call is made; it needn't wait for another one.
pub fn started() -> Event {
    Event::Started {
        is_aborted: false,
        must_wait: false,
    }
}

/// The head of a response without readable headers, as hosts report it.
pub fn head(status: u32) -> Json {
    json!({ "status": status })
}

/// No head has arrived.
pub const NO_HEAD: Json = Json::Null;

/// A response with a JSON body.
pub fn response(status: u32, json: Json) -> Event {
    response_of(head(status), json!([json]))
}

/// A response, with the body as hosts report it: a list with the JSON, or what is wrong with it.
pub fn response_of(head: Json, body: Json) -> Event {
    Event::Response { head, body }
}

/// `fetch`, reading the response, or the caller's key function throws something without any text.
pub fn thrown(head: Json) -> Event {
    Event::Thrown {
        texts: json!(""),
        head,
    }
}

/// A request is sent. `body` is empty where there is none.
pub fn send(method: &str, url: &str, body: &str) -> Expected {
    let body = if body.is_empty() {
        json!(null)
    } else {
        json!(body)
    };
    let members = json!({ "url": url, "init": { "method": method, "body": body } });
    Expected::including(Action::Send, members)
}

pub fn sleep(ms: i64) -> Expected {
    Expected::including(Action::Sleep, json!({ "ms": ms }))
}

pub fn wait_in_queue() -> Expected {
    Expected::including(Action::WaitInQueue, json!({ "isWrite": true }))
}

pub fn ask_key() -> Expected {
    Expected::including(Action::AskKey, json!({}))
}

/// The caller's `shouldRetry` is called, with an error that includes this one.
pub fn ask_retry(error: Json, attempt: u32) -> Expected {
    let members = json!({ "error": error, "attempt": attempt });
    Expected::including(Action::AskRetry, members)
}

/// The call resolves with this.
pub fn resolves(value: Json) -> Expected {
    Expected::exactly(Action::Done, json!({ "value": value }))
}

/// The call rejects with an error that includes this one; `null` stands for what it must not have.
pub fn fails(error: Json) -> Expected {
    Expected::including(Action::Done, json!({ "error": error }))
}

/// The call rejects with exactly this error.
pub fn fails_with(error: Json) -> Expected {
    Expected::exactly(Action::Done, json!({ "error": error }))
}
