//! JSON, in and out: from text into the core's wire format, and from a [`Wire`] into text.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec;
use core::fmt;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde_json::Number;

use crate::text::Text;
use crate::wire::{Encoder, Wire};

/// How strictly JSON is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Each name occurs once in its object, as readers disagree which of two counts; no byte order mark.
    Strict,
    /// As in JavaScript: of duplicate names the last one counts, and a byte order mark is skipped.
    Lenient,
}

/// Encodes JSON in the wire format; `None` for what isn't JSON in UTF-8, or is nested deeper than 128 levels. The text is
/// read once and no tree is built of it, so that hostile JSON costs little more than its length.
#[must_use]
pub fn encode_json(json: &[u8], strictness: Strictness) -> Option<Vec<u8>> {
    let mut encoder = Encoder::new();
    add_json(&mut encoder, json, strictness).then(|| encoder.finish())
}

/// Adds JSON to what was encoded. Returns whether it is JSON; where it isn't, something else was added.
pub(super) fn add_json(encoder: &mut Encoder, json: &[u8], strictness: Strictness) -> bool {
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

/// The text that `write` writes of an input. It is called once where the text fits into `room` bytes, and twice otherwise.
#[must_use]
pub fn to_string(input: Text<'_>, room: usize, write: impl Fn(&mut Wire<'_, '_>)) -> String {
    let mut buffer = vec![0; room];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    let (length, missing) = (wire.written(), wire.missing());
    buffer.resize(length, 0);
    if missing > 0 {
        write(&mut Wire::new(&input, &mut buffer));
    }
    String::from_utf8(buffer).unwrap_or_default()
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
