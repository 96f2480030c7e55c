//! The emulator that the WebAssembly tests call, from pages of wasm-bindgen's test runner.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};

use crate::Result;
use crate::process::{not_started, program};

/// A running emulator, which stops when this is dropped.
pub struct EmulatorServer {
    process: Child,
    pub url: String,
    /// The address at which the test runner must serve its pages: only these may use the control
    /// API.
    pub page_address: String,
}

impl EmulatorServer {
    /// Starts the emulator on a free port.
    pub fn start(emulator: &Path) -> Result<Self> {
        let page_address = free_address()?;
        let page_origin = format!("http://{page_address}");
        let mut process = program(emulator)
            .args(["--listen", "127.0.0.1:0", "--control", "--budget", "off"])
            .args(["--cors", &page_origin, "--control-origin", &page_origin])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| not_started("the emulator", &error))?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            let mut stdout = BufReader::new(stdout);
            let _ = stdout.read_line(&mut line);
            // A full pipe would block the emulator.
            std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        }
        let url = line.trim().strip_prefix("listening on ");
        let server = Self {
            process,
            url: url.unwrap_or_default().to_owned(),
            page_address,
        };
        if server.url.is_empty() {
            Err(format!("the emulator did not start; it printed {line:?}"))
        } else {
            Ok(server)
        }
    }
}

/// An address of this machine that no server listens on.
fn free_address() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0");
    let address = listener.and_then(|listener| listener.local_addr());
    let address = address.map_err(|error| format!("no port is free ({error})"))?;
    Ok(address.to_string())
}

impl Drop for EmulatorServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
