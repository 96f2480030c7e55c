//! What the tests by subject share: JSON as the core takes it, and the servers that answer it.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod scripted;
pub mod world;

use contact_card::http::Head;
use contact_card::value::Value;
use serde_json::{Value as Json, json};

/// A JSON value as the package's JavaScript packs it.
pub fn pack(json: &Json) -> String {
    let packed = |kind: char, text: &str| format!("{kind}{}:{text}", text.len());
    match json {
        Json::Null => "n".to_owned(),
        Json::Bool(true) => "t".to_owned(),
        Json::Bool(false) => "f".to_owned(),
        Json::Number(number) => packed('#', &number.to_string()),
        Json::String(text) => packed('"', text),
        Json::Array(items) => format!("[{}]", items.iter().map(pack).collect::<String>()),
        Json::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| packed('"', name) + &pack(value));
            format!("{{{}}}", members.collect::<String>())
        }
    }
}

/// What a test's values stand in, for as long as it runs.
pub fn unpack(packed: impl Into<String>) -> Value<'static> {
    Value::unpack(packed.into().leak())
}

/// A JSON value as the core takes it.
pub fn value(json: &Json) -> Value<'static> {
    unpack(pack(json))
}

/// The same with more members, packed already: a function is no JSON.
pub fn with_members(json: &Json, more: &[(&str, &str)]) -> String {
    let object = pack(json);
    let more = more
        .iter()
        .map(|(name, packed)| pack(&json!(name)) + packed);
    let members = object.strip_suffix('}').unwrap();
    format!("{members}{}}}", more.collect::<String>())
}

pub const FUNCTION: &str = "F";

pub fn pack_head(head: &Head<'_>) -> String {
    let kind = if head.is_opaque_redirect {
        "opaqueredirect"
    } else {
        "basic"
    };
    pack(&json!([
        head.received_at,
        head.status,
        kind,
        head.retry_after,
        head.trace_id,
        head.should_retry,
        head.write_budget,
        head.retry_at,
    ]))
}

/// What a host makes of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Json(Json),
    Empty,
    NotJson,
    TooLong,
}

impl Body {
    pub fn pack(&self) -> String {
        pack(&match self {
            Self::Json(json) => json!([json]),
            Self::Empty => json!("empty"),
            Self::NotJson => json!("not JSON"),
            Self::TooLong => json!("too long"),
        })
    }
}

/// What the core writes.
pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}
