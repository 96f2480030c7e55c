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
fn g12_a_second_emulator_on_the_same_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let file = path("state.sqlite");
    let emulator = Emulator::start(&["--budget", "off", "--state", &file]);
    let mut names = vec![file.clone(), path("./state.sqlite")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&file, path("symbolic")).unwrap();
        std::fs::hard_link(&file, path("hard")).unwrap();
        names.extend([path("symbolic"), path("hard")]);
    }
    std::thread::scope(|scope| {
        let writes = scope.spawn(|| {
            for _ in 0..100 {
                let updated = emulator.patch("15551234567", json!({ "first_name": "J" }));
                assert_eq!(updated.status, 200);
            }
        });
        for name in names {
            let error = start_error(&mut program(&["--state", &name]));
            let expected = format!("the state file {name} is in use by another program");
            assert!(error.contains(&expected), "{error}");
            assert!(error.contains("name another file with --state"), "{error}");
        }
        writes.join().unwrap();
    });
    // An emulator that has ended doesn't keep the file.
    drop(emulator);
    let emulator = Emulator::start(&["--state", &file]);
    assert_eq!(emulator.card("15551234567")["first_name"], "J");
}

#[cfg(feature = "state-file")]
#[test]
fn g12_of_emulators_that_start_at_once_one_serves_and_loses_no_write() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    const WRITERS: usize = 4;
    const WRITES: usize = 25;
    for _ in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state.sqlite");
        let flags = ["--budget", "off", "--state", file.to_str().unwrap()];
        let start = || {
            let mut program = program(&flags);
            program.stdout(Stdio::piped()).stderr(Stdio::piped());
            program.spawn().unwrap()
        };
        let (mut serving, mut errors) = (vec![], vec![]);
        for mut process in [start(), start(), start()] {
            let mut stdout = BufReader::new(process.stdout.take().unwrap());
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            match line.trim().strip_prefix("listening on ") {
                Some(url) => serving.push(Emulator {
                    url: url.to_owned(),
                    process,
                    stdout,
                }),
                None => {
                    let mut stderr = process.stderr.take().unwrap();
                    let mut error = String::new();
                    stderr.read_to_string(&mut error).unwrap();
                    assert!(!process.wait().unwrap().success());
                    errors.push(error);
                }
            }
        }
        assert_eq!((serving.len(), errors.len()), (1, 2), "{errors:?}");
        for error in errors {
            assert!(error.contains("is in use by another program"), "{error}");
        }
        let emulator = serving.pop().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let emulator = &emulator;
                scope.spawn(move || {
                    for index in 0..WRITES {
                        let phone_number = format!("+1444{:07}", writer * WRITES + index);
                        let card = json!({ "phone_number": phone_number, "first_name": "New" });
                        assert_eq!(emulator.api("POST", "", Some(card)).status, 200);
                    }
                });
            }
        });
        drop(emulator);
        let emulator = Emulator::start(&flags);
        let cards = emulator.api("GET", "", None).json["contact_cards"].clone();
        assert_eq!(cards.as_array().unwrap().len(), 5 + WRITERS * WRITES);
    }
}
