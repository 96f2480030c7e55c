//! The local Linq as a program, over real connections.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

pub const KEY: &str = "linq-emulator-key";

/// The program, before it is started.
pub fn program(flags: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linq-emulator"));
    program.args(["--listen", "127.0.0.1:0"]).args(flags);
    program
}

pub struct Linq {
    pub process: Child,
    pub url: String,
    /// What is printed after the address.
    pub stdout: BufReader<ChildStdout>,
}

impl Linq {
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

    /// Ends it; gives what it printed since.
    pub fn stop(mut self) -> (String, String) {
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
    ) -> Reply {
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
        let text = response.body_mut().read_to_string().unwrap_or_default();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_str(&text).unwrap_or_default(),
        }
    }

    pub fn send(&self, method: &str, path: &str, key: Option<&str>, body: Option<&str>) -> Reply {
        let authorization = format!("Bearer {}", key.unwrap_or_default());
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(key.map(|_| ("authorization", authorization.as_str())));
        self.send_with(method, path, &headers, body.unwrap_or_default())
    }

    pub fn api(&self, method: &str, query: &str, body: Option<Value>) -> Reply {
        let path = format!("/api/partner/v3/contact_card{query}");
        self.send(
            method,
            &path,
            Some(KEY),
            body.map(|body| body.to_string()).as_deref(),
        )
    }

    pub fn patch(&self, number: &str, body: Value) -> Reply {
        self.api("PATCH", &format!("?phone_number=%2B{number}"), Some(body))
    }

    pub fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        self.send(
            method,
            &format!("/emulator/{path}"),
            None,
            Some(&body.to_string()),
        )
    }

    /// What reached the endpoint.
    pub fn requests(&self) -> Vec<Value> {
        let log = self.send("GET", "/emulator/requests", None, None).json;
        log["requests"].as_array().unwrap().clone()
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.url.trim_start_matches("http://")).unwrap()
    }

    /// Sends bytes as they are; what comes back until the server ends or nothing more comes.
    pub fn raw(&self, bytes: &[u8]) -> (Vec<u8>, Option<std::io::ErrorKind>) {
        let mut stream = self.connect();
        stream
            .set_read_timeout(Some(Duration::from_millis(400)))
            .unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        let mut chunk = [0; 1024];
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => return (answer, None),
                Ok(length) => answer.extend_from_slice(&chunk[..length]),
                Err(error) => return (answer, Some(error.kind())),
            }
        }
    }
}

impl Drop for Linq {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a program says that can't start.
#[track_caller]
pub fn refusal(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub struct Reply {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub json: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    #[track_caller]
    pub fn has_code(&self, status: u16, code: u32) {
        assert_eq!(
            (self.status, &self.json["error"]["code"]),
            (status, &json!(code)),
            "{}",
            self.json
        );
        assert_eq!(self.json["error"]["status"], status);
        assert_eq!(self.json["success"], false);
    }

    #[track_caller]
    pub fn is_error(&self, status: u16, code: u32) {
        self.has_code(status, code);
        assert_eq!(
            self.json["trace_id"].as_str(),
            self.header("x-trace-id"),
            "the same in body and head"
        );
    }
}
