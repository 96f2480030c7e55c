//! The options of a gateway.

use contact_card::gateway::{Config, Host};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Encoder, Value, Wire, from_json};
use serde_json::{Value as Json, json};

use crate::support::gateway::{KEY, ORIGIN, encode_options, encode_with_authorize, setup_message};
use crate::support::wire::parse_json;

/// Returns the issues of encoded options, or `None` if the options are valid.
fn issues(options: &[u8]) -> Option<Vec<Json>> {
    let mut buffer = [0; 4_096];
    let mut wire = Wire::new(&options, &mut buffer);
    let mut issues = Issues::new(&mut wire, Style::Whole(Value::ABSENT));
    Config::read(&mut issues, Value::FIRST, Host::JavaScript);
    let is_valid = issues.is_empty();
    let text = std::str::from_utf8(wire.output().unwrap()).unwrap();
    let error = Config::parse(&setup_message(options), Host::JavaScript).err();
    assert_eq!(error.is_none(), is_valid);
    let issues = parse_json(&format!("[{text}]")).as_array().unwrap().clone();
    if let Some(error) = error {
        let error = &parse_json(&error)["error"];
        assert_eq!(error["name"], "ValidationError");
        assert_eq!(error["outcome"], "not_sent");
        assert_eq!(error["issues"].as_array().unwrap().len(), issues.len());
    }
    (!is_valid).then_some(issues)
}

/// The paths of issues.
fn paths(issues: &[Json]) -> Vec<Vec<&str>> {
    let mut paths = Vec::new();
    for issue in issues {
        let steps = issue["path"].as_array().unwrap().iter();
        paths.push(steps.map(|step| step.as_str().unwrap()).collect());
    }
    paths
}

#[test]
fn rejects_invalid_values_of_every_option() {
    let limit =
        |limit: Json, window: Json| json!({ "perUser": { "limit": limit, "window": window } });
    for (name, values) in [
        (
            "apiKey",
            vec![
                json!(""),
                json!("sk a"),
                json!("sk\n"),
                json!("ské"),
                json!(7),
                json!(null),
            ],
        ),
        (
            "origins",
            vec![
                json!([]),
                json!("https://a.example"),
                json!(["https://a.example/"]),
                json!(["https://A.example"]),
                json!(["https://a.example:443"]),
                json!(["null"]),
                json!(["*"]),
                json!(["a.example"]),
                json!(["file:///a"]),
                json!([7]),
            ],
        ),
        (
            "basePath",
            vec![
                json!("api"),
                json!("/"),
                json!("/api/"),
                json!("//a"),
                json!("/a/../b"),
                json!("/a?b"),
                json!("/%61"),
                json!(7),
            ],
        ),
        (
            "upstream",
            vec![
                json!("http://linq.example"),
                json!("https://a@linq.example"),
                json!("/api"),
                json!("https://linq.example/?a"),
                json!("https://linq.example/#a"),
                json!("ftp://127.0.0.1"),
                json!("http://[::1].evil"),
                json!("http://[::1]evil"),
                json!("http://[::1"),
                json!("http://[::2]"),
                json!("http://127.1"),
                json!("http://127.0.1"),
                json!("http://127.0.0.1.1"),
                json!("http://127.0.0.256"),
                json!("http://127.0.0.1.evil"),
                json!("http://127.0.0.01"),
                json!("http://2130706433"),
                json!("http://0x7f.0.0.1"),
                json!("http://localhost.evil"),
                json!("http://localhost:port"),
                json!("https://["),
                json!(""),
                json!(7),
            ],
        ),
        (
            "limits",
            vec![
                json!(7),
                json!({ "perDay": { "limit": 1, "window": 1 } }),
                json!({ "perUser": 7 }),
                limit(json!(0), json!(1)),
                limit(json!(1), json!(0)),
                limit(json!(1.5), json!(1)),
                limit(json!(-1), json!(1)),
                limit(json!(1), json!("1")),
                limit(json!(1), json!(4_294_967_296_u64)),
                json!({ "lists": 7 }),
                json!({ "lists": { "limit": 0, "window": 1 } }),
                json!({ "lists": { "perUser": 1, "inAll": 1 } }),
                json!({ "concurrentLists": 7 }),
                json!({ "concurrentLists": { "perUser": 1 } }),
                json!({ "concurrentLists": { "perUser": 0, "inAll": 1 } }),
                json!({ "concurrentLists": { "perUser": 1, "inAll": 1.5 } }),
                json!({ "concurrentLists": { "limit": 1, "window": 1 } }),
            ],
        ),
        (
            "timeout",
            vec![
                json!(0),
                json!(-1),
                json!(2_147_483_648_u64),
                json!("1"),
                json!(null),
            ],
        ),
        ("allowEmpty", vec![json!("true"), json!(1), json!(null)]),
        ("authorize", vec![json!({}), json!("alice")]),
        ("store", vec![json!({}), json!(null)]),
        ("log", vec![json!("console"), json!(true)]),
        ("fetch", vec![json!({}), json!(null)]),
        ("baseURL", vec![json!("https://a.example")]),
    ] {
        for value in values {
            let mut overrides = json!({});
            overrides[name] = value.clone();
            let encoded = if name == "authorize" {
                from_json(&json!({ "apiKey": KEY, "origins": [ORIGIN], "authorize": value }))
            } else {
                encode_options(&overrides)
            };
            let Some(issues) = issues(&encoded) else {
                panic!("{name}: {value} is accepted");
            };
            assert_eq!(paths(&issues), [["options", name]], "{value}");
        }
    }
}

