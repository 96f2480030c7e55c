//! The options of a gateway whose host isn't JavaScript.
#![cfg(all(feature = "gateway", not(target_arch = "wasm32")))]

mod support;

use contact_card::gateway::Rules;
use serde_json::json;

use support::{FUNCTION, unpack, value, with_members};

#[test]
fn a_native_host_authorizes_by_itself() {
    let options = json!({ "apiKey": "a-key", "origins": ["https://dashboard.example"] });
    assert!(Rules::parse_plain(value(&options)).is_ok());
    let issues = Rules::parse(value(&options)).err().unwrap();
    assert_eq!(
        issues.iter().map(|issue| issue.name).collect::<Vec<_>>(),
        ["authorize"]
    );
    let with_function = with_members(&options, &[("authorize", FUNCTION)]);
    assert!(Rules::parse(unpack(with_function)).is_ok());
}

#[test]
fn what_isn_t_there_is_said_to_a_native_host_too() {
    let issues = Rules::parse_plain(value(&json!({ "timeout": 0 })))
        .err()
        .unwrap();
    assert_eq!(
        issues.iter().map(|issue| issue.name).collect::<Vec<_>>(),
        ["apiKey", "origins", "timeout"]
    );
}
