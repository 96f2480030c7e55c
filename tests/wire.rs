//! What crosses the boundary: values in, broken ones too, and JSON out.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::api::Operation;
use contact_card::call::Machine;
use contact_card::text::Text;
use contact_card::wire::{Encoder, Kind, Value, Wire};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::scenario::{Scenario, started};
use support::{
    ABSENT, Clock, FUNCTION, NULL, TRUE, encode, encode_operation, message, page, parsed, step,
    value, with_members, written, written_list, written_object,
};

/// Looks at an input.
fn read<T>(input: &[u8], look: impl FnOnce(&Wire<'_, '_>) -> T) -> T {
    look(&Wire::new(&input, &mut []))
}

/// The values inside of one of this kind.
fn inside(wire: &Wire<'_, '_>, value: Value, kind: Kind) -> Vec<Value> {
    let (mut at, mut values) = (wire.first(value, kind), Vec::new());
    while at < wire.after(value) {
        values.push(at);
        at = wire.after(at);
    }
    values
}

/// The values that an input has, one behind the other.
fn kinds(wire: &Wire<'_, '_>) -> Vec<Kind> {
    let (mut at, mut kinds) = (Value::FIRST, Vec::new());
    while at < wire.end() {
        kinds.push(wire.kind(at));
        at = wire.after(at);
    }
    kinds
}

/// A value as JSON, where it is one: an object's first member of a name counts.
fn json_of(wire: &Wire<'_, '_>, value: Value) -> Json {
    let text = |text: Text<'_>| String::from_utf8(text.to_vec()).unwrap();
    match wire.kind(value) {
        Kind::TRUE => json!(true),
        Kind::FALSE => json!(false),
        Kind::NUMBER => parsed(&text(wire.decimal(value))),
        Kind::TEXT => json!(text(wire.text(value))),
        Kind::LIST => {
            let items = inside(wire, value, Kind::LIST).into_iter();
            items.map(|item| json_of(wire, item)).collect()
        }
        Kind::OBJECT => {
            let mut object = serde_json::Map::new();
            for pair in inside(wire, value, Kind::OBJECT).chunks(2) {
                let name = text(wire.text(pair[0]));
                object.entry(name).or_insert(json_of(wire, pair[1]));
            }
            object.into()
        }
        _ => json!(null),
    }
}

#[test]
fn the_wire_format_is_what_its_docs_show() {
    let inside = [
        value(b'"', b"first_name"),
        value(b'"', b"Ada"),
        value(b'"', b"tags"),
        value(b'[', TRUE),
    ];
    let (object, inside) = (value(b'{', &inside.concat()), inside.concat());
    assert_eq!((object[0], &object[1..5]), (b'{', &[42, 0, 0, 0][..]));
    assert_eq!(&object[5..], inside);
    let json = json!({ "first_name": "Ada", "tags": [true] });
    assert_eq!(encode(&json), object);
    assert_eq!(read(&object, |wire| json_of(wire, Value::FIRST)), json);
    let with_function = with_members(&json!({ "a": 1 }), &[("b", FUNCTION)]);
    let members = [
        value(b'"', b"a"),
        value(b'#', b"1"),
        value(b'"', b"b"),
        FUNCTION.to_vec(),
    ];
    assert_eq!(with_function, value(b'{', &members.concat()));
}

