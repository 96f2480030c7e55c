//! Reading encoded values.

use contact_card::wire::{Encoder, Kind, Value, from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{any_json, inside, json_of, read};
use crate::support::wire::{
    ABSENT, FUNCTION, NULL, TRUE, encode_raw, encode_with_members, message,
};

#[test]
fn encodes_the_example_of_the_docs() {
    let inside = [
        encode_raw(b'"', b"first_name"),
        encode_raw(b'"', b"Ada"),
        encode_raw(b'"', b"tags"),
        encode_raw(b'[', TRUE),
    ];
    let (object, inside) = (encode_raw(b'{', &inside.concat()), inside.concat());
    assert_eq!((object[0], &object[1..5]), (b'{', &[42, 0, 0, 0][..]));
    assert_eq!(&object[5..], inside);
    let json = json!({ "first_name": "Ada", "tags": [true] });
    assert_eq!(from_json(&json), object);
    assert_eq!(read(&object, |wire| json_of(wire, Value::FIRST)), json);
    let with_function = encode_with_members(&json!({ "a": 1 }), &[("b", FUNCTION)]);
    let members = [
        encode_raw(b'"', b"a"),
        encode_raw(b'#', b"1"),
        encode_raw(b'"', b"b"),
        FUNCTION.to_vec(),
    ];
    assert_eq!(with_function, encode_raw(b'{', &members.concat()));
}

#[test]
fn finds_the_end_of_a_list() {
    let list = encode_raw(b'[', &[&encode_raw(b'#', b"7"), NULL].concat());
    let input = [list, from_json(&json!("opaqueredirect"))].concat();
    read(&input, |wire| {
        let items = inside(wire, Value::FIRST, Kind::LIST);
        let kinds: Vec<_> = items.iter().map(|item| wire.kind(*item)).collect();
        assert_eq!(kinds, [Kind::NUMBER, Kind::NULL]);
        assert_eq!(wire.number(items[0]), 7);
        let behind = wire.after(Value::FIRST);
        assert_eq!(wire.text(behind), b"opaqueredirect");
        assert_eq!(wire.after(behind), wire.end());
        assert!(wire.is_absent(wire.end()) && wire.is_absent(Value::ABSENT));
    });
    for empty in [
        encode_raw(b'[', b""),
        encode_raw(b'{', b""),
        encode_raw(b'"', b"a"),
        NULL.to_vec(),
        Vec::new(),
    ] {
        read(&empty, |wire| {
            assert!(wire.is_absent(wire.first_item(Value::FIRST)), "{empty:?}");
            assert!(wire.is_absent(wire.get(Value::FIRST, b"a")), "{empty:?}");
        });
    }
}

#[test]
fn reads_nothing_behind_a_value() {
    for encoded in [
        encode_raw(b'[', b""),
        encode_raw(b'[', NULL),
        encode_raw(b'{', b""),
        encode_raw(b'{', &[&encode_raw(b'"', b"a"), NULL].concat()),
        encode_raw(b'[', &encode_raw(b'[', NULL)),
        encode_raw(b'"', b"a[b"),
        ABSENT.to_vec(),
        FUNCTION.to_vec(),
    ] {
        read(&[&encoded[..], &encoded, NULL].concat(), |wire| {
            let second = wire.after(Value::FIRST);
            assert_eq!(wire.kind(second), wire.kind(Value::FIRST), "{encoded:?}");
            assert_eq!(
                json_of(wire, second),
                json_of(wire, Value::FIRST),
                "{encoded:?}"
            );
            let third = wire.after(second);
            assert_eq!(wire.kind(third), Kind::NULL, "{encoded:?}");
            assert_eq!(wire.after(third), wire.end(), "{encoded:?}");
        });
    }
}

#[test]
fn takes_values_one_after_another() {
    read(&message(&[TRUE, &from_json(&json!([1, 2])), b""]), |wire| {
        let mut position = Value::FIRST;
        assert!(wire.is_true(wire.take(&mut position)));
        assert_eq!(wire.kind(wire.take(&mut position)), Kind::LIST);
        assert!(wire.is_absent(wire.take(&mut position)));
        assert_eq!(position, wire.end());
        // Every further value is absent.
        for _ in 0..3 {
            assert!(wire.is_absent(wire.take(&mut position)));
        }
    });
}

#[test]
fn collects_members_by_a_list_of_names() {
    let object = json!({ "b": 2, "more": 3, "a": 1 });
    read(&from_json(&object), |wire| {
        let mut members = [Value::ABSENT; 3];
        wire.collect_members(Value::FIRST, "a\0b\0c\0", &mut members);
        assert_eq!(members.map(|member| wire.number(member)), [1, 2, -1]);
        let mut few = [Value::ABSENT];
        wire.collect_members(Value::FIRST, "b\0a\0", &mut few);
        assert_eq!(few.map(|member| wire.number(member)), [2]);
    });
    for other in [json!(["a", 1]), json!("a"), json!(null)] {
        read(&from_json(&other), |wire| {
            let mut members = [Value::ABSENT; 2];
            wire.collect_members(Value::FIRST, "a\0b\0", &mut members);
            assert_eq!(members, [Value::ABSENT; 2], "{other}");
        });
    }
}

#[test]
fn decodes_every_kind_of_value() {
    let mut encoder = Encoder::new();
    encoder.list(|list| {
        list.absent().null().boolean(true).boolean(false);
        list.function().ill_formed().other().number(-1.5).text("é");
        list.optional_text(None).optional_text(Some(""));
        list.list(|_| ()).object(|_| ());
    });
    let expected = [
        Kind::ABSENT,
        Kind::NULL,
        Kind::TRUE,
        Kind::FALSE,
        Kind::FUNCTION,
        Kind::ILL_FORMED,
        Kind::OTHER,
        Kind::NUMBER,
        Kind::TEXT,
        Kind::ABSENT,
        Kind::TEXT,
        Kind::LIST,
        Kind::OBJECT,
    ];
    read(&encoder.finish(), |wire| {
        let items = inside(wire, Value::FIRST, Kind::LIST);
        let kinds: Vec<_> = items.iter().map(|item| wire.kind(*item)).collect();
        assert_eq!(kinds, expected);
        assert_eq!(wire.decimal(items[7]), b"-1.5");
        assert_eq!(wire.text(items[8]), "é".as_bytes());
        for (item, kind) in items.into_iter().zip(expected) {
            // No value is read as another kind.
            assert_eq!(wire.is_absent(item), kind == Kind::ABSENT);
            assert_eq!(
                wire.is_absent_or_null(item),
                [Kind::ABSENT, Kind::NULL].contains(&kind)
            );
            assert_eq!(wire.is_true(item), kind == Kind::TRUE);
            assert_eq!(
                wire.is_boolean(item),
                [Kind::TRUE, Kind::FALSE].contains(&kind)
            );
            assert_eq!(wire.is_text(item), kind == Kind::TEXT);
            assert!(kind == Kind::NUMBER || wire.decimal(item).is_empty());
            assert!(kind == Kind::TEXT || wire.text(item).is_empty());
            assert_eq!(wire.has_text(item), wire.text(item) == "é".as_bytes());
            assert!(inside(wire, item, Kind::LIST).is_empty());
            assert!(inside(wire, item, Kind::OBJECT).is_empty());
        }
    });
}

#[test]
fn reads_whole_numbers_of_up_to_32_bits() {
    for (number, whole) in [
        ("0", 0),
        ("007", 7),
        ("4294967295", 4_294_967_295),
        ("4294967296", -1),
        ("99999999999999999999", -1),
        ("-1", -1),
        ("1.5", -1),
        ("1e+21", -1),
        ("NaN", -1),
        ("", -1),
    ] {
        let encoded = encode_raw(b'#', number.as_bytes());
        assert_eq!(
            read(&encoded, |wire| wire.number(Value::FIRST)),
            whole,
            "{number}"
        );
    }
    assert_eq!(
        read(&encode_raw(b'"', b"1"), |wire| wire.number(Value::FIRST)),
        -1
    );
}

#[test]
fn reads_headers_as_an_object_or_as_pairs() {
    let pairs = |json: &Json| {
        read(&from_json(json), |wire| {
            let mut read = Vec::new();
            let mut pair = wire.first_pair(Value::FIRST);
            while pair < wire.after(Value::FIRST) {
                let name = wire.pair_name(Value::FIRST, pair);
                read.push(json!([
                    json_of(wire, name),
                    json_of(wire, wire.after(name))
                ]));
                pair = wire.next_pair(Value::FIRST, pair);
            }
            json!(read)
        })
    };
    let expected = json!([["a", "1"], ["b", null]]);
    assert_eq!(pairs(&json!({ "a": "1", "b": null })), expected);
    assert_eq!(pairs(&expected), expected);
    for no_pair in [
        json!(["a"]),
        json!([["a"]]),
        json!([["a", "1", "2"]]),
        json!([[]]),
    ] {
        assert_eq!(pairs(&no_pair), json!([[null, null]]));
    }
    assert_eq!(pairs(&json!("a")), json!([]));
    let headers = from_json(&json!([["X-Key", "1"], ["x-key", "2"]]));
    read(&headers, |wire| {
        let first = wire.first_pair(Value::FIRST);
        let second = wire.next_pair(Value::FIRST, first);
        let third = wire.next_pair(Value::FIRST, second);
        assert!(wire.has_pair(Value::FIRST, first, b"x-KEY"));
        assert!(wire.has_pair(Value::FIRST, second, b"X-KEY"));
        assert!(!wire.has_pair(Value::FIRST, third, b"x-key"));
        assert!(!wire.has_pair(Value::FIRST, first, b"x-ke"));
    });
}

proptest! {
    #[test]
    fn decodes_what_was_encoded(json in any_json()) {
        let encoded = from_json(&json);
        read(&[&encoded[..], &encoded].concat(), |wire| {
            let second = wire.after(Value::FIRST);
            prop_assert_eq!(json_of(wire, Value::FIRST), json.clone());
            prop_assert_eq!(json_of(wire, second), json);
            prop_assert_eq!(wire.after(second), wire.end());
            Ok(())
        })?;
    }

    #[test]
    fn finds_members_by_name(members in prop::collection::btree_map("[a-c]{1,2}", any::<String>(), 0..6), name in "[a-c]{1,2}") {
        read(&from_json(&json!(members)), |wire| {
            let found = wire.get(Value::FIRST, name.as_bytes());
            prop_assert_eq!(wire.is_text(found), members.contains_key(&name));
            let text = members.get(&name).map_or("", String::as_str);
            prop_assert_eq!(wire.text(found), text.as_bytes());
            Ok(())
        })?;
    }
}
