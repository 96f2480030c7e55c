//! The state file, with `--state`.

mod support;

#[cfg(feature = "state-file")]
use serde_json::json;

#[cfg(feature = "state-file")]
use support::Emulator;
use support::{program, start_error};

#[cfg(not(feature = "state-file"))]
#[test]
fn without_the_feature_the_flag_is_refused_with_what_to_do() {
    let error = start_error(&mut program(&["--state", "state.sqlite"]));
    assert!(error.starts_with("error: --state needs"), "{error}");
    assert!(error.contains("cargo build --package emulator"), "{error}");
}

#[cfg(feature = "state-file")]
#[test]
fn cards_and_writes_survive_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.sqlite");
    let flags = ["--state", file.to_str().unwrap()];
    let emulator = Emulator::start(&flags);
    let card = json!({ "phone_number": "+15557654321", "first_name": "New" });
    let created = emulator.api("POST", "", Some(card));
    assert_eq!(
        (created.status, &created.json["is_active"]),
        (200, &json!(true))
    );
    drop(emulator);

    let emulator = Emulator::start(&flags);
    assert_eq!(emulator.card("15557654321")["first_name"], "New");
    emulator.patch("15557654321", json!({ "first_name": "A" }));
    emulator.patch("15557654321", json!({ "first_name": "B" }));
    drop(emulator);

    let emulator = Emulator::start(&flags);
    let refused = emulator.patch("15557654321", json!({ "first_name": "C" }));
    refused.assert_endpoint_error(429, 1007);
    let cards = emulator.api("GET", "", None).json["contact_cards"].clone();
    assert_eq!(cards.as_array().unwrap().len(), 6);
}

#[cfg(feature = "state-file")]
#[test]
fn reset_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.sqlite");
    let flags = [
        "--control",
        "--budget",
        "1",
        "--state",
        file.to_str().unwrap(),
    ];
    let emulator = Emulator::start(&flags);
    emulator.patch("15551234567", json!({ "first_name": "J" }));
    let reset = emulator.control("POST", "reset", json!({}));
    assert_eq!(reset.status, 204);
    drop(emulator);

    let emulator = Emulator::start(&flags);
    assert_eq!(emulator.card("15551234567")["first_name"], "John");
    let updated = emulator.patch("15551234567", json!({ "first_name": "J" }));
    assert_eq!(updated.status, 200);
}

#[cfg(feature = "state-file")]
#[test]
fn a_file_that_cannot_be_used_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let error = start_error(&mut program(&["--state", dir.path().to_str().unwrap()]));
    assert!(error.starts_with("error: the state file"), "{error}");
    assert!(error.contains("can't be used"), "{error}");

    let file = dir.path().join("text");
    std::fs::write(&file, "no database, but a text that is long enough").unwrap();
    let error = start_error(&mut program(&["--state", file.to_str().unwrap()]));
    assert!(error.contains("can't be used"), "{error}");
}

#[cfg(feature = "state-file")]
#[test]
fn a_second_emulator_on_the_same_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.sqlite");
    let flags = ["--state", file.to_str().unwrap()];
    let emulator = Emulator::start(&flags);
    let error = start_error(&mut program(&flags));
    assert!(error.contains("database is locked"), "{error}");
    let updated = emulator.patch("15551234567", json!({ "first_name": "J" }));
    assert_eq!(updated.status, 200);
}