#[test]
fn w10_names_the_reason_why_an_origin_can_never_match() {
    let message = |origins: Json| {
        let (names, message) = error(
            &json!({ "apiKey": "a-key", "origins": origins }),
            Host::Native,
        );
        assert_eq!(names, ["origins"], "{origins}");
        message
    };
    for (origin, reason) in [
        (
            "https://*.example",
            "a wildcard or a pattern matches no page",
        ),
        ("*", "a wildcard or a pattern matches no page"),
        ("https://*", "a wildcard or a pattern matches no page"),
        (
            "http://localhost:*",
            "a wildcard or a pattern matches no page",
        ),
        (
            "https://dash-*.example",
            "a wildcard or a pattern matches no page",
        ),
        (
            "^https://.+\\.example$",
            "a wildcard or a pattern matches no page",
        ),
        (
            "https://(a|b).example",
            "a wildcard or a pattern matches no page",
        ),
        (
            "https://{tenant}.example",
            "a wildcard or a pattern matches no page",
        ),
        (
            "https://a.example,https://b.example",
            "a wildcard or a pattern matches no page",
        ),
        ("null", "must not list null"),
        ("", "start with https:// or http://"),
        ("a.example", "start with https:// or http://"),
        ("//a.example", "start with https:// or http://"),
        ("localhost:3000", "start with https:// or http://"),
        ("file:///a", "start with https:// or http://"),
        ("chrome-extension://abc", "start with https:// or http://"),
        ("wss://a.example", "start with https:// or http://"),
        ("https://a.example/", "no slash, path, query or fragment"),
        ("https://a.example/app", "no slash, path, query or fragment"),
        ("https://a.example?a", "no slash, path, query or fragment"),
        ("https://a.example#a", "no slash, path, query or fragment"),
        ("https://a.example\\", "no slash, path, query or fragment"),
        ("https://A.example/", "no slash, path, query or fragment"),
        ("https://a@a.example", "without user name"),
        ("https://A.example", "in lower case"),
        ("HTTPS://a.example", "in lower case"),
        (
            "https://a.example:443",
            "without the port that is the scheme's own",
        ),
        (
            "http://a.example:80",
            "without the port that is the scheme's own",
        ),
        ("https://b\u{fc}cher.example", "in its xn-- form"),
        ("https://a.example:0443", "exactly as browsers send them"),
        ("https://a.example ", "exactly as browsers send them"),
        (
            "https://a.example https://b.example",
            "exactly as browsers send them",
        ),
        ("https://127.1", "exactly as browsers send them"),
        ("https://a%2eexample", "exactly as browsers send them"),
        ("https://", "exactly as browsers send them"),
        ("https://a.example:99999", "exactly as browsers send them"),
    ] {
        let found = message(json!(["https://dashboard.example", origin]));
        assert!(found.contains(reason), "{origin}: {found}");
    }
    for origins in [json!([]), json!("https://a.example"), json!({}), json!(7)] {
        assert!(message(origins).contains("must list the origins of the pages"));
    }
    let valid = json!([
        "https://a.example",
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]:3000",
        "https://xn--bcher-kva.example",
        "https://a_b.example:8443"
    ]);
    let options = json!({ "apiKey": "a-key", "origins": valid });
    assert_eq!(error(&options, Host::Native).0, [""; 0]);
}

