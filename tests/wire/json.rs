//! The JSON that the core writes.

use contact_card::wire::{Value, Wire, from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::any_json;
use crate::support::wire::{parse_json, written, written_list, written_object};

/// Writes JSON with the core's writer.
fn write(wire: &mut Wire<'_, '_>, json: &Json) {
    match json {
        Json::Object(members) => {
            wire.separate();
            wire.byte(b'{');
            for (name, member) in members {
                let name = name.as_bytes();
                match member {
                    Json::String(text) => wire.member(name, text.as_bytes()),
                    Json::Bool(flag) => wire.boolean_member(name, *flag),
                    Json::Number(number) if number.as_i64().is_some_and(|number| number >= 0) => {
                        wire.number_member(name, number.as_i64().unwrap());
                    }
                    other => {
                        wire.name(name);
                        write(wire, other);
                    }
                }
            }
            wire.byte(b'}');
        }
        Json::Array(items) => {
            wire.separate();
            wire.byte(b'[');
            items.iter().for_each(|item| write(wire, item));
            wire.byte(b']');
        }
        Json::String(text) => wire.string(text.as_bytes()),
        other => {
            wire.separate();
            wire.bytes(other.to_string().as_bytes());
        }
    }
}

/// Writes JSON inside a string of other JSON, `depth` times.
fn write_nested(wire: &mut Wire<'_, '_>, json: &Json, depth: u32) {
    wire.byte(b'{');
    if depth == 0 {
        wire.name(b"json");
        write(wire, json);
        return wire.byte(b'}');
    }
    wire.open_text(b"body");
    write_nested(wire, json, depth - 1);
    wire.close_string();
    wire.number_member(b"behind", 1);
    wire.byte(b'}');
}

#[test]
fn writes_commas_only_between_items() {
    let list = written_list(b"", |wire| {
        wire.string(b"");
        wire.string(b"{");
        wire.separate();
        wire.bytes(b"[]");
        wire.string(b":");
        wire.string(b"");
    });
    assert_eq!(list, json!(["", "{", [], ":", ""]));
}

proptest! {
    #[test]
    fn writes_json_in_strings_in_json(json in any_json(), depth in 0..4_u32) {
        let mut text = written(b"", |wire| write_nested(wire, &json, depth));
        for _ in 0..depth {
            let outer = parse_json(&text);
            prop_assert_eq!(&outer["behind"], 1);
            text = outer["body"].as_str().unwrap().to_owned();
        }
        prop_assert_eq!(&parse_json(&text)["json"], &json);
    }

    #[test]
    fn counts_bytes_beyond_a_full_output(json in any_json(), depth in 0..3_u32, room in 0..200_usize) {
        let whole = written(b"", |wire| write_nested(wire, &json, depth));
        let (mut buffer, input) = (vec![b'.'; room], &b""[..]);
        let mut wire = Wire::new(&input, &mut buffer);
        write_nested(&mut wire, &json, depth);
        prop_assert_eq!(wire.written(), whole.len());
        prop_assert_eq!(wire.missing(), whole.len().saturating_sub(room));
        prop_assert_eq!(wire.output().is_some(), whole.len() <= room);
        let filled = room.min(whole.len());
        prop_assert_eq!(&buffer[..filled], &whole.as_bytes()[..filled]);
        prop_assert!(buffer[filled..].iter().all(|byte| *byte == b'.'));
    }

    #[test]
    fn escapes_strings(text in "[\u{0}-\u{7f}]{0,32}") {
        let string = written(b"", |wire| wire.string(text.as_bytes()));
        prop_assert!(string.bytes().all(|byte| byte >= b' '));
        prop_assert_eq!(parse_json(&string), json!(text));
    }

    #[test]
    fn writes_whole_numbers(number in any::<i64>()) {
        let object = written_object(b"", |wire| wire.number_member(b"number", number));
        let expected = (number >= 0).then(|| json!(number));
        prop_assert_eq!(object.get("number").cloned(), expected);
    }

    #[test]
    fn copies_texts_of_the_input(text in any::<String>()) {
        let object = written_object(&from_json(&json!([text, null])), |wire| {
            let item = wire.first_item(Value::FIRST);
            wire.copy_member(b"text", item);
            wire.copy_member(b"null", wire.after(item));
        });
        prop_assert_eq!(object, json!({ "text": text }));
    }
}
