//! Options and environments.

use serde_json::{Value as Json, json};

use super::{BODY, john};
use crate::support::machine::{page, server};
use crate::support::scenario::{Scenario, rejects, send, started};
use crate::support::wire::{encode_raw, encode_with_members};

/// Returns the issues of an update with these options.
#[track_caller]
fn issues(options: Json, environment: Json) -> Json {
    let error = Scenario::update(john(), options)
        .within(environment.clone())
        .on(started())
        .error();
    assert_eq!(
        (&error["name"], &error["outcome"]),
        (&json!("ValidationError"), &json!("not_sent"))
    );
    error["issues"].clone()
}

#[test]
fn rejects_invalid_values_of_every_option() {
    for (name, invalid) in [
        ("apiKey", json!("")),
        ("apiKey", json!("a b")),
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
        ("headers", json!([["a", "b", "c"]])),
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
        options[name] = invalid.clone();
        let issues = issues(options, page());
        assert_eq!(
            issues[0]["path"],
            json!(["options", name]),
            "{name}: {invalid}"
        );
        assert_eq!(issues[0]["code"], "invalid_option");
        assert!(
            !issues.to_string().contains("a b"),
            "the issue contains the value"
        );
    }
}

#[test]
fn reports_an_unknown_option() {
    assert_eq!(
        issues(json!({ "apiKey": "key", "timeuot": 5 }), server())[0],
        json!({ "path": ["options", "timeuot"], "code": "unknown_option", "message": "options.timeuot is not an option; check its name" }),
        "the error contains the suggestion"
    );
    let with_suggestion =
        Scenario::update(john(), json!({ "apiKey": "key", "timeuot": 5 })).issues();
    assert_eq!(with_suggestion[0]["suggestion"], "timeout");
}

#[test]
fn rejects_options_that_are_not_an_object() {
    let error = Scenario::update(john(), json!(5))
        .within(page())
        .on(started())
        .error();
    assert_eq!(error["message"], "options must be an object");
}

#[test]
fn accepts_valid_values_of_every_option() {
    for (name, valid) in [
        ("apiKey", json!("k")),
        ("baseURL", json!("https://a.example/api//")),
        ("baseURL", json!("/")),
        ("credentials", json!("omit")),
        ("dangerouslyAllowBrowser", json!(false)),
        ("headers", json!({ "x": "é\t" })),
        ("headers", json!({ "x": null })),
        ("headers", json!([["x", "y"], ["x", null]])),
        ("keepalive", json!(true)),
        ("maxRetries", json!(0)),
        ("maxRetryAfter", json!(0)),
        ("maxRetryAfter", json!(0.5)),
        ("sendEmpty", json!(true)),
        ("signal", json!(null)),
        ("timeout", json!(1)),
    ] {
        let call = Scenario::update(john(), json!({ name: valid })).within(page());
        let call = call.on(started());
        assert!(
            call.sent.len() == 1 || call.error()["name"] == "UnsafeKeyError",
            "{name}: {valid}"
        );
    }
    for name in ["apiKey", "fetch", "onAttempt", "shouldRetry", "signal"] {
        let call = Scenario::update(john(), json!({ "baseURL": "https://a.example" }))
            .with_function(name)
            .on(started());
        assert!(call.output()["error"].is_null(), "{name}");
    }
}

