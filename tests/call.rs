//! A call from the input to the outcome, on a scripted server.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::{Duration, Instant};

use contact_card::api_key::Host;
use contact_card::client::{Call, Purpose};
use contact_card::error::Error;
use contact_card::http::{Head, Response};
use contact_card::json::Json;
use contact_card::phone_number::PhoneNumber;
use contact_card::turns::Turns;
use contact_card::value::Value;
use serde_json::json;
use support::scripted::{PAGE, SERVER, Scripted, call, refusal};
use support::world::{NEVER, Reaction};
use support::{Body, FUNCTION, pack, parsed, unpack, value, with_members};

fn update(platform: &Scripted) -> serde_json::Value {
    let input = json!({ "phone_number": "+15551234567", "first_name": "John" });
    call(
        Purpose::Update,
        input,
        json!({ "apiKey": "sk-secret-key" }),
        platform,
    )
}

#[test]
fn the_reference_page_s_sample_is_sent_byte_for_byte() {
    let platform = Scripted::answering(
        200,
        &json!({
            "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe",
            "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "is_active": true,
        }),
    );
    let input = json!({
        "phone_number": "+15551234567", "first_name": "John",
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "last_name": "Doe",
    });
    let card = call(
        Purpose::Update,
        input.clone(),
        json!({ "apiKey": "sk-secret-key" }),
        &platform,
    );
    assert_eq!(card["first_name"], "John");
    let (line, headers) = platform.sent.borrow()[0].clone();
    assert_eq!(
        line,
        concat!(
            "PATCH https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567 ",
            r#"{"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}"#,
        )
    );
    let expected = [
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("authorization", "Bearer sk-secret-key"),
    ];
    assert_eq!(
        headers,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn the_reference_page_s_errors_arrive_as_their_classes() {
    for (status, code, message, name, outcome) in [
        (
            400,
            1002,
            "Phone number must be in E.164 format",
            "BadRequestError",
            "refused",
        ),
        (
            401,
            2004,
            "Unauthorized - missing or invalid authentication token",
            "AuthenticationError",
            "refused",
        ),
        (
            403,
            2005,
            "Access denied - insufficient permissions for this resource",
            "PermissionDeniedError",
            "refused",
        ),
        (404, 2001, "Resource not found", "NotFoundError", "refused"),
        (
            500,
            3006,
            "Internal server error",
            "InternalServerError",
            "unknown",
        ),
        (
            503,
            4004,
            "RCS capability check is temporarily unavailable.",
            "InternalServerError",
            "unknown",
        ),
        (409, 2014, "exists", "ConflictError", "refused"),
        (422, 1005, "bad", "UnprocessableEntityError", "refused"),
        (418, 9999, "teapot", "APIError", "refused"),
    ] {
        let body = json!({ "error": { "status": status, "code": code, "message": message }, "success": false });
        let expected = json!({ "name": name, "message": message, "status": status, "code": code, "outcome": outcome });
        assert_eq!(update(&Scripted::answering(status, &body)), expected);
    }
}

#[test]
fn a_gateway_says_of_a_5xx_that_nothing_was_changed() {
    let outcome = |said: serde_json::Value| {
        let body = json!({ "error": { "status": 503, "code": 4004, "message": "away", "outcome": said }, "success": false });
        update(&Scripted::answering(503, &body))["outcome"].clone()
    };
    assert_eq!(outcome(json!("refused")), "refused");
    for other in [
        json!("unknown"),
        json!(true),
        json!(null),
        json!(["refused"]),
    ] {
        assert_eq!(outcome(other), "unknown");
    }
}

#[test]
fn an_error_carries_what_the_server_says_without_secrets() {
    let body = json!({
        "error": { "code": 1007, "message": "+15551234567 with sk-secret-key: slow down", "doc_url": "https://d.example/sk-secret-key", "retry_after": 412 },
        "trace_id": "t-15551234567",
    });
    let error = update(&Scripted::answering(429, &body));
    assert_eq!(
        error,
        json!({
            "name": "RateLimitError", "message": "+1•••••••567 with •••: slow down", "status": 429, "code": 1007,
            "outcome": "refused", "retryAfter": 412, "docURL": "https://d.example/•••", "traceId": "t-•••",
        })
    );
}

#[test]
fn a_message_as_long_as_a_body_may_be_is_masked_at_once() {
    let digits = "1".repeat(60_000);
    let body = json!({ "error": { "message": digits } });
    let started = Instant::now();
    let error = update(&Scripted::answering(400, &body));
    assert_eq!(
        error["message"].as_str().unwrap().chars().count(),
        digits.len()
    );
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_number_of_seven_digits_is_hidden_wherever_it_stands() {
    let body =
        json!({ "error": { "doc_url": "https://d.example/+9300707" }, "trace_id": "t-9300707" });
    let input = json!({ "phone_number": "+9300707", "first_name": "John" });
    let error = call(
        Purpose::Update,
        input,
        json!({ "apiKey": "sk-secret-key" }),
        &Scripted::answering(400, &body),
    );
    assert_eq!(
        (&error["docURL"], &error["traceId"]),
        (&json!("https://d.example/+•••"), &json!("t-•••"))
    );
}

#[test]
fn headers_stand_in_for_the_envelope() {
    let head = |retry_after: &'static str| Head {
        status: 429,
        retry_after: Some(retry_after),
        trace_id: Some("t-1"),
        ..Head::default()
    };
    for (text, seconds) in [
        ("30", json!(30)),
        ("000000000000000000030", json!(30)),
        ("-3", json!(null)),
        ("1.5", json!(null)),
        ("", json!(null)),
        ("99999999999", json!(null)),
    ] {
        let error = update(&Scripted::new(head(text), Body::NotJson));
        assert_eq!(error["retryAfter"], seconds, "{text:?}");
        assert_eq!(error["traceId"], "t-1");
        assert_eq!(
            error["message"],
            "The server answered with an error status, without saying why"
        );
    }
}

#[test]
fn a_head_is_not_shown() {
    let head = Head {
        status: 401,
        retry_after: Some("sk-secret-key"),
        trace_id: Some("sk-secret-key"),
        should_retry: Some("sk-secret-key"),
        write_budget: Some("+15551234567"),
        ..Head::default()
    };
    let shown = format!("{head:?}");
    assert!(shown.contains("401"), "{shown}");
    assert!(
        !shown.contains("secret") && !shown.contains("555"),
        "{shown}"
    );
}

#[test]
fn a_budget_that_cannot_be_read_does_not_hide_what_a_429_says() {
    for (header, used) in [
        (None, 3),
        (Some("unknown"), 3),
        (Some("limit=3, remaining=1, reset=60"), 2),
    ] {
        let head = Head {
            status: 429,
            retry_after: Some("60"),
            write_budget: header,
            ..Head::default()
        };
        let platform = Scripted::new(head, Body::NotJson);
        update(&platform);
        let budget = platform.world.budget("+15551234567");
        assert_eq!(budget.usage(platform.world.now()).used, used, "{header:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_used_says_why() {
    let card = json!({ "phone_number": "+15551234567", "first_name": "J", "is_active": true });
    let with = |name: &str, value: serde_json::Value| {
        let mut changed = card.clone();
        changed[name] = value;
        changed
    };
    for (body, reason) in [
        (Body::Empty, "The answer has no body"),
        (Body::NotJson, "The answer is not JSON"),
        (Body::TooLong, "The answer is too long"),
        (Body::Json(json!([])), "The answer is not a contact card"),
        (
            Body::Json(with("is_active", json!(null))),
            "The answer is not a contact card",
        ),
        (
            Body::Json(with("phone_number", json!("+15550000000"))),
            "The answer holds the card of another number",
        ),
        (
            Body::Json(with("error", json!({ "code": 3006 }))),
            "The server answered with success and an error at once",
        ),
    ] {
        let error = update(&Scripted::new(
            Head {
                status: 200,
                ..Head::default()
            },
            body,
        ));
        assert_eq!(error["name"], "InvalidResponseError");
        assert_eq!(error["message"], reason);
        assert_eq!(
            (&error["status"], &error["outcome"]),
            (&json!(200), &json!("unknown"))
        );
    }
    for (head, status) in [
        (
            Head {
                status: 307,
                ..Head::default()
            },
            json!(307),
        ),
        (
            Head {
                is_opaque_redirect: true,
                ..Head::default()
            },
            json!(null),
        ),
        (Head::default(), json!(null)),
    ] {
        let error = update(&Scripted::new(head, Body::Empty));
        assert_eq!(
            (&error["name"], &error["status"]),
            (&json!("InvalidResponseError"), &status)
        );
    }
}

#[test]
fn lists_are_checked_card_by_card() {
    let card = json!({ "phone_number": "+15551234567", "first_name": "J", "is_active": true });
    let other = json!({ "phone_number": "+15550000000", "first_name": "K", "is_active": true, "last_name": null });
    let retrieve = |query: serde_json::Value, answer: serde_json::Value| {
        call(
            Purpose::Retrieve,
            query,
            json!({ "apiKey": "k" }),
            &Scripted::answering(200, &answer),
        )
    };
    let both = json!({ "contact_cards": [card, other] });
    assert_eq!(
        retrieve(json!({}), both.clone())["contact_cards"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        retrieve(json!({}), json!({ "contact_cards": [] })),
        json!({ "contact_cards": [] })
    );
    assert_eq!(
        retrieve(json!({ "phone_number": "+15551234567" }), both)["name"],
        "InvalidResponseError"
    );
    assert_eq!(
        retrieve(json!({}), json!({}))["message"],
        "The answer is not a list of contact cards"
    );
    assert_eq!(
        retrieve(json!({}), json!({ "contact_cards": [null] }))["message"],
        "The answer is not a contact card"
    );
    assert_eq!(
        retrieve(json!({ "phone_number": "5" }), json!({}))["issues"][0]["code"],
        "missing_plus"
    );
    assert_eq!(
        retrieve(json!({ "number": "5" }), json!({}))["issues"][0]["code"],
        "unknown_field"
    );
    assert_eq!(
        retrieve(json!([]), json!({}))["issues"][0]["code"],
        "not_an_object"
    );
}

#[test]
fn interruptions_say_what_became_of_the_write() {
    let reaction = |status: u32, body: Option<Body>, body_after: f64| Reaction {
        body_after,
        body,
        ..Reaction::json(status, &json!({}))
    };
    let silent = Reaction {
        head_after: NEVER,
        ..Reaction::json(200, &json!({}))
    };
    let reset = Reaction {
        head: None,
        ..Reaction::json(200, &json!({}))
    };
    let empty = Some(Body::Empty);
    for (reaction, name, outcome) in [
        (silent, "APIConnectionTimeoutError", "unknown"),
        (reset, "APIConnectionError", "unknown"),
        (
            reaction(200, empty.clone(), NEVER),
            "APIConnectionTimeoutError",
            "unknown",
        ),
        (reaction(200, None, 0.0), "InvalidResponseError", "unknown"),
        (reaction(404, empty, NEVER), "NotFoundError", "refused"),
        (reaction(404, None, 0.0), "NotFoundError", "refused"),
    ] {
        let platform = Scripted::reacting(vec![reaction]);
        let error = update(&platform);
        assert_eq!(
            (&error["name"], &error["outcome"]),
            (&json!(name), &json!(outcome))
        );
        assert!(platform.world.now() <= 60_000.0);
    }
}

#[test]
fn a_key_function_is_asked_before_anything_is_sent() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let options = unpack(with_members(&json!({}), &[("apiKey", FUNCTION)]));
    let call = Call::parse(Purpose::Update, input, options, &SERVER).unwrap();
    let key = |text: &str| Some(pack(&json!(text)));
    for (key, aborts_at, expected) in [
        ((0.0, None), NEVER, "CallerThrew"),
        ((NEVER, key("key")), NEVER, "APIConnectionTimeoutError"),
        ((NEVER, key("key")), 5.0, "Aborted"),
        ((0.0, key("key")), 0.0, "Aborted"),
        ((0.0, key("two words")), NEVER, "ValidationError"),
    ] {
        let platform = Scripted {
            key,
            aborts_at,
            ..Scripted::answering(200, &json!({}))
        };
        let error = platform.run(&call).unwrap_err();
        assert_eq!(
            (&error["name"], &error["outcome"]),
            (&json!(expected), &json!("not_sent"))
        );
        assert!(platform.sent.borrow().is_empty());
    }
    let platform = Scripted {
        key: (0.0, key("fresh-key")),
        ..Scripted::answering(200, &json!({}))
    };
    let _ = platform.run(&call);
    let header = ("authorization".to_owned(), "Bearer fresh-key".to_owned());
    assert!(platform.sent.borrow()[0].1.contains(&header));
}

#[test]
fn every_option_is_checked() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    for (name, bad) in [
        ("apiKey", json!("")),
        ("apiKey", json!("two words")),
        ("apiKey", json!("line\nbreak")),
        ("apiKey", json!(null)),
        ("baseURL", json!("ftp://a.example")),
        ("baseURL", json!("https://user:pass@a.example")),
        ("baseURL", json!("https://a.example?x")),
        ("baseURL", json!("https://")),
        ("baseURL", json!("//a.example")),
        ("baseURL", json!("https://a.example\\@b.example")),
        ("baseURL", json!("api")),
        ("baseURL", json!({})),
        ("credentials", json!("always")),
        ("dangerouslyAllowBrowser", json!(1)),
        ("fetch", json!({})),
        ("headers", json!("x: y")),
        ("headers", json!({ "a b": "c" })),
        ("headers", json!({ "a": "b\nc" })),
        ("headers", json!({ "a": "日本" })),
        ("headers", json!([["a"]])),
        ("headers", json!({ "": "c" })),
        ("keepalive", json!("yes")),
        ("maxRetries", json!(-1)),
        ("maxRetries", json!(1.5)),
        ("maxRetryAfter", json!(-1)),
        ("onAttempt", json!("log")),
        ("shouldRetry", json!(true)),
        ("sendEmpty", json!(null)),
        ("signal", json!({})),
        ("timeout", json!(0)),
        ("timeout", json!(-1)),
        ("timeout", json!("1000")),
        ("timeout", json!(2_147_483_648_u32)),
        ("timeout", json!(f64::MAX)),
        ("maxRetryAfter", json!(1.5e21)),
    ] {
        let mut options = json!({ "apiKey": "key" });
        options[name] = bad.clone();
        let options = value(&options);
        let error = Call::parse(Purpose::Update, input, options, &PAGE).unwrap_err();
        let issues = refusal(&error)["issues"].clone();
        assert_eq!(issues[0]["path"], json!(["options", name]), "{name}: {bad}");
        assert_eq!(issues[0]["code"], "invalid_option");
        assert!(
            !issues.to_string().contains("two words"),
            "the value isn't shown"
        );
    }
    let options = value(&json!({ "apiKey": "key", "timeuot": 5 }));
    let error = Call::parse(Purpose::Update, input, options, &SERVER).unwrap_err();
    let Error::Validation(issues) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(issues[0].suggestion.as_deref(), Some("timeout"));
    assert_eq!(
        refusal(&error)["issues"][0],
        json!({
            "path": ["options", "timeuot"], "code": "unknown_option", "message": "is not an option",
        }),
        "an error doesn't hold the suggestion"
    );
    let number = value(&json!(5));
    let error = Call::parse(Purpose::Update, input, number, &PAGE).unwrap_err();
    assert_eq!(refusal(&error)["message"], "options must be an object");
}

#[test]
fn milliseconds_are_taken_as_javascript_writes_them() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let timeout = |number: &str| {
        let number = format!("#{}:{number}", number.len());
        let options = with_members(&json!({ "apiKey": "key" }), &[("timeout", &number)]);
        let call = Call::parse(Purpose::Update, input, unpack(options), &SERVER);
        call.ok().map(|call| call.options().timeout)
    };
    for (number, ms) in [
        ("1", Some(1.0)),
        ("0.5", Some(1.0)),
        ("1000.25", Some(1_001.0)),
        ("2147483647", Some(2_147_483_647.0)),
        ("2147483647.5", None),
        ("1e+21", None),
        ("1.5e+21", None),
        ("NaN", None),
        ("Infinity", None),
        ("-0.5", None),
    ] {
        assert_eq!(timeout(number), ms, "{number}");
    }
}

#[test]
fn issues_of_input_and_options_come_together_and_masked() {
    let input = value(&json!({ "phone_number": "+1 555 123 4567", "+15551234567": 1 }));
    let options = value(&json!({ "apiKey": "key", "timeout": -5 }));
    let error = Call::parse(Purpose::Update, input, options, &SERVER).unwrap_err();
    let text = refusal(&error).to_string();
    assert!(text.contains("options timeout must be"), "{text}");
    assert!(text.contains("+1•••••••567"), "{text}");
    assert!(!text.contains("5551234567"), "{text}");
}

#[test]
fn a_key_is_refused_where_others_can_read_it() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let worker = Host {
        has_document: false,
        has_worker_scope: true,
        ..PAGE
    };
    let workerd = Host {
        is_server_runtime: true,
        ..worker
    };
    let jsdom = Host {
        has_document: true,
        ..SERVER
    };
    let http_page = Host {
        origin: Some("http://dashboard.example"),
        ..PAGE
    };
    let dev_page = Host {
        origin: Some("http://localhost:5173"),
        ..PAGE
    };
    let key = json!({ "apiKey": "key" });
    let allowed = json!({ "apiKey": "key", "dangerouslyAllowBrowser": true });
    let header = json!({ "headers": { "Authorization": "Bearer key" } });
    let with_url =
        |url: &str| json!({ "apiKey": "key", "dangerouslyAllowBrowser": true, "baseURL": url });
    for (host, options, is_safe) in [
        (SERVER, key.clone(), true),
        (PAGE, key.clone(), false),
        (jsdom, key.clone(), false),
        (worker, key.clone(), false),
        (workerd, key.clone(), true),
        (PAGE, allowed.clone(), true),
        (PAGE, header, false),
        (PAGE, json!({ "headers": { "authorization": null } }), true),
        (PAGE, json!({}), true),
        (PAGE, with_url("http://api.example"), false),
        (PAGE, with_url("http://localhost.example"), false),
        (PAGE, with_url("http://127.0.0.1.example"), false),
        (PAGE, with_url("http://127.0.0.1:8787/api/partner"), true),
        (PAGE, with_url("http://localhost:8787"), true),
        (PAGE, with_url("http://[::1]:8787"), true),
        (PAGE, with_url("http://[::2]:8787"), false),
        (PAGE, with_url("https://api.example"), true),
        (PAGE, with_url("/api/other"), true),
        (http_page, with_url("/api/other"), false),
        (dev_page, with_url("/api/other"), true),
    ] {
        let options = value(&options);
        match Call::parse(Purpose::Update, input, options, &host) {
            Ok(_) => assert!(is_safe, "{host:?}"),
            Err(error) => assert!(
                !is_safe && matches!(error, Error::UnsafeKey(_)),
                "{error:?} {host:?}"
            ),
        }
    }
}

#[test]
fn headers_are_merged_last() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let options = value(&json!({
        "apiKey": "key",
        "headers": [["X-Tenant", "café\t7"], ["Accept", "application/vnd.x+json"], ["content-type", null], ["x-tenant", "8"]],
    }));
    let call = Call::parse(Purpose::Update, input, options, &SERVER).unwrap();
    let headers = call.preview().headers.clone();
    assert_eq!(
        headers,
        [
            ("authorization", "•••"),
            ("Accept", "application/vnd.x+json"),
            ("x-tenant", "8")
        ]
    );
}