#[test]
fn reports_all_invalid_options_at_once() {
    let all = from_json(&json!({ "apiKey": 7, "timeout": 0, "stor": 1 }));
    let issues_of_all = issues(&all).unwrap();
    let names: Vec<_> = paths(&issues_of_all)
        .into_iter()
        .map(|mut path| path.pop().unwrap())
        .collect();
    assert_eq!(names, ["authorize", "origins", "apiKey", "stor", "timeout"]);
    let suggestion = issues_of_all
        .iter()
        .find_map(|issue| issue["suggestion"].as_str());
    assert_eq!(suggestion, Some("store"));
}

#[test]
fn rejects_options_that_are_not_an_object() {
    for add in [Encoder::absent, Encoder::null, Encoder::function] {
        let mut options = Encoder::new();
        add(&mut options);
        assert!(issues(&options.finish()).is_some());
    }
    for options in [json!(7), json!([])] {
        assert!(issues(&from_json(&options)).is_some(), "{options}");
    }
}

/// Returns the names of the options that have issues, and the error's message.
fn error(options: &Json, host: Host) -> (Vec<String>, String) {
    let Err(error) = Config::parse(&setup_message(&from_json(options)), host) else {
        return Default::default();
    };
    let error = &parse_json(&error)["error"];
    let issues = error["issues"].as_array().unwrap().iter();
    let names = issues.map(|issue| issue["path"][1].as_str().unwrap().to_owned());
    (
        names.collect(),
        error["message"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn needs_no_authorize_on_a_native_host() {
    let options = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    assert_eq!(error(&options, Host::Native).0, [""; 0]);
    assert_eq!(error(&options, Host::JavaScript).0, ["authorize"]);
    let message = setup_message(&encode_with_authorize(&options));
    assert!(Config::parse(&message, Host::JavaScript).is_ok());
}

#[test]
fn reports_missing_options_to_a_native_host() {
    let (names, message) = error(&json!({ "timeout": 0 }), Host::Native);
    assert_eq!(names, ["apiKey", "origins", "timeout"]);
    assert_eq!(
        message,
        "options.apiKey is undefined; set the environment variable that it is read from, usually LINQ_API_V3_API_KEY, where the server runs. options.origins is required. options.timeout must be a number of milliseconds, from 1 to 2147483647"
    );
}

#[test]
fn refuses_a_key_in_a_page() {
    let options = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    let page = json!({ "hasDocument": true, "isServer": true });
    let message = [encode_with_authorize(&options), from_json(&page)].concat();
    let error = Config::parse(&message, Host::JavaScript).err().unwrap();
    let error = &parse_json(&error)["error"];
    assert_eq!(error["name"], "UnsafeKeyError");
    assert_eq!(error["outcome"], "not_sent");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("Run it on a server")
    );
}
