//! JSON as it comes over the wire, into what the core reads.

use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

/// JSON as the core takes it (see [`crate::value`]); `None` for what isn't JSON in UTF-8. A byte order mark is skipped, of
/// duplicate names the last one wins, as with JavaScript's `JSON.parse`.
#[must_use]
pub fn pack_json(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).ok().as_ref().map(pack)
}

/// JSON in which each name stands once in its object: readers disagree which of two counts.
pub(super) fn parse_strictly(bytes: &[u8]) -> Option<Json> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let json = Strict.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(json)
}

/// Packs JSON as the package's JavaScript does.
pub(super) fn pack(json: &Json) -> String {
    let mut packed = String::new();
    push(json, &mut packed);
    packed
}

fn push(json: &Json, packed: &mut String) {
    match json {
        Json::Null => packed.push('n'),
        Json::Bool(true) => packed.push('t'),
        Json::Bool(false) => packed.push('f'),
        Json::Number(number) => push_text('#', &number.to_string(), packed),
        Json::String(text) => push_text('"', text, packed),
        Json::Array(items) => {
            packed.push('[');
            items.iter().for_each(|item| push(item, packed));
            packed.push(']');
        }
        Json::Object(members) => {
            packed.push('{');
            for (name, value) in members {
                push_text('"', name, packed);
                push(value, packed);
            }
            packed.push('}');
        }
    }
}

fn push_text(kind: char, text: &str, packed: &mut String) {
    packed.push(kind);
    packed.push_str(&text.len().to_string());
    packed.push(':');
    packed.push_str(text);
}

/// Reads JSON, and nothing of an object in which a name stands twice.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = alloc::vec::Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Self)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(object.into())
    }
}
