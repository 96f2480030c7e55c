//! The wire format: values that come in, malformed ones too, and the JSON that goes out.
#![cfg(not(target_arch = "wasm32"))]

mod broken;
mod decode;
mod from_json;
mod json;
#[path = "../support/mod.rs"]
mod support;

use contact_card::text::Text;
use contact_card::wire::{Kind, Value, Wire};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use self::support::wire::parse_json;

/// Reads an input.
fn read<T>(input: &[u8], look: impl FnOnce(&Wire<'_, '_>) -> T) -> T {
    look(&Wire::new(&input, &mut []))
}

/// Returns the values inside a list, or the names and values inside an object.
fn inside(wire: &Wire<'_, '_>, value: Value, kind: Kind) -> Vec<Value> {
    let (mut at, mut values) = (wire.first(value, kind), Vec::new());
    while at < wire.after(value) {
        values.push(at);
        at = wire.after(at);
    }
    values
}

/// Returns the kinds of all values of an input, one after another.
fn kinds(wire: &Wire<'_, '_>) -> Vec<Kind> {
    let (mut at, mut kinds) = (Value::FIRST, Vec::new());
    while at < wire.end() {
        kinds.push(wire.kind(at));
        at = wire.after(at);
    }
    kinds
}

/// Decodes a value as JSON. Of members with the same name, the first one counts; what isn't JSON
/// becomes `null`.
fn json_of(wire: &Wire<'_, '_>, value: Value) -> Json {
    let text = |text: Text<'_>| String::from_utf8(text.to_vec()).unwrap();
    match wire.kind(value) {
        Kind::TRUE => json!(true),
        Kind::FALSE => json!(false),
        Kind::NUMBER => parse_json(&text(wire.decimal(value))),
        Kind::TEXT => json!(text(wire.text(value))),
        Kind::LIST => {
            let items = wire.items(value);
            items.map(|item| json_of(wire, item)).collect()
        }
        Kind::OBJECT => {
            let mut object = serde_json::Map::new();
            for (name, member) in wire.members(value) {
                let name = text(wire.text(name));
                object.entry(name).or_insert(json_of(wire, member));
            }
            object.into()
        }
        _ => json!(null),
    }
}

/// Generates JSON.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        "[\"\\\\\u{0}-\u{1f}é🌻]{0,6}".prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}
