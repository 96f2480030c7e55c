//! The invariants of every exchange, with random inputs of which most parts are valid.

use contact_card::gateway::ListsInFlight;
use contact_card::wire::{Value, Wire, from_json};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use serde_json::{Value as Json, json};

use crate::support::gateway::{
    ExchangeInput, KEY, ORIGIN, PATH, Upstream, assert_invariants, config, run_exchange,
};
use crate::support::wire::parse_json;

const NUMBERS: [&str; 4] = ["+15551234567", "+15550000000", "+10", "+999999999999999"];

/// Mostly the valid text, sometimes one of the others, rarely any text.
fn mostly(valid: &'static str, others: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        20 => Just(valid.to_owned()),
        2 => select(others).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn target() -> impl Strategy<Value = String> {
    let valid = select(&NUMBERS[..2])
        .prop_map(|number| format!("{PATH}?phone_number={}", number.replace('+', "%2B")));
    let value = prop_oneof!["[%+0-9a-fA-F]{0,20}", any::<String>()];
    let name = mostly(
        "phone_number",
        &["phone%5Fnumber", "Phone_number", "url", ""],
    );
    let query = prop::collection::vec((name, value), 0..3);
    let path = mostly(PATH, &["/api/linq//v3/contact_card", "/"]);
    let other = (path, query).prop_map(|(path, query)| {
        let pairs: Vec<_> = query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("{path}?{}", pairs.join("&"))
    });
    prop_oneof![4 => valid, 2 => Just(PATH.to_owned()), 1 => other]
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let valid = vec![("content-type", "application/json"), ("origin", ORIGIN)];
    let valid = valid
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let name = select(
        &[
            "content-type",
            "Content-Length",
            "content-encoding",
            "ORIGIN",
            "sec-fetch-site",
            "transfer-encoding",
            "authorization",
            "x-http-method-override",
        ][..],
    );
    let value = prop_oneof![
        select(
            &[
                "application/json",
                "identity",
                "same-origin",
                "null",
                "20",
                "0",
                "4097",
                ORIGIN,
                KEY
            ][..]
        )
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let more = (name.prop_map(str::to_owned), value);
    let more = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(more, 1..3)];
    (Just(valid.collect::<Vec<_>>()), more).prop_map(|(valid, more)| [valid, more].concat())
}

fn json_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        select(
            &[
                "Ada",
                KEY,
                "https://a.example/b",
                "https://127.1/",
                "",
                "+15551234567"
            ][..]
        )
        .prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((field(), inner), 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    mostly(
        "first_name",
        &[
            "phone_number",
            "last_name",
            "image_url",
            "is_active",
            "error",
            "code",
            "message",
            "contact_cards",
            "trace_id",
            "doc_url",
            "retry_after",
            "granted",
            "places",
            "user",
            "numbers",
            KEY,
        ],
    )
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let number = select(&NUMBERS[..]);
    let valid = (
        select(&["Ada", "é😀", "\u{0}"][..]),
        prop::option::of(number),
    )
        .prop_map(|(name, number)| match number {
            Some(number) => json!({ "phone_number": number, "first_name": name }),
            None => json!({ "first_name": name }),
        });
    prop_oneof![
        4 => valid.prop_map(|json| json.to_string().into_bytes()),
        2 => json_value().prop_map(|json| json.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..64),
        1 => (0..200_usize).prop_map(|depth| "[".repeat(depth).into_bytes()),
    ]
}

fn session() -> impl Strategy<Value = Vec<u8>> {
    let numbers = prop_oneof![
        2 => Just(json!("all")),
        4 => prop::collection::vec(select(&NUMBERS[..]), 0..4).prop_map(|numbers| json!(numbers)),
         1 => json_value(),
    ];
    prop_oneof![
        8 => (mostly("alice", &[""]), numbers).prop_map(|(user, numbers)| from_json(&json!({ "user": user, "numbers": numbers }))),
        1 => json_value().prop_map(|json| from_json(&json)),
        1 => Just(b"n\0\0\0\0".to_vec()),
    ]
    // A user whose name is the key knows it already, so the log may contain it.
    .prop_filter("the user is named like the key", |session| !is_key_user(session))
}

fn is_key_user(session: &[u8]) -> bool {
    let wire = Wire::new(&session, &mut []);
    wire.is(wire.get(Value::FIRST, b"user"), KEY.as_bytes())
}

fn reserved() -> impl Strategy<Value = Vec<u8>> {
    let usage =
        (0..40_u32, any::<u32>()).prop_map(|(used, reset)| json!({ "used": used, "reset": reset }));
    let places = prop::collection::vec(usage, 0..3);
    prop_oneof![
        6 => (any::<bool>(), places).prop_map(|(granted, places)| from_json(&json!({ "granted": granted, "places": places }))),
        1 => json_value().prop_map(|json| from_json(&json)),
    ]
}

fn response() -> impl Strategy<Value = Upstream> {
    let status = prop_oneof![4 => select(&[200_u32, 201, 400, 429, 500][..]), 1 => 0..1_100_u32];
    let header = || {
        prop::option::of(mostly(
            "7",
            &[KEY, "false", "a\r\nb", "Sun, 06 Nov 1994 08:49:37 GMT"],
        ))
    };
    let state = prop_oneof![6 => Just("whole"), 1 => select(&["late", "too long", "broken"][..])];
    let card =
        |number: &str| json!({ "phone_number": number, "first_name": "Ada", "is_active": true });
    let valid = select(&NUMBERS[..]).prop_map(card);
    let list = prop::collection::vec(select(&NUMBERS[..]).prop_map(card), 0..4)
        .prop_map(|cards| json!({ "contact_cards": cards }));
    let body = prop_oneof![
        2 => valid.prop_map(|json| json.to_string().into_bytes()),
        2 => list.prop_map(|json| json.to_string().into_bytes()),
        1 => json_value().prop_map(|error| json!({ "error": error, "trace_id": KEY }).to_string().into_bytes()),
        1 => body(),
    ];
    let response = (status, header(), header(), header(), state, body).prop_map(
        |(status, retry_after, trace_id, should_retry, state, body)| {
            let head = json!({
                "status": status,
                "retryAfter": retry_after,
                "traceId": trace_id,
                "shouldRetry": should_retry,
            });
            Upstream::Response(from_json(&head), state, body)
        },
    );
    let none = select(&["late", "unreachable", ""][..]).prop_map(Upstream::Missing);
    prop_oneof![8 => response, 1 => none]
}

/// The input of a valid exchange.
fn valid_input() -> impl Strategy<Value = ExchangeInput> {
    let method = select(&["GET", "PATCH", "POST"][..]);
    (method, select(&NUMBERS[..])).prop_map(|(method, number)| {
        let query = format!("?phone_number=%2B{}", &number[1..]);
        let card = json!({ "phone_number": number, "first_name": "Ada", "is_active": true });
        let used = json!({ "used": 1, "reset": 1 });
        let mut input = ExchangeInput {
            method: method.to_owned(),
            target: PATH.to_owned() + if method == "POST" { "" } else { &query },
            headers: Vec::new(),
            session: from_json(&json!({ "user": "alice", "numbers": NUMBERS[..2] })),
            body: ("whole", b"{\"first_name\":\"Ada\"}".to_vec()),
            lists: ListsInFlight {
                of_user: 1,
                in_all: 1,
            },
            reserved: from_json(&json!({ "granted": true, "places": [used, used] })),
            response: Upstream::Missing("late"),
        };
        let head = json!({ "status": 200 });
        match method {
            "GET" => input.set_response(&head, json!({ "contact_cards": [card] }).to_string()),
            _ => input.set_response(&head, card.to_string()),
        }
        if method != "GET" {
            input.set_header("content-type", "application/json");
            input.set_header("origin", ORIGIN);
        }
        if method == "POST" {
            input.set_body(json!({ "phone_number": number, "first_name": "Ada" }).to_string());
        }
        input
    })
}

/// The input of an exchange, some of whose parts are replaced by random ones.
fn input() -> impl Strategy<Value = ExchangeInput> {
    use prop::option::weighted;
    let state = prop_oneof![4 => Just("whole"), 1 => select(&["late", "too long", "broken"][..])];
    let others = (
        weighted(
            0.1,
            mostly("PATCH", &["GET", "POST", "patch", "DELETE", ""]),
        ),
        weighted(0.2, target()),
        weighted(0.2, headers()),
        weighted(0.2, session()),
        weighted(0.2, (state, body())),
        weighted(0.1, (0..6_u32, 0..20_u32)),
        weighted(0.2, reserved()),
        weighted(0.4, response()),
    );
    (valid_input(), others).prop_map(
        |(valid, (method, target, headers, session, body, lists, reserved, response))| {
            ExchangeInput {
                method: method.unwrap_or(valid.method),
                target: target.unwrap_or(valid.target),
                headers: headers.unwrap_or(valid.headers),
                session: session.unwrap_or(valid.session),
                body: body.unwrap_or(valid.body),
                lists: lists.map_or(valid.lists, |(of_user, in_all)| ListsInFlight {
                    of_user,
                    in_all,
                }),
                reserved: reserved.unwrap_or(valid.reserved),
                response: response.unwrap_or(valid.response),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn every_exchange_keeps_the_invariants(input in input(), allow_empty: bool) {
        let config = config(&json!({ "allowEmpty": allow_empty }));
        let transcript = run_exchange(&config, &input);
        assert_invariants(&input, &transcript);
    }
}

/// A card of a list, in which any member may be missing or of another type.
fn any_card() -> impl Strategy<Value = Json> {
    let text = |texts: &'static [&'static str]| {
        let others = prop_oneof![
            Just(Json::Null),
            Just(json!(7)),
            Just(json!({ "error": {} })),
            Just(json!([]))
        ];
        let text = prop_oneof![3 => select(texts).prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![12 => text.prop_map(Json::from), 1 => others]
    };
    let member = |value: BoxedStrategy<Json>, presence| prop::option::weighted(presence, value);
    let members = (
        member(text(&NUMBERS).boxed(), 0.98),
        member(text(&["Ada", "", "\"\\\n\u{0}é😀"]).boxed(), 0.98),
        member(text(&["Lovelace"]).boxed(), 0.5),
        member(
            text(&["https://cdn.linqapp.com/a.png", "javascript:alert(1)"]).boxed(),
            0.5,
        ),
        member(
            prop_oneof![20 => any::<bool>().prop_map(Json::from), 1 => Just(json!("true"))].boxed(),
            0.98,
        ),
        member(json_value().boxed(), 0.2),
    );
    members.prop_map(|(number, first, last, image, is_active, other)| {
        let names = [
            "phone_number",
            "first_name",
            "last_name",
            "image_url",
            "is_active",
            "other",
        ];
        let members = names
            .into_iter()
            .zip([number, first, last, image, is_active, other]);
        members
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    })
}

/// What a page receives of a card: written over a tree, independently of the gateway. `None` for
/// anything but a card.
fn shown(card: &Json) -> Option<Json> {
    let is_optional_text = |name: &str| card[name].is_string() || card[name].is_null();
    let is_card = card["phone_number"].is_string()
        && card["first_name"].is_string()
        && is_optional_text("last_name")
        && is_optional_text("image_url")
        && card["is_active"].is_boolean();
    let is_https = |url: &Json| url.as_str().is_some_and(|url| url.starts_with("https://"));
    let mut shown = json!({});
    for name in [
        "phone_number",
        "first_name",
        "last_name",
        "image_url",
        "is_active",
    ] {
        let value = &card[name];
        if !value.is_null() && (name != "image_url" || is_https(value)) {
            shown[name] = value.clone();
        }
    }
    is_card.then_some(shown)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn g6_lists_are_read_as_from_a_tree(cards in prop::collection::vec(any_card(), 0..6), is_pretty: bool) {
        let shown: Option<Vec<_>> = cards.iter().map(shown).collect();
        let list = json!({ "next": [{}], "contact_cards": cards });
        let body = if is_pretty { format!("{list:#}") } else { list.to_string() };
        let input = super::with(super::list(), |input| {
            input.set_session(&json!({ "user": "alice", "numbers": NUMBERS[..2] }));
            input.set_response(&json!({ "status": 200 }), body);
        });
        let response = run_exchange(&config(&json!({})), &input).response;
        match shown {
            Some(_) if list.to_string().contains(KEY) => {}
            Some(mut cards) => {
                cards.retain(|card| NUMBERS[..2].contains(&card["phone_number"].as_str().unwrap()));
                prop_assert_eq!(parse_json(&response.body), json!({ "contact_cards": cards }));
            }
            None => prop_assert_eq!(response.status, 502),
        }
    }
}

/// A gateway that refuses everything would keep the invariants too.
#[test]
fn random_exchanges_reach_linq_and_succeed() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let config = config(&json!({}));
    let (mut forwarded, mut succeeded) = (0, 0);
    for _ in 0..2_000 {
        let input = input().new_tree(&mut runner).unwrap().current();
        let transcript = run_exchange(&config, &input);
        forwarded += u32::from(transcript.forward.is_some());
        succeeded += u32::from(transcript.response.status < 300);
    }
    assert!(
        forwarded > 100 && succeeded > 20,
        "{forwarded} forwarded, {succeeded} succeeded"
    );
}
