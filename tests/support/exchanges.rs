//! One exchange, from its first check to its answer, as a host takes it through the gateway's rules; and what holds
//! whatever comes in. Written apart from the rules, so that each can be held against the other.
#![allow(dead_code, reason = "each test file uses its part")]

use contact_card::gateway::{Exchange, Forward, Place, Reply, Rules, Step, next};
use contact_card::http::Head;
use contact_card::value::Value;
use serde_json::{Value as Json, json};

use crate::support::{pack, pack_head, parsed};

/// Where everything is, in these tests.
pub const PATH: &str = "/api/linq/v3/contact_card";
pub const ORIGIN: &str = "https://dashboard.example";
pub const UPSTREAM: &str = "https://linq.example/api/partner";
/// Three letters would stand in many texts by chance.
pub const KEY: &str = "sk-canary-1234567890";

/// The options of a gateway, packed, with more of them or others.
pub fn options(more: &Json) -> String {
    let mut options = json!({ "apiKey": KEY, "origins": [ORIGIN], "upstream": UPSTREAM });
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    let packed = pack(&options);
    // A function is no JSON.
    format!("{}\"9:authorizeF}}", packed.strip_suffix('}').unwrap())
}

/// All that a host learns of one exchange, sooner or later. What a host in JavaScript packs is packed.
#[derive(Clone, Debug)]
pub struct Given {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub session: String,
    pub body: (&'static str, Vec<u8>),
    pub reserved: String,
    /// Head and body's state of what Linq answered, or why it didn't.
    pub answer: String,
    pub answer_body: Vec<u8>,
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
        self.session = pack(session);
    }

    pub fn set_body(&mut self, body: impl AsRef<[u8]>) {
        self.body = ("whole", body.as_ref().to_vec());
    }

    pub fn set_reserved(&mut self, reserved: &Json) {
        self.reserved = pack(reserved);
    }

    pub fn set_answer(&mut self, head: &Head<'_>, body: impl AsRef<[u8]>) {
        self.answer = format!("[{}{}]", pack_head(head), pack(&json!("whole")));
        self.answer_body = body.as_ref().to_vec();
    }

    /// Whether its session is of somebody who may see a number.
    fn may_see(&self, number: &str) -> bool {
        let numbers = Value::unpack(&self.session).get("numbers");
        numbers.as_text() == Some("all") || numbers.items().any(|own| own.as_text() == Some(number))
    }
}

/// How far an exchange came.
#[derive(Debug)]
pub struct Course {
    pub asked_for_session: bool,
    pub read_body: bool,
    pub places: Option<Vec<Place>>,
    pub forward: Option<Forward>,
    pub reply: Reply,
}

impl Course {
    /// Status, code and message of a refusal.
    pub fn refusal(&self) -> (u32, u64, String) {
        let error = &parsed(&self.reply.body)["error"];
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        (
            self.reply.status,
            error["code"].as_u64().unwrap_or_default(),
            message,
        )
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.reply.headers.iter();
        let found = headers.find(|(other, _)| *other == name)?;
        Some(&found.1)
    }
}

/// Takes an exchange to its end. Every step comes once at most, in their order.
pub fn take(rules: &Rules<'_>, given: &Given) -> Course {
    let headers = given
        .headers
        .iter()
        .flat_map(|(name, value)| [name.as_str(), value]);
    let headers: Vec<_> = headers.collect();
    let mut known: Vec<String> = vec![
        pack(&json!(given.method)),
        pack(&json!(given.target)),
        pack(&json!(headers)),
    ];
    known.resize(7, "u".to_owned());
    let (mut body, mut answer): (&[u8], &[u8]) = (&[], &[]);
    let (mut places, mut forward) = (None, None);
    loop {
        let report = format!("[{}]", known.concat());
        let exchange = Exchange::parse(Value::unpack(&report), body, answer);
        let is_unknown = |part: usize| known[part..].iter().all(|part| part == "u");
        match next(rules, &exchange) {
            Step::Authorize => {
                assert!(is_unknown(3));
                known[3].clone_from(&given.session);
            }
            Step::Read(limit) => {
                assert!(is_unknown(4) && !is_unknown(3));
                known[4] = pack(&json!(given.body.0));
                body = &given.body.1;
                if body.len() > limit as usize {
                    (known[4], body) = (pack(&json!("too long")), &[]);
                }
            }
            Step::Reserve(asked) => {
                assert!(is_unknown(5) && !is_unknown(3));
                known[5].clone_from(&given.reserved);
                places = Some(asked);
            }
            Step::Forward(request) => {
                assert!(is_unknown(6) && !is_unknown(5));
                known[6].clone_from(&given.answer);
                answer = &given.answer_body;
                forward = Some(request);
            }
            Step::Reply(reply) => {
                return Course {
                    asked_for_session: known[3] != "u",
                    read_body: known[4] != "u",
                    places,
                    forward,
                    reply,
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
    check_places(course);
    check_reply(given, course);
}

/// A request to Linq is made of constants, one number of the user's, and known fields.
fn check_forward(given: &Given, course: &Course, forward: &Forward) {
    assert!(course.asked_for_session && course.places.is_some());
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
    let number = match forward.method {
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

/// A write takes two places, a read one; names of places are apart.
fn check_places(course: &Course) {
    let Some(places) = &course.places else { return };
    assert!(
        places
            .iter()
            .all(|place| place.limit.limit > 0 && place.limit.window > 0)
    );
    if let [first, second] = places.as_slice() {
        assert_ne!(first.key, second.key);
    }
    assert!((1..=2).contains(&places.len()));
}

/// An answer is JSON in one of two forms, and without what its reader may not know.
fn check_reply(given: &Given, course: &Course) {
    let reply = &course.reply;
    let text = format!("{reply:?}");
    assert!(!text.contains(KEY), "the key is in {text}");
    let mut names: Vec<_> = reply.headers.iter().map(|(name, _)| *name).collect();
    for (name, value) in &reply.headers {
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
    assert!((200..=599).contains(&reply.status) && ![204, 205, 304].contains(&reply.status));
    let log = parsed(&reply.log);
    assert_eq!(log["status"], reply.status);
    let outcomes = if course.forward.is_some() {
        ["forwarded", "failed"]
    } else {
        ["refused", "refused"]
    };
    assert!(
        outcomes.contains(&log["outcome"].as_str().unwrap()),
        "{log}"
    );

    let body = parsed(&reply.body);
    if reply.status < 300 {
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
        assert!(reply.status >= 400);
        assert_eq!(body["success"], false);
        let error = &body["error"];
        assert_eq!(error["status"], reply.status);
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
        let is_open = course.forward.is_none() && reply.status >= 500;
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
