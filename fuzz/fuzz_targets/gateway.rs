//! Any exchange with a gateway, from the checks of its head to its response.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::gateway::ListsInFlight;
use contact_card::wire::{Encoder, from_json};
use fuzz::any_value::AnyValue;
use fuzz::secrets::Secrets;
use fuzz::support::gateway::{
    ExchangeInput, KEY, ORIGIN, PATH, Upstream, assert_invariants, config, run_exchange,
};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// A phone number that Alice may access, and one that she may not.
const NUMBERS: [&str; 2] = ["+15551234567", "+15550000000"];

/// A valid part of an exchange, which random inputs rarely form, or any other.
#[derive(Arbitrary, Debug)]
enum Part<T> {
    Valid,
    Other(T),
}

impl<T> Part<T> {
    fn or<U>(&self, valid: impl FnOnce() -> U, other: impl FnOnce(&T) -> U) -> U {
        match self {
            Self::Valid => valid(),
            Self::Other(value) => other(value),
        }
    }
}

#[derive(Arbitrary, Debug)]
struct AnyExchange {
    allow_empty: bool,
    #[arbitrary(with = method)]
    method: Method,
    is_own: bool,
    target: Part<Target>,
    headers: Part<Vec<Header>>,
    session: Part<AnyValue>,
    body: Part<Body>,
    lists: Part<(u8, u8)>,
    reserved: Part<AnyValue>,
    response: Part<Response>,
}

#[derive(Debug)]
struct Method(String);

fn method(u: &mut Unstructured<'_>) -> Result<Method> {
    if u.ratio(1, 16)? {
        return u.arbitrary().map(Method);
    }
    let known = ["GET", "PATCH", "POST"];
    u.choose(&known).map(|known| Method((*known).to_owned()))
}

#[derive(Arbitrary, Debug)]
enum Target {
    Query(String),
    Parameters(Vec<(String, String)>),
    Any(String),
}

#[derive(Arbitrary, Debug)]
struct Header {
    name: HeaderName,
    value: Part<String>,
}

#[derive(Arbitrary, Debug)]
enum HeaderName {
    ContentType,
    ContentLength,
    ContentEncoding,
    TransferEncoding,
    Origin,
    SecFetchSite,
    Any(String),
}

impl HeaderName {
    /// Returns the name, and a valid value.
    fn pair(&self) -> (&str, &str) {
        match self {
            Self::ContentType => ("Content-Type", "application/json; charset=utf-8"),
            Self::ContentLength => ("content-length", "0"),
            Self::ContentEncoding => ("content-encoding", "identity"),
            Self::TransferEncoding => ("transfer-encoding", "chunked"),
            Self::Origin => ("Origin", ORIGIN),
            Self::SecFetchSite => ("sec-fetch-site", "same-origin"),
            Self::Any(name) => (name, KEY),
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Body {
    state: State,
    content: Content,
}

#[derive(Arbitrary, Debug)]
enum State {
    Whole,
    TooLong,
    Late,
    Broken,
}

impl State {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::TooLong => "too long",
            Self::Late => "late",
            Self::Broken => "broken",
        }
    }
}

#[derive(Arbitrary, Debug)]
enum Content {
    Bytes(Vec<u8>),
    /// An object with these texts.
    Members(Vec<(Field, String)>),
    Deep(u16, Vec<u8>),
}

#[derive(Arbitrary, Debug)]
enum Field {
    PhoneNumber,
    FirstName,
    LastName,
    ImageUrl,
    Any(String),
}

impl Field {
    fn as_str(&self) -> &str {
        match self {
            Self::PhoneNumber => "phone_number",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::ImageUrl => "image_url",
            Self::Any(name) => name,
        }
    }
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.clone(),
            // A name may occur twice.
            Self::Members(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| format!("{}:{}", json!(name.as_str()), json!(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(",")).into()
            }
            Self::Deep(depth, piece) => piece.repeat((*depth).into()),
        }
    }
}

