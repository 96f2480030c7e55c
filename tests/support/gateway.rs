//! One exchange, from its first check to its response, as a host takes it through the gateway's checks; and what holds
//! whatever comes in. Written independently of the gateway, so that each can be compared with the other.
#![allow(dead_code, reason = "each test file uses its part")]

use contact_card::gateway::{
    Authorized, BodyRead, Config, Exchange, Host, RequestHead, Reservation, Response, Slot, Step,
    Strictness, UpstreamRequest, UpstreamResponse, encode_json, next_step,
};
use contact_card::wire::{Encoder, Kind, Value, Wire};
use serde_json::{Value as Json, json};

/// Where everything is, in these tests.
pub const PATH: &str = "/api/linq/v3/contact_card";
pub const ORIGIN: &str = "https://dashboard.example";
pub const UPSTREAM: &str = "https://linq.example/api/partner";
/// Three letters would be part of many texts by chance.
pub const KEY: &str = "sk-canary-1234567890";

/// JSON in the wire format.
pub fn encode(json: &Json) -> Vec<u8> {
    encode_json(json.to_string().as_bytes(), Strictness::Strict).unwrap()
}

/// What the core writes.
pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

/// The message that sets a gateway up on a server: options in the wire format.
pub fn set_up(options: &[u8]) -> Vec<u8> {
    [options, &encode(&json!({ "isServer": true }))].concat()
}

/// The options of a gateway in the wire format, with more of them or others.
pub fn options(more: &Json) -> Vec<u8> {
    let mut options = json!({ "apiKey": KEY, "origins": [ORIGIN], "upstream": UPSTREAM });
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    with_authorize(&options)
}

/// Options with a function, which is no JSON.
pub fn with_authorize(options: &Json) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.object(|object| {
        for (name, value) in options.as_object().unwrap() {
            object.text(name).encoded(&encode(value));
        }
        object.text("authorize").function();
    });
    encoder.finish()
}

