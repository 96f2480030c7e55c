//! The program: its start and its end.

mod support;

use std::net::TcpListener;
use std::process::Command;

use support::{program, start_error};

#[cfg(unix)]
#[test]
fn sigterm_ends_it_while_a_response_is_pending() {
    use std::io::{Read, Write};
    use std::time::{Duration, Instant};

    use serde_json::json;
    use support::{Emulator, KEY};

    let mut emulator = Emulator::start(&["--control"]);
    emulator.script(json!([{ "fault": "stall_head" }]));
    let mut stream = emulator.connect();
    let host = emulator.host();
    write!(
        stream,
        "GET /api/partner/v3/contact_card HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {KEY}\r\n\r\n"
    )
    .unwrap();
    while emulator.requests().is_empty() {}
    let start = Instant::now();
    Command::new("kill")
        .arg(emulator.process.id().to_string())
        .status()
        .unwrap();
    assert!(emulator.process.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(5));
    let mut printed = String::new();
    emulator.stdout.read_to_string(&mut printed).unwrap();
    assert!(printed.contains("a missing card: 404/2012 (--missing-card)"));
    assert!(!printed.contains("linq-emulator-key") && !printed.contains("+1555"));
}

#[cfg(unix)]
#[test]
fn at_the_limit_of_open_files_it_waits_and_goes_on() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    use std::time::Instant;

    use support::Emulator;

    /// Connections that wait in vain, and attempts to accept one.
    const MORE: usize = 40;
    const ATTEMPTS: usize = 5;

    let mut program = Command::new("sh");
    program.args(["-c", "ulimit -n 32; exec \"$0\" \"$@\""]);
    program.args([env!("CARGO_BIN_EXE_linq-emulator"), "--log", "debug"]);
    program.args(["--listen", "127.0.0.1:0"]);
    let mut emulator = Emulator::run(program.stderr(Stdio::piped()));
    let mut lines = BufReader::new(emulator.process.stderr.take().unwrap()).lines();
    let start = Instant::now();
    let connections: Vec<_> = (0..MORE).map(|_| emulator.connect()).collect();
    let (mut warnings, mut attempts) = (0, 0);
    while attempts < ATTEMPTS {
        let line = lines.next().unwrap().unwrap();
        warnings += usize::from(line.contains("WARN"));
        attempts += usize::from(line.contains("could be accepted"));
    }
    assert_eq!(warnings, 1);
    // A pause of 100 ms before each attempt but the first.
    assert!(start.elapsed().as_millis() >= 100 * (ATTEMPTS as u128 - 1));

    drop(connections);
    std::thread::spawn(move || lines.for_each(drop));
    let response = emulator.send("GET", "/api/linq/v3/contact_card", None, None);
    assert_eq!(response.status, 200);
}

#[test]
fn an_address_in_use_is_reported() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut program = Command::new(env!("CARGO_BIN_EXE_linq-emulator"));
    let error = start_error(program.args(["--listen", &address]));
    assert!(
        error.starts_with(&format!("error: {address} can't be used")),
        "{error}"
    );
    assert!(error.contains("--listen"), "{error}");
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    for (flags, expected) in [
        (&["--budget", "some"][..], "a number or `off`"),
        (&["--log", "loud"], "loud"),
        (&["--unknown-fields", "stored"], "ignored, refused"),
        (&["--allow-host", "http://emulator"], "as in a URL"),
        (&["--allow-host", "fd00::1"], "as in a URL"),
        (&["--allow-host", ""], "as in a URL"),
        (
            &["--cors", "https://dashboard.example/"],
            "as in the header Origin",
        ),
        (&["--cors", "null"], "as in the header Origin"),
        (&["--control-origin", "http://localhost"], "--control"),
        (
            &["--control", "--control-origin", "*"],
            "as in the header Origin",
        ),
    ] {
        let error = start_error(&mut program(flags));
        assert!(error.contains(expected), "{error}");
    }
}
