//! The options of a gateway whose host isn't JavaScript.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/gateway.rs"]
mod support;

use contact_card::gateway::{Config, Host};
use serde_json::{Value as Json, json};

use support::{encode, parsed, set_up, with_authorize};

/// The names of the options with issues, and the line that they are.
fn issues(options: &Json, host: Host) -> (Vec<String>, String) {
    let Err(error) = Config::parse(&set_up(&encode(options)), host) else {
        return Default::default();
    };
    let error = &parsed(&error)["error"];
    let issues = error["issues"].as_array().unwrap().iter();
    let names = issues.map(|issue| issue["path"][1].as_str().unwrap().to_owned());
    (
        names.collect(),
        error["message"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn a_native_host_authorizes_by_itself() {
    let options = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    assert_eq!(issues(&options, Host::Native).0, [""; 0]);
    assert_eq!(issues(&options, Host::JavaScript).0, ["authorize"]);
    let message = set_up(&with_authorize(&options));
    assert!(Config::parse(&message, Host::JavaScript).is_ok());
}

#[test]
fn what_isn_t_there_is_said_to_a_native_host_too() {
    let (names, message) = issues(&json!({ "timeout": 0 }), Host::Native);
    assert_eq!(names, ["apiKey", "origins", "timeout"]);
    assert_eq!(
        message,
        "options apiKey is required; options origins is required; options timeout must be milliseconds: a number above 0, at most 2147483647"
    );
}

#[test]
fn a_page_holds_no_key() {
    let options = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    let page = json!({ "hasDocument": true, "isServer": true });
    let message = [with_authorize(&options), encode(&page)].concat();
    let error = Config::parse(&message, Host::JavaScript).err().unwrap();
    let error = &parsed(&error)["error"];
    assert_eq!(error["name"], "UnsafeKeyError");
    assert_eq!(error["outcome"], "not_sent");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("run it on a server")
    );
}