/// The config of options that are valid.
pub fn config(more: &Json) -> Config {
    Config::parse(&set_up(&options(more)), Host::JavaScript)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// All that a host learns of one exchange, sooner or later. What a host in JavaScript encodes is in the wire format.
#[derive(Clone, Debug)]
pub struct Given {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub session: Vec<u8>,
    pub body: (&'static str, Vec<u8>),
    pub reserved: Vec<u8>,
    pub response: Linq,
}

/// What Linq responds.
#[derive(Clone, Debug)]
pub enum Linq {
    /// A head in the wire format, and a body with the state of that.
    Response(Vec<u8>, &'static str, Vec<u8>),
    /// Nothing, and why.
    Missing(&'static str),
}

impl Given {
    pub fn set_header(&mut self, name: &str, value: &str) {
        self.remove_header(name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }

    pub fn set_session(&mut self, session: &Json) {
        self.session = encode(session);
    }

    pub fn set_body(&mut self, body: impl AsRef<[u8]>) {
        self.body = ("whole", body.as_ref().to_vec());
    }

    pub fn set_reserved(&mut self, reserved: &Json) {
        self.reserved = encode(reserved);
    }

    /// A response with this head, as JSON, and a whole body.
    pub fn set_response(&mut self, head: &Json, body: impl AsRef<[u8]>) {
        self.response = Linq::Response(encode(head), "whole", body.as_ref().to_vec());
    }

    /// Whether its session is of somebody who may see a number.
    fn may_see(&self, number: &str) -> bool {
        let input = self.session.as_slice();
        let wire = Wire::new(&input, &mut []);
        let numbers = wire.get(Value::FIRST, b"numbers");
        let mut own = wire.first(numbers, Kind::LIST);
        while own < wire.after(numbers) {
            if wire.is(own, number.as_bytes()) {
                return true;
            }
            own = wire.after(own);
        }
        wire.is(numbers, b"all")
    }
}

/// How far an exchange came.
#[derive(Debug)]
pub struct Course {
    pub asked_for_session: bool,
    pub read_body: bool,
    pub slots: Option<Vec<Slot>>,
    pub forward: Option<UpstreamRequest>,
    pub response: Response,
}

impl Course {
    /// Status, code and message of a refusal.
    pub fn refusal(&self) -> (u32, u64, String) {
        let error = &parsed(&self.response.body)["error"];
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        (
            self.response.status,
            error["code"].as_u64().unwrap_or_default(),
            message,
        )
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.response.headers.iter();
        let found = headers.find(|(other, _)| *other == name)?;
        Some(&found.1)
    }
}

/// Takes an exchange to its end. Every step comes once at most, in their order, and looking at one changes nothing.
pub fn take(config: &Config, given: &Given) -> Course {
    let headers = given
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let head = RequestHead {
        method: &given.method,
        target: &given.target,
        headers: headers.collect(),
    };
    let mut exchange = Exchange::new(config, &head);
    let (mut asked_for_session, mut read_body) = (false, false);
    let (mut slots, mut forward) = (None, None);
    loop {
        let step = next_step(config, &exchange);
        assert_eq!(step, next_step(config, &exchange));
        match step {
            Step::Authorize => {
                assert!(!asked_for_session && !read_body && slots.is_none() && forward.is_none());
                asked_for_session = true;
                exchange.authorized(Authorized::parse(&given.session));
            }
            Step::ReadBody(limit) => {
                assert!(asked_for_session && !read_body && slots.is_none() && forward.is_none());
                read_body = true;
                let (mut state, body) = given.body.clone();
                if body.len() > limit as usize {
                    state = "too long";
                }
                exchange.body_read(config, &BodyRead::parse(state.as_bytes(), body));
            }
            Step::Reserve(wanted) => {
                assert!(asked_for_session && slots.is_none() && forward.is_none());
                slots = Some(wanted);
                exchange.reserved(config, Reservation::parse(&given.reserved));
            }
            Step::Forward(request) => {
                assert!(slots.is_some() && forward.is_none());
                forward = Some(request);
                exchange.responded(match &given.response {
                    Linq::Missing(reason) => UpstreamResponse::missing(reason.as_bytes()),
                    Linq::Response(head, state, body) => {
                        let body = BodyRead::parse(state.as_bytes(), body.clone());
                        UpstreamResponse::received(head, &body)
                    }
                });
            }
            Step::Respond(response) => {
                return Course {
                    asked_for_session,
                    read_body,
                    slots,
                    forward,
                    response,
                };
            }
        }
    }
}

/// What holds for every exchange, however hostile.
///
/// # Panics
/// Where it doesn't.
pub fn check(given: &Given, course: &Course) {
    if let Some(forward) = &course.forward {
        check_forward(given, course, forward);
    }
    check_slots(course);
    check_response(given, course);
}

/// A request to Linq is made of constants, one number of the user's, and known fields.
fn check_forward(given: &Given, course: &Course, forward: &UpstreamRequest) {
    assert!(course.asked_for_session && course.slots.is_some());
    let query = forward
        .url
        .strip_prefix(UPSTREAM)
        .and_then(|rest| rest.strip_prefix("/v3/contact_card"))
        .unwrap();
    let number = query.strip_prefix("?phone_number=%2B").map(|digits| {
        assert!((2..=15).contains(&digits.len()), "{query}");
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0'));
        format!("+{digits}")
    });
    assert!(number.is_some() || query.is_empty(), "{query}");
    assert_eq!(forward.method, given.method);
    let mut expected = vec![("accept", "application/json".to_owned())];
    if forward.method != "GET" {
        expected.push(("content-type", "application/json".to_owned()));
    }
    expected.push(("authorization", format!("Bearer {KEY}")));
    let mut sent: Vec<_> = forward.headers.clone();
    sent.sort();
    expected.sort();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    assert_eq!(sent, expected);
    let body = forward.body.as_ref().map(|body| parsed(body));
    let mut names = vec!["first_name", "last_name", "image_url"];
    let number = match forward.method.as_str() {
        "GET" => {
            assert_eq!(body, None);
            number
        }
        "PATCH" => number,
        _ => {
            assert_eq!(number, None);
            names.push("phone_number");
            Some(
                body.as_ref().unwrap()["phone_number"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            )
        }
    };
    if let Some(number) = number {
        assert!(given.may_see(&number), "{number} is another user's");
    }
    if let Some(body) = body {
        assert!(course.read_body);
        let fields = body.as_object().unwrap();
        assert!(!fields.is_empty());
        for (name, value) in fields {
            assert!(
                names.contains(&name.as_str()) && value.is_string(),
                "{name}"
            );
        }
    }
}

/// A write takes two slots, a read one; their keys differ.
fn check_slots(course: &Course) {
    let Some(slots) = &course.slots else { return };
    assert!(
        slots
            .iter()
            .all(|slot| slot.limit.limit > 0 && slot.limit.window > 0)
    );
    if let [first, second] = slots.as_slice() {
        assert_ne!(first.key, second.key);
    }
    assert!((1..=2).contains(&slots.len()));
}

/// A response is JSON in one of two forms, and without what its reader may not know.
fn check_response(given: &Given, course: &Course) {
    let response = &course.response;
    let text = format!("{response:?}");
    assert!(!text.contains(KEY), "the key is in {text}");
    let mut names: Vec<_> = response.headers.iter().map(|(name, _)| *name).collect();
    for (name, value) in &response.headers {
        let is_visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
        assert!(value.bytes().all(is_visible), "{name}: {value}");
    }
    assert_eq!(course.header("content-type"), Some("application/json"));
    assert_eq!(course.header("cache-control"), Some("no-store"));
    assert_eq!(course.header("x-content-type-options"), Some("nosniff"));
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "each header stands once");
    // `new Response` takes no body with these.
    assert!((200..=599).contains(&response.status) && ![204, 205, 304].contains(&response.status));
    let log = parsed(&response.log);
    assert_eq!(log["status"], response.status);
    let outcomes = if course.forward.is_some() {
        ["forwarded", "failed"]
    } else {
        ["refused", "refused"]
    };
    assert!(
        outcomes.contains(&log["outcome"].as_str().unwrap()),
        "{log}"
    );

    let body = parsed(&response.body);
    if response.status < 300 {
        assert!(course.forward.is_some());
        let one = vec![body.clone()];
        for card in body["contact_cards"].as_array().unwrap_or(&one) {
            assert!(
                given.may_see(card["phone_number"].as_str().unwrap()),
                "{card}"
            );
            assert!(card["first_name"].is_string() && card["is_active"].is_boolean());
        }
    } else {
        assert!(response.status >= 400);
        assert_eq!(body["success"], false);
        let error = &body["error"];
        assert_eq!(error["status"], response.status);
        assert!(!error["message"].as_str().unwrap().is_empty());
        let known = [
            "status",
            "code",
            "message",
            "doc_url",
            "retry_after",
            "outcome",
        ];
        let mut names = error.as_object().unwrap().keys();
        assert!(names.all(|name| known.contains(&name.as_str())), "{error}");
        if course.forward.is_none() {
            assert!(error["code"].is_u64());
        }
        // Said where the status leaves it open, and never of what may have been changed.
        let is_told = error["outcome"] == "refused";
        assert_eq!(error["outcome"].is_string(), is_told);
        let is_open = course.forward.is_none() && response.status >= 500;
        assert_eq!(is_told, is_open, "{error}");
        assert_eq!(
            error["retry_after"]
                .as_u64()
                .map(|seconds| seconds.to_string())
                .as_deref(),
            course.header("retry-after"),
        );
    }
}
