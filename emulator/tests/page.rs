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
