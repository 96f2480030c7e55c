//! The emulator as a program, over real connections.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

pub const KEY: &str = "linq-emulator-key";

/// When a connection on which nothing is received counts as stalled: long enough for a busy
/// machine.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// More bytes than any response has.
const LONGEST_BODY: u64 = 100_000_000;

/// The program, not yet started.
pub fn program(flags: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linq-emulator"));
    program.args(["--listen", "127.0.0.1:0"]).args(flags);
    program
}

/// A running emulator, which is killed when it is dropped.
pub struct Emulator {
    pub process: Child,
    pub url: String,
    /// What is printed after the address.
    pub stdout: BufReader<ChildStdout>,
}

impl Emulator {
    pub fn start(flags: &[&str]) -> Self {
        Self::run(&mut program(flags))
    }

    pub fn run(program: &mut Command) -> Self {
        let mut process = program.stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned();
        Self {
            process,
            url,
            stdout,
        }
    }

    /// Kills the program. Returns what it printed after the address, on stdout and on stderr.
    pub fn kill(mut self) -> (String, String) {
        self.process.kill().unwrap();
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        if let Some(mut pipe) = self.process.stderr.take() {
            pipe.read_to_string(&mut stderr).unwrap();
        }
        (stdout, stderr)
    }

    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<String>,
    ) -> Response {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = agent.run(request.body(body.into()).unwrap()).unwrap();
        let body = response.body_mut().with_config().limit(LONGEST_BODY);
        let text = body.read_to_string().unwrap_or_default();
        Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_str(&text).unwrap_or_default(),
            text,
        }
    }

    pub fn send(
        &self,
        method: &str,
        path: &str,
        key: Option<&str>,
        body: Option<&str>,
    ) -> Response {
        let authorization = format!("Bearer {}", key.unwrap_or_default());
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(key.map(|_| ("authorization", authorization.as_str())));
        self.send_with(method, path, &headers, body.unwrap_or_default())
    }

    /// A request to the endpoint, with the API key.
    pub fn api(&self, method: &str, query: &str, body: Option<Value>) -> Response {
        let path = format!("/api/partner/v3/contact_card{query}");
        let body = body.map(|body| body.to_string());
        self.send(method, &path, Some(KEY), body.as_deref())
    }

    /// An update at the endpoint, of a number without its plus sign.
    pub fn patch(&self, number: &str, body: Value) -> Response {
        self.api("PATCH", &format!("?phone_number=%2B{number}"), Some(body))
    }

    /// The card of a number without its plus sign.
    pub fn card(&self, number: &str) -> Value {
        let list = self.api("GET", &format!("?phone_number=%2B{number}"), None);
        list.json["contact_cards"][0].clone()
    }

    /// A request to the control API.
    pub fn control(&self, method: &str, path: &str, body: Value) -> Response {
        let path = format!("/emulator/{path}");
        self.send(method, &path, None, Some(&body.to_string()))
    }

    /// Scripts the next responses.
    pub fn script(&self, responses: Value) {
        let extended = self.control("POST", "script", json!({ "responses": responses }));
        assert_eq!(extended.status, 204);
    }

    /// The requests that reached the endpoint.
    pub fn requests(&self) -> Vec<Value> {
        let log = self.send("GET", "/emulator/requests", None, None).json;
        log["requests"].as_array().unwrap().clone()
    }

    /// The host and port.
    pub fn host(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.host()).unwrap()
    }

    /// Sends bytes as they are. Returns what is received until the connection ends, and the error
    /// with which it ends, or with which nothing is received for a while.
    pub fn raw(&self, bytes: &[u8]) -> (Vec<u8>, Option<ErrorKind>) {
        let mut stream = self.connect();
        stream.set_read_timeout(Some(LONGEST_PAUSE)).unwrap();
        stream.write_all(bytes).unwrap();
        let mut received = Vec::new();
        let mut chunk = [0; 1024];
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => return (received, None),
                Ok(length) => received.extend_from_slice(&chunk[..length]),
                Err(error) => return (received, Some(error.kind())),
            }
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a program that can't start prints on stderr.
#[track_caller]
pub fn start_error(program: &mut Command) -> String {
    let program = program.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = program.spawn().unwrap();
    let mut printed = String::new();
    let stdout = process.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut printed).unwrap();
    if !printed.is_empty() {
        process.kill().unwrap();
    }
    let Output { status, stderr, .. } = process.wait_with_output().unwrap();
    assert_eq!(printed, "", "it starts");
    assert!(!status.success());
    String::from_utf8_lossy(&stderr).into_owned()
}

pub struct Response {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    /// `null` for a body that isn't JSON.
    pub json: Value,
    pub text: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Asserts that this is an error in Linq's envelope.
    #[track_caller]
    pub fn assert_error(&self, status: u16, code: u32) {
        assert_eq!(
            (self.status, &self.json["error"]["code"]),
            (status, &json!(code)),
            "{}",
            self.json
        );
        assert_eq!(self.json["error"]["status"], status);
        assert_eq!(self.json["success"], false);
    }

    /// Asserts that this is an error of the endpoint, with the trace ID of the header.
    #[track_caller]
    pub fn assert_endpoint_error(&self, status: u16, code: u32) {
        self.assert_error(status, code);
        assert_eq!(
            self.json["trace_id"].as_str(),
            self.header("x-trace-id"),
            "body and header have the same trace ID"
        );
    }
}