#[derive(Arbitrary, Debug)]
enum Response {
    Missing(#[arbitrary(with = reason)] &'static str),
    Received {
        #[arbitrary(with = status)]
        status: u16,
        should_retry: AnyValue,
        trace_id: Part<String>,
        retry_after: Part<String>,
        state: State,
        body: ResponseBody,
    },
}

fn reason(u: &mut Unstructured<'_>) -> Result<&'static str> {
    u.choose(&["late", "unreachable", ""]).copied()
}

#[derive(Arbitrary, Debug)]
enum ResponseBody {
    Content(Content),
    /// A list whose rest is of these pieces, in any order.
    List(Vec<(Piece, u8)>),
    /// Cards of own or other numbers, with a first name.
    Cards(Vec<(bool, String)>),
    Error {
        message: Part<String>,
        code: u16,
        trace_id: Part<String>,
        retry_after: u32,
    },
}

/// A piece of the JSON of a list, which random bytes rarely form.
#[derive(Arbitrary, Debug)]
enum Piece {
    Open(bool),
    Close(bool),
    Comma,
    Name(#[arbitrary(with = member_name)] &'static str),
    Text(String),
    Escape,
    Number(f64),
    Null,
    Card(bool),
}

fn member_name(u: &mut Unstructured<'_>) -> Result<&'static str> {
    let names = [
        "contact_cards",
        "error",
        "phone_number",
        "first_name",
        "last_name",
        "image_url",
        "is_active",
        "",
    ];
    u.choose(&names).copied()
}

impl Piece {
    fn json(&self) -> String {
        match self {
            Self::Open(is_list) => if *is_list { "[" } else { "{" }.to_owned(),
            Self::Close(is_list) => if *is_list { "]" } else { "}" }.to_owned(),
            Self::Comma => ",".to_owned(),
            Self::Name(name) => format!("\"{name}\":"),
            Self::Text(text) => json!(text).to_string(),
            Self::Escape => "\"\\ud83d\\ude00\\/\"".to_owned(),
            Self::Number(number) => json!(number).to_string(),
            Self::Null => "null".to_owned(),
            Self::Card(is_own) => card(*is_own, "Ada").to_string(),
        }
    }
}

/// Mostly a valid status.
fn status(u: &mut Unstructured<'_>) -> Result<u16> {
    if u.ratio(1, 8)? {
        u.arbitrary()
    } else {
        u.int_in_range(199..=600)
    }
}

impl ResponseBody {
    fn bytes(&self, is_list: bool) -> Vec<u8> {
        let text = |part: &Part<String>| part.or(|| format!("no {KEY}"), Clone::clone);
        match self {
            Self::Content(content) => content.bytes(),
            Self::List(pieces) => {
                let pieces = pieces.iter().map(|(piece, count)| piece.json().repeat((*count).into()));
                let rest: String = pieces.collect();
                format!("{{\"contact_cards\":[{rest}]}}").into()
            }
            Self::Cards(cards) => {
                let cards = cards.iter().map(|(is_own, name)| card(*is_own, name));
                let cards: Vec<_> = cards.collect();
                match cards.first() {
                    Some(card) if !is_list => card.to_string(),
                    _ => json!({ "contact_cards": cards }).to_string(),
                }
                .into()
            }
            Self::Error { message, code, trace_id, retry_after } => json!({
                "error": { "message": text(message), "code": code, "retry_after": retry_after, "doc_url": text(trace_id) },
                "trace_id": text(trace_id),
            })
            .to_string()
            .into(),
        }
    }
}

fn number(is_own: bool) -> &'static str {
    NUMBERS[usize::from(!is_own)]
}

fn card(is_own: bool, name: &str) -> serde_json::Value {
    json!({ "phone_number": number(is_own), "first_name": name, "is_active": true })
}

impl AnyExchange {
    fn input(&self, secrets: &Secrets) -> ExchangeInput {
        let method = self.method.0.clone();
        let has_query = method != "POST";
        let query = format!("?phone_number=%2B{}", &number(self.is_own)[1..]);
        let mut input = ExchangeInput {
            target: self.target.or(
                || PATH.to_owned() + if has_query { &query } else { "" },
                |target| match target {
                    Target::Query(query) => format!("{PATH}?phone_number={query}"),
                    Target::Parameters(pairs) => {
                        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
                        format!("{PATH}?{}", pairs.collect::<Vec<_>>().join("&"))
                    }
                    Target::Any(target) => target.clone(),
                },
            ),
            headers: Vec::new(),
            session: self.session.or(
                || from_json(&json!({ "user": "alice", "numbers": [number(true)] })),
                |value| value.encode(secrets),
            ),
            body: ("whole", Vec::new()),
            lists: self.lists.or(
                || ListsInFlight {
                    of_user: 1,
                    in_all: 1,
                },
                |&(of_user, in_all)| ListsInFlight {
                    of_user: of_user.into(),
                    in_all: in_all.into(),
                },
            ),
            reserved: self.reserved.or(
                || {
                    let slot = json!({ "used": 1, "reset": 1 });
                    from_json(&json!({ "granted": true, "places": [slot, slot] }))
                },
                |value| value.encode(secrets),
            ),
            response: self.response(secrets),
            method,
        };
        match &self.headers {
            Part::Valid if input.method == "GET" => {}
            Part::Valid => {
                input.set_header("content-type", "application/json");
                input.set_header("origin", ORIGIN);
            }
            Part::Other(headers) => {
                for Header { name, value } in headers {
                    let (name, valid) = name.pair();
                    let value = value.or(|| valid.to_owned(), Clone::clone);
                    input.headers.push((name.to_owned(), value));
                }
            }
        }
        input.body = self.body.or(
            || {
                let mut card = json!({ "first_name": "Ada" });
                if input.method == "POST" {
                    card["phone_number"] = json!(number(self.is_own));
                }
                ("whole", card.to_string().into())
            },
            |body| (body.state.as_str(), body.content.bytes()),
        );
        input
    }

    fn response(&self, secrets: &Secrets) -> Upstream {
        let is_list = self.method.0 == "GET";
        match &self.response {
            Part::Other(Response::Missing(reason)) => Upstream::Missing(reason),
            Part::Other(Response::Received {
                status,
                should_retry,
                trace_id,
                retry_after,
                state,
                body,
            }) => {
                let text = |part: &Part<String>| part.or(|| KEY.to_owned(), Clone::clone);
                let mut head = Encoder::new();
                head.object(|head| {
                    head.text("status").number(status);
                    head.text("retryAfter").text(&text(retry_after));
                    head.text("traceId").text(&text(trace_id));
                    head.text("shouldRetry")
                        .encoded(&should_retry.encode(secrets));
                });
                Upstream::Response(head.finish(), state.as_str(), body.bytes(is_list))
            }
            Part::Valid => {
                let cards = ResponseBody::Cards(vec![(self.is_own, "Ada".to_owned())]);
                let head = from_json(&json!({ "status": 200 }));
                Upstream::Response(head, "whole", cards.bytes(is_list))
            }
        }
    }
}

fn contains_key(encoded: &[u8]) -> bool {
    let mut parts = encoded.windows(KEY.len());
    parts.any(|part| part == KEY.as_bytes())
}

fuzz_target!(|case: (Secrets, AnyExchange)| {
    let (secrets, exchange) = case;
    let input = exchange.input(&secrets);
    // A user whose name is the key knows it already, so the log may contain it.
    if contains_key(&input.session) {
        return;
    }
    let config = config(&json!({ "allowEmpty": exchange.allow_empty }));
    let transcript = run_exchange(&config, &input);
    assert_invariants(&input, &transcript);
});
