//! An exchange with a gateway as its host runs it, and the invariants of every exchange.
//!
//! The invariants are written independently of the gateway, so that a bug can't pass its own test.

use contact_card::gateway::{
    Authorized, BodyRead, Config, Exchange, Host, ListsInFlight, RequestHead, Reservation,
    Response, Slot, Step, UpstreamRequest, UpstreamResponse, next_step,
};
use contact_card::wire::{Kind, Value, Wire, from_json};
use serde_json::{Value as Json, json};

use super::wire::{FUNCTION, encode_with_members, parse_json};

/// The path of the endpoint under the gateway.
pub const PATH: &str = "/api/linq/v3/contact_card";
/// The origin that the gateway allows.
pub const ORIGIN: &str = "https://dashboard.example";
/// The base URL that the gateway forwards to.
pub const UPSTREAM: &str = "https://linq.example/api/partner";
/// The API key: long enough that no other text contains it by chance.
pub const KEY: &str = "sk-canary-1234567890";

/// Returns the message that sets a gateway up on a server.
pub fn setup_message(options: &[u8]) -> Vec<u8> {
    [options, &from_json(&json!({ "isServer": true }))].concat()
}

/// Returns the encoded options of a gateway, with these members added or replaced.
pub fn encode_options(overrides: &Json) -> Vec<u8> {
    let mut options = json!({ "apiKey": KEY, "origins": [ORIGIN], "upstream": UPSTREAM });
    for (name, value) in overrides.as_object().unwrap() {
        options[name] = value.clone();
    }
    encode_with_authorize(&options)
}

/// Encodes options together with an `authorize` function.
pub fn encode_with_authorize(options: &Json) -> Vec<u8> {
    encode_with_members(options, &[("authorize", FUNCTION)])
}

