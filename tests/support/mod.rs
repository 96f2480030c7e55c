//! What the tests by subject share: JSON as the core's plain data, both ways.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod scripted;
pub mod world;

use std::cell::RefCell;

use contact_card::value::{Output, Value};
use serde_json::json;

/// A JSON value as the core takes it, as `JSON.parse` and the border to JavaScript would give it.
pub fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(value).collect()),
        serde_json::Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| (name.clone(), value(member)))
                .collect(),
        ),
    }
}

/// What the core writes, as JSON.
#[derive(Debug)]
pub struct Json(RefCell<serde_json::Value>);

impl Json {
    pub fn into_inner(self) -> serde_json::Value {
        self.0.into_inner()
    }

    fn of(json: serde_json::Value) -> Self {
        Self(RefCell::new(json))
    }
}

impl Output for Json {
    fn object() -> Self {
        Self::of(json!({}))
    }

    fn list() -> Self {
        Self::of(json!([]))
    }

    fn text(text: &str) -> Self {
        Self::of(json!(text))
    }

    fn number(number: f64) -> Self {
        // Whole ones as JavaScript writes them.
        if number.fract() == 0.0 {
            return Self::of(json!(number as i64));
        }
        Self::of(json!(number))
    }

    fn flag(flag: bool) -> Self {
        Self::of(json!(flag))
    }

    fn set(&self, name: &str, value: Self) {
        self.0.borrow_mut()[name] = value.into_inner();
    }

    fn push(&self, item: Self) {
        self.0
            .borrow_mut()
            .as_array_mut()
            .unwrap()
            .push(item.into_inner());
    }
}