#[test]
fn reads_milliseconds_as_javascript_writes_them() {
    let timeout = |number: &str| {
        let mut call = Scenario::update(john(), json!({}));
        let number = encode_raw(b'#', number.as_bytes());
        call.encoded_options =
            encode_with_members(&json!({ "apiKey": "key" }), &[("timeout", &number)]);
        call.on(started()).output()["timeout"].as_u64()
    };
    for (number, ms) in [
        ("1", Some(1)),
        ("0.5", Some(1)),
        ("1000.25", Some(1_001)),
        ("2147483647", Some(2_147_483_647)),
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
fn reports_issues_of_params_and_options_together_and_masked() {
    let params = json!({ "phone_number": "+1 555 123 4567", "+15551234567": 1 });
    let error = Scenario::update(params, json!({ "apiKey": "key", "timeout": -5 }))
        .on(started())
        .error();
    let paths: Vec<_> = error["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| &issue["path"])
        .collect();
    assert_eq!(
        json!(paths),
        json!([["phone_number"], ["+1•••••••567"], ["options", "timeout"]])
    );
    let text = error.to_string();
    assert!(text.contains("options.timeout must be"), "{text}");
    assert!(text.contains("+1•••••••567"), "{text}");
    assert!(!text.contains("5551234567"), "{text}");
}

#[test]
fn refuses_a_key_that_others_can_read() {
    let origin = "https://dashboard.example";
    let worker = json!({ "hasWorkerScope": true, "origin": origin });
    let workerd = json!({ "hasWorkerScope": true, "isServer": true, "origin": origin });
    let jsdom = json!({ "hasDocument": true, "isServer": true });
    let http_page = json!({ "hasDocument": true, "origin": "http://dashboard.example" });
    let dev_page = json!({ "hasDocument": true, "origin": "http://localhost:5173" });
    let key = json!({ "apiKey": "key" });
    let allowed = json!({ "apiKey": "key", "dangerouslyAllowBrowser": true });
    let header = json!({ "headers": { "Authorization": "Bearer key" } });
    let with_url =
        |url: &str| json!({ "apiKey": "key", "dangerouslyAllowBrowser": true, "baseURL": url });
    for (environment, options, is_safe) in [
        (server(), key.clone(), true),
        (page(), key.clone(), false),
        (jsdom, key.clone(), false),
        (worker, key.clone(), false),
        (workerd, key, true),
        (page(), allowed, true),
        (page(), header, false),
        (
            page(),
            json!({ "headers": [["Authorization", "Bearer key"]] }),
            false,
        ),
        (
            page(),
            json!({ "headers": { "authorization": null } }),
            true,
        ),
        (page(), json!({}), true),
        (page(), with_url("http://api.example"), false),
        (page(), with_url("http://localhost.example"), false),
        (page(), with_url("http://127.0.0.1.example"), false),
        (page(), with_url("http://12.7.0.1"), false),
        (page(), with_url("http://128.0.0.1"), false),
        (page(), with_url("http://127.0.0.1:8787/api/partner"), true),
        (page(), with_url("http://127.1.2.3"), true),
        (page(), with_url("http://localhost:8787"), true),
        (page(), with_url("http://[::1]:8787"), true),
        (page(), with_url("http://[::2]:8787"), false),
        (page(), with_url("https://api.example"), true),
        (page(), with_url("/api/other"), true),
        (http_page, with_url("/api/other"), false),
        (dev_page, with_url("/api/other"), true),
    ] {
        let call = Scenario::update(john(), options.clone())
            .within(environment.clone())
            .on(started());
        if is_safe {
            assert_eq!(call.sent.len(), 1, "{environment} {options}");
        } else {
            call.expect(rejects(
                json!({ "name": "UnsafeKeyError", "outcome": "not_sent" }),
            ));
        }
    }
    // A key function isn't called.
    Scenario::update(john(), json!({}))
        .with_function("apiKey")
        .within(page())
        .on(started())
        .expect(rejects(json!({ "name": "UnsafeKeyError" })));
}

#[test]
fn requires_a_base_url_for_a_gateway_outside_a_page() {
    assert_eq!(
        issues(json!({}), server())[0]["path"],
        json!(["options", "baseURL"])
    );
    // An invalid key doesn't select Linq's own URL.
    let paths: Vec<_> = issues(json!({ "apiKey": "no key" }), server())
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| issue["path"][1].clone())
        .collect();
    assert_eq!(paths, ["apiKey", "baseURL"]);
    let mut call = Scenario::update(john(), json!({})).within(page());
    call.encoded_options = Vec::new();
    call.on(started()).expect(send(
        "PATCH",
        "https://dashboard.example/api/linq/v3/contact_card?phone_number=%2B15551234567",
        BODY,
    ));
}

#[test]
fn c10_c11_resolves_a_path_by_the_origin_of_the_page() {
    let within = |origin: &str| json!({ "hasDocument": true, "origin": origin });
    let endpoint = "/v3/contact_card?phone_number=%2B15551234567";
    for origin in ["https://dashboard.example", "http://localhost:5173"] {
        for (option, path) in [
            (json!({}), "/api/linq"),
            (json!({ "baseURL": "/proxy/" }), "/proxy"),
            (json!({ "baseURL": "/" }), ""),
            (json!({ "baseURL": "" }), ""),
        ] {
            Scenario::update(john(), option)
                .within(within(origin))
                .on(started())
                .expect(send("PATCH", &format!("{origin}{path}{endpoint}"), BODY));
        }
    }
    // An absolute URL doesn't change, and a sandbox has no origin.
    for (origin, base_url) in [
        ("https://dashboard.example", "https://gateway.example/linq"),
        ("null", "https://gateway.example/linq"),
    ] {
        Scenario::update(john(), json!({ "baseURL": base_url }))
            .within(within(origin))
            .on(started())
            .expect(send("PATCH", &format!("{base_url}{endpoint}"), BODY));
    }
    for option in [json!({}), json!({ "baseURL": "/api/linq" })] {
        let found = issues(option, within("null"));
        assert_eq!(found[0]["path"], json!(["options", "baseURL"]));
        assert_eq!(found[0]["code"], json!("invalid_option"));
    }
}
