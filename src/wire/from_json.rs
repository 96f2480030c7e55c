//! JSON in the wire format, for hosts in Rust: the gateway, the emulator, and the tests.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Number, Value as Json};

use super::Encoder;

/// How strictly JSON is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Each name occurs once in its object, as readers disagree which of two counts; no byte order
    /// mark.
    Strict,
    /// As in JavaScript: of duplicate names the last one counts, and a byte order mark is skipped.
    Lenient,
}

/// Encodes a JSON value in the wire format.
///
/// JSON has no absent values, ill-formed strings or functions: an [`Encoder`] writes those.
#[must_use]
pub fn from_json(json: &Json) -> Vec<u8> {
    let mut encoder = Encoder::new();
    let encode = Encode {
        encoder: &mut encoder,
        // The names of a map are distinct.
        strictness: Strictness::Strict,
    };
    // Only text can be malformed.
    let _: Result<(), serde_json::Error> = encode.deserialize(json);
    encoder.finish()
}

/// Encodes JSON text in the wire format. Returns `None` if the text isn't JSON in UTF-8, or is
/// nested deeper than 128 levels.
///
/// The text is read once and no tree is built from it, so that hostile JSON costs little more than
/// its length.
#[must_use]
pub fn from_json_text(json: &[u8], strictness: Strictness) -> Option<Vec<u8>> {
    let mut encoder = Encoder::new();
    add_json_text(&mut encoder, json, strictness).then(|| encoder.finish())
}

/// Adds JSON text to the values of an encoder. Returns whether the text is JSON; if it isn't, what
/// was added is unspecified.
pub(crate) fn add_json_text(encoder: &mut Encoder, json: &[u8], strictness: Strictness) -> bool {
    let json = match strictness {
        Strictness::Strict => json,
        Strictness::Lenient => json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json),
    };
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let encode = Encode {
        encoder,
        strictness,
    };
    encode.deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok()
}

/// Encodes one value.
struct Encode<'e> {
    encoder: &'e mut Encoder,
    strictness: Strictness,
}

impl<'de> DeserializeSeed<'de> for Encode<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Encode<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.encoder.null();
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.encoder.boolean(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.encoder.number(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.encoder.number(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        match Number::from_f64(value) {
            Some(number) => {
                let number = number.to_string();
                // JavaScript writes a whole number without a point.
                self.encoder
                    .number(number.strip_suffix(".0").unwrap_or(&number))
            }
            None => self.encoder.null(),
        };
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.encoder.text(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let strictness = self.strictness;
        let mut encode = |encoder: &mut Encoder| {
            while let Some(()) = items.next_element_seed(Encode {
                encoder,
                strictness,
            })? {}
            Ok(())
        };
        let mut result = Ok(());
        self.encoder.list(|list| result = encode(list));
        result
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let strictness = self.strictness;
        let mut encode = |encoder: &mut Encoder| {
            let mut positions = BTreeMap::new();
            while let Some(Name(name)) = members.next_key()? {
                let position = encoder.len();
                encoder.text(&name);
                members.next_value_seed(Encode {
                    encoder,
                    strictness,
                })?;
                if let Some(earlier) = positions.insert(name, position) {
                    if strictness == Strictness::Strict {
                        return Err(A::Error::custom("a name occurs twice"));
                    }
                    encoder.hide_name(earlier);
                }
            }
            Ok(())
        };
        let mut result = Ok(());
        self.encoder.object(|object| result = encode(object));
        result
    }
}

/// A member's name, in place where it has no escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(name.into()))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.into())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}