/// Returns the config of valid options.
pub fn config(overrides: &Json) -> Config {
    Config::parse(&setup_message(&encode_options(overrides)), Host::JavaScript)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Everything that a host reports during one exchange. `session` and `reserved` are in the wire
/// format.
#[derive(Clone, Debug)]
pub struct ExchangeInput {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub session: Vec<u8>,
    /// How the body ended, and its bytes.
    pub body: (&'static str, Vec<u8>),
    /// With the exchange's own.
    pub lists: ListsInFlight,
    pub reserved: Vec<u8>,
    pub response: Upstream,
}

/// The result of the request to Linq.
#[derive(Clone, Debug)]
pub enum Upstream {
    /// A head in the wire format, how the body ended, and its bytes.
    Response(Vec<u8>, &'static str, Vec<u8>),
    /// No response, and the reason.
    Missing(&'static str),
}

impl ExchangeInput {
    pub fn set_header(&mut self, name: &str, value: &str) {
        self.remove_header(name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }

    pub fn set_session(&mut self, session: &Json) {
        self.session = from_json(session);
    }

    pub fn set_body(&mut self, body: impl AsRef<[u8]>) {
        self.body = ("whole", body.as_ref().to_vec());
    }

    pub fn set_reserved(&mut self, reserved: &Json) {
        self.reserved = from_json(reserved);
    }

    /// Sets a response with this head and a whole body.
    pub fn set_response(&mut self, head: &Json, body: impl AsRef<[u8]>) {
        self.response = Upstream::Response(from_json(head), "whole", body.as_ref().to_vec());
    }

    /// The session as the npm package reports it: where the list of phone numbers has the one that
    /// the request is about, it alone.
    fn session_for(&self, number: Option<&str>) -> Vec<u8> {
        let input = self.session.as_slice();
        let wire = Wire::new(&input, &mut []);
        let (user, numbers) = (
            wire.get(Value::FIRST, b"user"),
            wire.get(Value::FIRST, b"numbers"),
        );
        match number.filter(|number| self.may_access(number)) {
            Some(number) if wire.is_text(user) && wire.kind(numbers) == Kind::LIST => {
                let user = std::str::from_utf8(wire.text(user)).unwrap();
                from_json(&json!({ "user": user, "numbers": [number] }))
            }
            _ => self.session.clone(),
        }
    }

    /// Whether the session's user may access a phone number.
    fn may_access(&self, number: &str) -> bool {
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

/// The steps that an exchange took.
#[derive(Debug)]
pub struct Transcript {
    pub called_authorize: bool,
    pub read_body: bool,
    /// The user whose list was counted.
    pub counted_list: Option<String>,
    pub slots: Option<Vec<Slot>>,
    pub forward: Option<UpstreamRequest>,
    pub response: Response,
}

impl Transcript {
    /// Status, code and message of an error response.
    pub fn error(&self) -> (u32, u64, String) {
        let error = &parse_json(&self.response.body)["error"];
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        (
            self.response.status,
            error["code"].as_u64().unwrap_or_default(),
            message,
        )
    }

    /// The value of a response header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.response.headers.iter();
        let found = headers.find(|(other, _)| *other == name)?;
        Some(&found.1)
    }
}

/// Runs an exchange to its response. Asserts that each step comes once at most and in order, and
/// that reading the next step changes nothing.
pub fn run_exchange(config: &Config, input: &ExchangeInput) -> Transcript {
    let headers = input
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let head = RequestHead {
        method: &input.method,
        target: &input.target,
        headers: headers.collect(),
    };
    let mut exchange = Exchange::new(config, &head);
    let (mut called_authorize, mut read_body) = (false, false);
    let (mut counted_list, mut slots, mut forward) = (None, None, None);
    loop {
        let step = next_step(config, &exchange);
        assert_eq!(step, next_step(config, &exchange));
        match step {
            Step::Authorize(number) => {
                assert!(!called_authorize && !read_body && slots.is_none() && forward.is_none());
                called_authorize = true;
                let session = input.session_for(number);
                exchange.authorized(config, Authorized::parse(&session));
            }
            Step::ReadBody(limit) => {
                assert!(called_authorize && !read_body && slots.is_none() && forward.is_none());
                read_body = true;
                let (mut state, body) = input.body.clone();
                if body.len() > limit as usize {
                    state = "too long";
                }
                exchange.body_read(config, &BodyRead::parse(state.as_bytes(), body));
            }
            Step::CountList(user) => {
                assert!(called_authorize && !read_body && slots.is_none() && forward.is_none());
                assert_eq!(counted_list.replace(user.to_owned()), None);
                exchange.list_counted(config, input.lists);
            }
            Step::Reserve(wanted) => {
                assert!(called_authorize && slots.is_none() && forward.is_none());
                slots = Some(wanted);
                exchange.reserved(config, Reservation::parse(&input.reserved));
            }
            Step::Forward(request) => {
                assert!(slots.is_some() && forward.is_none());
                forward = Some(request);
                match &input.response {
                    Upstream::Missing(reason) => {
                        let missing = UpstreamResponse::missing(reason.as_bytes());
                        exchange.responded(config, &missing);
                    }
                    Upstream::Response(head, state, body) => {
                        let body = BodyRead::parse(state.as_bytes(), body.clone());
                        exchange.responded(config, &UpstreamResponse::received(head, &body));
                    }
                }
            }
            Step::Respond(response) => {
                return Transcript {
                    called_authorize,
                    read_body,
                    counted_list,
                    slots,
                    forward,
                    response: response.clone(),
                };
            }
        }
    }
}

/// Asserts what holds for every exchange, however hostile its input.
pub fn assert_invariants(input: &ExchangeInput, transcript: &Transcript) {
    if let Some(forward) = &transcript.forward {
        assert_forward_is_safe(input, transcript, forward);
    }
    assert_slots(transcript);
    assert_response_is_safe(input, transcript);
}

/// Asserts that a request to Linq consists of constants, one phone number of the user, and known
/// fields.
fn assert_forward_is_safe(
    input: &ExchangeInput,
    transcript: &Transcript,
    forward: &UpstreamRequest,
) {
    assert!(transcript.called_authorize && transcript.slots.is_some());
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
    assert_eq!(forward.method, input.method);
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
    let body = forward.body.as_ref().map(|body| parse_json(body));
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
        assert!(
            input.may_access(&number),
            "{number} belongs to another user"
        );
    }
    if let Some(body) = body {
        assert!(transcript.read_body);
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

/// Asserts that one or two slots are reserved, with distinct keys.
fn assert_slots(transcript: &Transcript) {
    let Some(slots) = &transcript.slots else {
        return;
    };
    assert!(
        slots
            .iter()
            .all(|slot| slot.limit.count > 0 && slot.limit.window > 0)
    );
    if let [first, second] = slots.as_slice() {
        assert_ne!(first.key, second.key);
    }
    assert!((1..=2).contains(&slots.len()));
}

/// Asserts that a response is a card, a list of cards or an error, and contains neither the key nor
/// another user's data.
fn assert_response_is_safe(input: &ExchangeInput, transcript: &Transcript) {
    let response = &transcript.response;
    let text = format!("{response:?}");
    assert!(!text.contains(KEY), "the key is in {text}");
    let mut names: Vec<_> = response.headers.iter().map(|(name, _)| *name).collect();
    for (name, value) in &response.headers {
        let is_visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
        assert!(value.bytes().all(is_visible), "{name}: {value}");
    }
    assert_eq!(transcript.header("content-type"), Some("application/json"));
    assert_eq!(transcript.header("cache-control"), Some("no-store"));
    assert_eq!(transcript.header("x-content-type-options"), Some("nosniff"));
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a header occurs twice");
    // `new Response` rejects a body with these.
    assert!((200..=599).contains(&response.status) && ![204, 205, 304].contains(&response.status));
    let log = parse_json(&response.log);
    assert_eq!(log["status"], response.status);
    let outcomes = if transcript.forward.is_some() {
        ["forwarded", "failed"]
    } else {
        ["refused", "refused"]
    };
    assert!(
        outcomes.contains(&log["outcome"].as_str().unwrap()),
        "{log}"
    );

    let body = parse_json(&response.body);
    if response.status < 300 {
        assert!(transcript.forward.is_some());
        let one = vec![body.clone()];
        for card in body["contact_cards"].as_array().unwrap_or(&one) {
            assert!(
                input.may_access(card["phone_number"].as_str().unwrap()),
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
        if transcript.forward.is_none() {
            assert!(error["code"].is_u64());
        }
        // An outcome is reported only if the status leaves it open, and either nothing was forwarded
        // or Linq has refused the key.
        let is_refused = error["outcome"] == "refused";
        assert_eq!(error["outcome"].is_string(), is_refused);
        let is_open = matches!(response.status, 404 | 500..);
        let is_key_refused = log["mistake"]
            .as_str()
            .is_some_and(|mistake| mistake.starts_with("Linq refused the key"));
        let has_no_effect = transcript.forward.is_none() || is_key_refused;
        assert_eq!(is_refused, is_open && has_no_effect, "{error}");
        assert_eq!(
            error["retry_after"]
                .as_u64()
                .map(|seconds| seconds.to_string())
                .as_deref(),
            transcript.header("retry-after"),
        );
    }
}