#[test]
fn a_list_ends_where_it_ends() {
    let list = value(b'[', &[&value(b'#', b"7"), NULL].concat());
    let input = [list, encode(&json!("opaqueredirect"))].concat();
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
        value(b'[', b""),
        value(b'{', b""),
        value(b'"', b"a"),
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
fn what_is_behind_a_value_is_not_its_own() {
    for encoded in [
        value(b'[', b""),
        value(b'[', NULL),
        value(b'{', b""),
        value(b'{', &[&value(b'"', b"a"), NULL].concat()),
        value(b'[', &value(b'[', NULL)),
        value(b'"', b"a[b"),
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
fn values_are_taken_one_after_the_other() {
    read(&message(&[TRUE, &encode(&json!([1, 2])), b""]), |wire| {
        let mut place = Value::FIRST;
        assert!(wire.is_true(wire.take(&mut place)));
        assert_eq!(wire.kind(wire.take(&mut place)), Kind::LIST);
        assert!(wire.is_absent(wire.take(&mut place)));
        assert_eq!(place, wire.end());
        // Nothing more is there, however often it is asked for.
        for _ in 0..3 {
            assert!(wire.is_absent(wire.take(&mut place)));
        }
    });
}

#[test]
fn members_go_to_the_places_of_their_names() {
    let object = json!({ "b": 2, "more": 3, "a": 1 });
    read(&encode(&object), |wire| {
        let mut members = [Value::ABSENT; 3];
        wire.sort_members(Value::FIRST, "a\0b\0c\0", &mut members);
        assert_eq!(members.map(|member| wire.number(member)), [1, 2, -1]);
        let mut few = [Value::ABSENT];
        wire.sort_members(Value::FIRST, "b\0a\0", &mut few);
        assert_eq!(few.map(|member| wire.number(member)), [2]);
    });
    for other in [json!(["a", 1]), json!("a"), json!(null)] {
        read(&encode(&other), |wire| {
            let mut members = [Value::ABSENT; 2];
            wire.sort_members(Value::FIRST, "a\0b\0", &mut members);
            assert_eq!(members, [Value::ABSENT; 2], "{other}");
        });
    }
}

/// Takes the first step of an update whose every part is this value.
fn start_with(value: &[u8]) -> Json {
    let operation = encode_operation(Operation::Update);
    let started = encode(&json!("started"));
    first_step(&[&operation, value, value, value, b"", value, b"", &started])
}

/// Takes a step whose response has this body, behind which nothing is.
fn end_with(body: &[u8]) -> Json {
    let operation = encode_operation(Operation::Update);
    let (response, head) = (
        encode(&json!("response")),
        encode(&json!({ "status": 200 })),
    );
    first_step(&[
        &operation, b"", b"", b"", b"", b"", b"", &response, &head, body,
    ])
}

fn first_step(values: &[&[u8]]) -> Json {
    let message = message(values);
    let clock = Clock {
        started_at: 0,
        now: 0,
        random: 0.0,
    };
    step(&mut Machine::new(Operation::Update), &message, clock).1
}

#[test]
fn depth_doesn_t_exhaust_the_stack() {
    for kind in [Kind::LIST, Kind::OBJECT] {
        let mut deep = TRUE.to_vec();
        for _ in 0..20_000 {
            deep = if kind == Kind::LIST {
                value(b'[', &deep)
            } else {
                value(b'{', &[value(b'"', b"a"), deep].concat())
            };
        }
        read(&[&deep[..], TRUE].concat(), |wire| {
            assert!(wire.is_true(wire.after(Value::FIRST)));
            let (mut value, mut depth) = (Value::FIRST, 0);
            while !wire.is_true(value) {
                value = if kind == Kind::LIST {
                    wire.first_item(value)
                } else {
                    wire.get(value, b"a")
                };
                depth += 1;
            }
            assert_eq!(depth, 20_000);
        });
        assert!(start_with(&deep)["error"].is_object());
    }
    // Lists and objects that begin and don't end.
    let open = |letter: u8, length: u32| [&[letter][..], &length.to_le_bytes()].concat();
    for open in [
        open(b'[', 9),
        open(b'[', 999_999),
        [open(b'{', 9), value(b'"', b"a")].concat(),
        open(b'[', u32::MAX),
    ] {
        let open = open.repeat(10_000);
        read(&open, |wire| assert!(kinds(wire).len() <= open.len()));
        assert!(end_with(&open)["error"].is_object());
    }
}

#[test]
fn what_is_broken_is_not_read() {
    let cut = |value: Vec<u8>, length: usize| value[..length].to_vec();
    let open = |letter: u8, length: u32| [&[letter][..], &length.to_le_bytes()].concat();
    let text = |length: u32| [&open(b'"', length)[..], b"x"].concat();
    for broken in [
        Vec::new(),
        b"]".to_vec(),
        b"y".to_vec(),
        "é".as_bytes().to_vec(),
        b"\"\x04".to_vec(),
        cut(value(b'"', b"John"), 8),
        cut(value(b'#', b"12"), 6),
        open(b'[', u32::MAX),
        open(b'{', u32::MAX),
        text(u32::MAX),
        text(u32::MAX - 1),
        text(u32::MAX - 5),
        text(1 << 31),
    ] {
        let list = [TRUE, &broken].concat();
        for (input, at) in [(&broken, 0), (&list, 1)] {
            read(input, |wire| {
                let value = if at == 0 {
                    Value::FIRST
                } else {
                    wire.after(Value::FIRST)
                };
                assert!(
                    wire.text(value).is_empty() && wire.decimal(value).is_empty(),
                    "{broken:?}"
                );
                assert!(wire.number(value) < 0, "{broken:?}");
                assert!(wire.is_absent(wire.first_item(value)), "{broken:?}");
                assert!(wire.is_absent(wire.get(value, b"a")), "{broken:?}");
                assert!(
                    !wire.has_pair(value, wire.first_pair(value), b"a"),
                    "{broken:?}"
                );
                assert!(kinds(wire).len() <= input.len(), "{broken:?}");
            });
        }
    }
}

/// Half of a surrogate pair in a name.
#[test]
fn an_ill_formed_name_hides_no_other() {
    let with_ill_formed = |json: &Json| {
        let mut encoder = Encoder::new();
        encoder.object(|object| {
            object.ill_formed().boolean(true);
            for (name, member) in json.as_object().unwrap() {
                object.text(name).encoded(&encode(member));
            }
        });
        encoder.finish()
    };
    let card = json!({ "phone_number": "+15551234567", "first_name": "John" });
    let params = with_ill_formed(&card);
    read(&params, |wire| {
        assert_eq!(wire.text(wire.get(Value::FIRST, b"first_name")), b"John");
    });
    for (params, options, code) in [
        (params, Vec::new(), "unknown_field"),
        (
            encode(&card),
            with_ill_formed(&json!({ "sendEmpty": true })),
            "unknown_option",
        ),
    ] {
        let mut call = Scenario::update(json!({}), json!({})).within(page());
        (call.encoded_params, call.encoded_options) = (params, options);
        let issues = call.on(started()).error()["issues"].clone();
        assert_eq!(issues.as_array().unwrap().len(), 1, "{issues}");
        assert_eq!(issues[0]["code"], code);
        let path = issues[0]["path"].as_array().unwrap();
        assert_eq!(path.last().unwrap(), "\u{fffd}");
    }
}

#[test]
fn every_kind_is_read_as_it_was_encoded() {
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
            // Nothing is read as what it isn't.
            assert_eq!(wire.is_absent(item), kind == Kind::ABSENT);
            assert_eq!(
                wire.is_nothing(item),
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
fn whole_numbers_are_those_that_32_bits_hold() {
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
        let encoded = value(b'#', number.as_bytes());
        assert_eq!(
            read(&encoded, |wire| wire.number(Value::FIRST)),
            whole,
            "{number}"
        );
    }
    assert_eq!(
        read(&value(b'"', b"1"), |wire| wire.number(Value::FIRST)),
        -1
    );
}

#[test]
fn headers_may_be_pairs() {
    let pairs = |json: &Json| {
        read(&encode(json), |wire| {
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
    for no_pair in [json!(["a"]), json!([["a"]]), json!([[]])] {
        assert_eq!(pairs(&no_pair), json!([[null, null]]));
    }
    assert_eq!(pairs(&json!("a")), json!([]));
    let headers = encode(&json!([["X-Key", "1"], ["x-key", "2"]]));
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

/// JSON of any kind.
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

/// Writes JSON as the core does.
fn write(wire: &mut Wire<'_, '_>, json: &Json) {
    match json {
        Json::Object(members) => {
            wire.separate();
            wire.byte(b'{');
            for (name, member) in members {
                let name = name.as_bytes();
                match member {
                    Json::String(text) => wire.member(name, text.as_bytes()),
                    Json::Bool(flag) => wire.flag(name, *flag),
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
            wire.raw(other.to_string().as_bytes());
        }
    }
}

/// Writes JSON in a string, in JSON, so many times.
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

proptest! {
    /// What is encoded is read back.
    #[test]
    fn values_survive(json in any_json()) {
        let encoded = encode(&json);
        read(&[&encoded[..], &encoded].concat(), |wire| {
            let second = wire.after(Value::FIRST);
            prop_assert_eq!(json_of(wire, Value::FIRST), json.clone());
            prop_assert_eq!(json_of(wire, second), json);
            prop_assert_eq!(wire.after(second), wire.end());
            Ok(())
        })?;
    }

    /// An object's members are found by their names.
    #[test]
    fn members_are_found(members in prop::collection::btree_map("[a-c]{1,2}", any::<String>(), 0..6), name in "[a-c]{1,2}") {
        read(&encode(&json!(members)), |wire| {
            let found = wire.get(Value::FIRST, name.as_bytes());
            prop_assert_eq!(wire.is_text(found), members.contains_key(&name));
            let text = members.get(&name).map_or("", String::as_str);
            prop_assert_eq!(wire.text(found), text.as_bytes());
            Ok(())
        })?;
    }

    /// Any bytes are read without harm, and no value has more bytes than there are.
    #[test]
    fn any_input_is_read(input in prop::collection::vec(any::<u8>(), 0..64)) {
        let input = input.as_slice();
        let wire = Wire::new(&input, &mut []);
        prop_assert!(kinds(&wire).len() <= input.len());
        prop_assert!(inside(&wire, Value::FIRST, Kind::LIST).len() <= input.len());
        prop_assert!(wire.text(Value::FIRST).len() <= input.len());
        prop_assert_eq!(wire.get(Value::FIRST, b"no such name"), Value::ABSENT);
        prop_assert!(!wire.has_pair(Value::FIRST, wire.first_pair(Value::FIRST), b"no such name"));
    }

    /// The same of what looks like values; a call with it ends, in JSON.
    #[test]
    fn broken_input_is_read(input in r##"([untfFx?\[{"#][\x00-\x18]\x00\x00\x00|[+a-z0-9\x00]{0,3}|phone_number|https://){0,24}"##, letter in prop::sample::select(&b"{[\""[..])) {
        let clock = Clock { started_at: 0, now: 0, random: 0.0 };
        let mut machine = Machine::new(Operation::Update);
        let input = input.as_bytes();
        for event in ["started", "key", "response", "thrown", "timedOut"] {
            let (operation, event) = (encode_operation(Operation::Update), encode(&json!(event)));
            // What breaks off would take what follows with it.
            let broken = value(letter, input);
            let parts = [&operation, &broken, &broken, &broken, &broken, &broken, &broken, &event, &broken];
            let message = [&parts.map(Vec::as_slice).concat(), input].concat();
            let _ = step(&mut machine, &message, clock);
        }
    }

    /// What is written is the JSON that was meant, also as a string within other JSON.
    #[test]
    fn json_survives(json in any_json(), depth in 0..4_u32) {
        let mut text = written(b"", |wire| write_nested(wire, &json, depth));
        for _ in 0..depth {
            let outer = parsed(&text);
            prop_assert_eq!(&outer["behind"], 1);
            text = outer["body"].as_str().unwrap().to_owned();
        }
        prop_assert_eq!(&parsed(&text)["json"], &json);
    }

    /// A full output changes neither the length nor what there was room for.
    #[test]
    fn a_full_output_counts(json in any_json(), depth in 0..3_u32, room in 0..200_usize) {
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

    /// Every character is escaped as JSON has it.
    #[test]
    fn strings_are_escaped(text in "[\u{0}-\u{7f}]{0,32}") {
        let string = written(b"", |wire| wire.string(text.as_bytes()));
        prop_assert!(string.bytes().all(|byte| byte >= b' '));
        prop_assert_eq!(parsed(&string), json!(text));
    }

    #[test]
    fn whole_numbers_are_written(number in any::<i64>()) {
        let object = written_object(b"", |wire| wire.number_member(b"number", number));
        let expected = (number >= 0).then(|| json!(number));
        prop_assert_eq!(object.get("number").cloned(), expected);
    }

    /// A text of the input goes out as it came in.
    #[test]
    fn texts_are_copied(text in any::<String>()) {
        let object = written_object(&encode(&json!([text, null])), |wire| {
            let item = wire.first_item(Value::FIRST);
            wire.copy_member(b"text", item);
            wire.copy_member(b"null", wire.after(item));
        });
        prop_assert_eq!(object, json!({ "text": text }));
    }
}

#[test]
fn commas_are_between_items_alone() {
    let list = written_list(b"", |wire| {
        wire.string(b"");
        wire.string(b"{");
        wire.separate();
        wire.raw(b"[]");
        wire.string(b":");
        wire.string(b"");
    });
    assert_eq!(list, json!(["", "{", [], ":", ""]));
}