#[test]
fn a_preview_hides_every_key() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let options = value(
        &json!({ "headers": { "Authorization": "Bearer sk-secret-key" }, "baseURL": "https://g.example/api/" }),
    );
    let call = Call::parse(Purpose::Update, input, options, &SERVER).unwrap();
    let request = call.preview();
    let shown = parsed(&Json::object(|shown| request.write(shown, true)));
    assert_eq!(shown["headers"]["Authorization"], "•••");
    assert_eq!(
        request.url,
        "https://g.example/api/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(
        format!("{request:?}"),
        "PATCH https://g.example/api/v3/contact_card?phone_number=%2B1•••••••567"
    );
}

#[test]
fn no_debug_holds_a_number() {
    let parsed = PhoneNumber::parse("+15551234567", value(&json!("+1 555 123-4567")));
    let mut turns = Turns::new();
    let _ = turns.take("+15551234567");
    let head = Head {
        trace_id: Some("t-15551234567"),
        ..Head::default()
    };
    let response = Response {
        head,
        body: contact_card::http::Body::Unusable("x"),
    };
    let text = format!("{parsed:?} {turns:?} {response:?}");
    assert!(!text.contains("5551234567"), "{text}");
}

#[test]
fn outside_a_page_the_gateway_needs_an_address() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let error = Call::parse(Purpose::Update, input, Value::Absent, &SERVER).unwrap_err();
    assert_eq!(
        refusal(&error)["issues"][0]["path"],
        json!(["options", "baseURL"])
    );
    assert!(Call::parse(Purpose::Update, input, Value::Absent, &PAGE).is_ok());
}

#[test]
fn a_page_with_a_server_s_globals_has_a_browser_s_fetch() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    let desktop = Host {
        is_server_runtime: true,
        ..PAGE
    };
    for (host, is_browser) in [(PAGE, true), (desktop, true), (SERVER, false)] {
        let options = value(&json!({ "baseURL": "https://gateway.example" }));
        let call = Call::parse(Purpose::Update, input, options, &host).unwrap();
        assert_eq!(call.options().is_browser, is_browser, "{host:?}");
    }
}

#[test]
fn credentials_follow_the_key() {
    let input = value(&json!({ "phone_number": "+15551234567", "first_name": "John" }));
    for (options, expected) in [
        (json!({}), "same-origin"),
        (
            json!({ "apiKey": "k", "dangerouslyAllowBrowser": true }),
            "omit",
        ),
        (json!({ "credentials": "include" }), "include"),
    ] {
        let options = value(&options);
        assert_eq!(
            Call::parse(Purpose::Update, input, options, &PAGE)
                .unwrap()
                .options()
                .credentials,
            expected
        );
    }
}
