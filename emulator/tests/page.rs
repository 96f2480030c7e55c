//! The dashboard's files.

mod support;

use serde_json::json;

use support::Emulator;

#[test]
fn serves_the_files_of_the_folder_alone_with_a_content_security_policy() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("www")).unwrap();
    std::fs::write(dir.path().join("www/index.html"), "\"page\"").unwrap();
    std::fs::write(dir.path().join("secret"), "\"secret\"").unwrap();
    let emulator = Emulator::start(&["--www", dir.path().join("www").to_str().unwrap()]);
    let page = emulator.send("GET", "/", None, None);
    assert_eq!(page.json, json!("page"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "//../secret",
        "/%00",
    ] {
        let host = emulator.host();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let (response, _) = emulator.raw(request.as_bytes());
        let response = String::from_utf8_lossy(&response).into_owned();
        let is_refused = ["HTTP/1.1 4", "HTTP/1.1 5"].map(|status| response.starts_with(status));
        assert!(is_refused.contains(&true), "{path}: {response}");
        assert!(!response.contains("\"secret\""));
    }
}

#[test]
fn names_the_user_of_a_session_in_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let html = "<!doctype html><html><head><title>Page</title></head></html>";
    std::fs::create_dir(file("www")).unwrap();
    std::fs::write(file("www/index.html"), html).unwrap();
    std::fs::write(file("www/main.js"), "\"<head>\"").unwrap();
    let sessions = json!({ "alice": { "numbers": "all" }, "robert": { "numbers": "all" } });
    std::fs::write(file("sessions.json"), sessions.to_string()).unwrap();
    let emulator = Emulator::start(&[
        "--control",
        "--www",
        &file("www"),
        "--sessions",
        &file("sessions.json"),
    ]);
    let get = |path: &str, cookie: &str| {
        let host = emulator.host();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\n{cookie}if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT\r\nconnection: close\r\n\r\n"
        );
        let (response, _) = emulator.raw(request.as_bytes());
        String::from_utf8_lossy(&response).into_owned()
    };
    let named = |user: &str| {
        let page = get("/", &format!("cookie: session={user}\r\n"));
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        assert!(page.contains("content-security-policy: "), "{page}");
        assert!(!page.contains("last-modified"), "{page}");
        assert!(!page.contains(user), "{page}");
        let (_, body) = page.split_once("\r\n\r\n").unwrap();
        let (before, rest) = body
            .split_once("\n    <meta name=\"user\" content=\"")
            .unwrap();
        let (name, after) = rest.split_once("\">").unwrap();
        assert_eq!(format!("{before}{after}"), html);
        assert!(name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
        name.to_owned()
    };
    assert_eq!(named("alice"), named("alice"));
    assert_ne!(named("alice"), named("robert"));
    // Only a page has users, and only one who is signed in is named.
    assert!(get("/main.js", "cookie: session=alice\r\n").ends_with("\"<head>\""));
    for cookie in ["", "cookie: session=bob\r\n"] {
        assert!(get("/", cookie).starts_with("HTTP/1.1 304 "), "{cookie}");
    }
    let length = |method: &str| {
        let host = emulator.host();
        let request = format!(
            "{method} / HTTP/1.1\r\nhost: {host}\r\ncookie: session=alice\r\nconnection: close\r\n\r\n"
        );
        let (response, _) = emulator.raw(request.as_bytes());
        let response = String::from_utf8_lossy(&response).into_owned();
        let (_, rest) = response.split_once("content-length: ").unwrap();
        rest.split_once("\r\n").unwrap().0.to_owned()
    };
    assert_eq!(length("HEAD"), length("GET"));
    let ended = emulator.control("PUT", "session", json!({ "signed_in": false }));
    assert_eq!(ended.status, 204, "{}", ended.json);
    assert!(get("/", "cookie: session=alice\r\n").starts_with("HTTP/1.1 304 "));
}
