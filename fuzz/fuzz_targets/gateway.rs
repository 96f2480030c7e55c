//! Any exchange, through a gateway's checks of head and body to its response: what is forwarded, and what is shown.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::wire::Encoder;
use fuzz::gateway::{Given, KEY, Linq, ORIGIN, PATH, check, config, encode, take};
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// A number that is Alice's, and one that isn't.
const NUMBERS: [&str; 2] = ["+15551234567", "+15550000000"];

/// What chance alone seldom builds, or anything else.
#[derive(Arbitrary, Debug)]
enum Part<T> {
    Right,
    Other(T),
}

impl<T> Part<T> {
    fn or<U>(&self, right: impl FnOnce() -> U, other: impl FnOnce(&T) -> U) -> U {
        match self {
            Self::Right => right(),
            Self::Other(value) => other(value),
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Asked {
    allow_empty: bool,
    #[arbitrary(with = method)]
    method: Method,
    is_hers: bool,
    target: Part<Target>,
    headers: Part<Vec<Header>>,
    session: Part<Plain>,
    body: Part<Body>,
    reserved: Part<Plain>,
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
    /// The name, and a value that passes.
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
    /// Texts as members.
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
            // A name may stand twice.
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
        should_retry: Plain,
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
    /// Cards of numbers, hers or not, with a text.
    Cards(Vec<(bool, String)>),
    Error {
        message: Part<String>,
        code: u16,
        trace_id: Part<String>,
        retry_after: u32,
    },
}

/// Mostly one that exists.
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
            Self::Cards(cards) => {
                let cards = cards.iter().map(|(is_hers, name)| card(*is_hers, name));
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

fn number(is_hers: bool) -> &'static str {
    NUMBERS[usize::from(!is_hers)]
}

fn card(is_hers: bool, name: &str) -> serde_json::Value {
    json!({ "phone_number": number(is_hers), "first_name": name, "is_active": true })
}

impl Asked {
    fn given(&self, secrets: &Secrets) -> Given {
        let method = self.method.0.clone();
        let has_query = method != "POST";
        let query = format!("?phone_number=%2B{}", &number(self.is_hers)[1..]);
        let mut given = Given {
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
                || encode(&json!({ "user": "alice", "numbers": [number(true)] })),
                |plain| plain.encode(secrets),
            ),
            body: ("whole", Vec::new()),
            reserved: self.reserved.or(
                || {
                    let place = json!({ "used": 1, "reset": 1 });
                    encode(&json!({ "granted": true, "places": [place, place] }))
                },
                |plain| plain.encode(secrets),
            ),
            response: self.response(secrets),
            method,
        };
        match &self.headers {
            Part::Right if given.method == "GET" => {}
            Part::Right => {
                given.set_header("content-type", "application/json");
                given.set_header("origin", ORIGIN);
            }
            Part::Other(headers) => {
                for Header { name, value } in headers {
                    let (name, right) = name.pair();
                    let value = value.or(|| right.to_owned(), Clone::clone);
                    given.headers.push((name.to_owned(), value));
                }
            }
        }
        given.body = self.body.or(
            || {
                let mut card = json!({ "first_name": "Ada" });
                if given.method == "POST" {
                    card["phone_number"] = json!(number(self.is_hers));
                }
                ("whole", card.to_string().into())
            },
            |body| (body.state.as_str(), body.content.bytes()),
        );
        given
    }

    fn response(&self, secrets: &Secrets) -> Linq {
        let is_list = self.method.0 == "GET";
        match &self.response {
            Part::Other(Response::Missing(reason)) => Linq::Missing(reason),
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
                Linq::Response(head.finish(), state.as_str(), body.bytes(is_list))
            }
            Part::Right => {
                let cards = ResponseBody::Cards(vec![(self.is_hers, "Ada".to_owned())]);
                let head = encode(&json!({ "status": 200 }));
                Linq::Response(head, "whole", cards.bytes(is_list))
            }
        }
    }
}

fn has_key(encoded: &[u8]) -> bool {
    let mut parts = encoded.windows(KEY.len());
    parts.any(|part| part == KEY.as_bytes())
}

fuzz_target!(|asked: (Secrets, Asked)| {
    let (secrets, asked) = asked;
    let given = asked.given(&secrets);
    // Who signs in with the key as a name has it already.
    if has_key(&given.session) {
        return;
    }
    let config = config(&json!({ "allowEmpty": asked.allow_empty }));
    let course = take(&config, &given);
    check(&given, &course);
});
