//! Values in the wire format, beyond what JSON can express, and the text that the core writes.

use contact_card::api::Operation;
use contact_card::wire::{Encoder, Wire, from_json};
use serde_json::{Value as Json, json};

// Encoded values that JSON doesn't have, or that tests need often.
pub const ABSENT: &[u8] = b"u\0\0\0\0";
pub const FUNCTION: &[u8] = b"F\0\0\0\0";
pub const ILL_FORMED: &[u8] = b"x\0\0\0\0";
pub const NULL: &[u8] = b"n\0\0\0\0";
pub const TRUE: &[u8] = b"t\0\0\0\0";
pub const FALSE: &[u8] = b"f\0\0\0\0";

/// Encodes a value from its letter and its content, without the core's encoder: the content may be
/// malformed.
pub fn encode_raw(letter: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_le_bytes();
    [&[letter][..], &length, content].concat()
}

/// Encodes an object with additional members that are encoded already, such as functions.
pub fn encode_with_members(json: &Json, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.object(|object| {
        for (name, member) in json.as_object().unwrap() {
            object.text(name).encoded(&from_json(member));
        }
        for (name, member) in members {
            object.text(name).encoded(member);
        }
    });
    encoder.finish()
}

/// Encodes the name of an operation.
pub fn encode_operation(operation: Operation) -> Vec<u8> {
    from_json(&json!(std::str::from_utf8(operation.name()).unwrap()))
}

/// Joins encoded values to a message. An empty slice stands for an absent value.
pub fn message(values: &[&[u8]]) -> Vec<u8> {
    let or_absent = |value: &&[u8]| if value.is_empty() { ABSENT } else { *value }.to_vec();
    values.iter().flat_map(or_absent).collect()
}

/// Parses JSON that the core has written.
pub fn parse_json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Returns the text that `write` writes. It is written twice, first into an output that is too
/// small, as hosts do; both must be the same.
pub fn written(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> String {
    let mut few = [0; 24];
    let mut short = Wire::new(&input, &mut few);
    write(&mut short);
    let length = short.written();
    let mut buffer = vec![0; length];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    assert_eq!(
        wire.written(),
        length,
        "a full output changes what is written"
    );
    let start = length.min(few.len());
    assert_eq!(
        buffer[..start],
        few[..start],
        "a full output changes what is written"
    );
    String::from_utf8(buffer).unwrap()
}

/// Returns the object whose members `write` writes.
pub fn written_object(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> Json {
    parse_json(&written(input, |wire| {
        wire.byte(b'{');
        write(wire);
        wire.byte(b'}');
    }))
}

/// Returns the list whose items `write` writes.
pub fn written_list(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> Json {
    parse_json(&written(input, |wire| {
        wire.byte(b'[');
        write(wire);
        wire.byte(b']');
    }))
}
