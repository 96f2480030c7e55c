//! The emulator that the WebAssembly tests call.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::Result;
use crate::process::{not_started, program};

/// A running emulator, which stops when this is dropped. Pages of any origin may call it:
/// wasm-bindgen's test runner serves the tests.
pub struct EmulatorServer {
    process: Child,
    pub url: String,
}

impl EmulatorServer {
    /// Starts the emulator on a free port.
    pub fn start(emulator: &Path) -> Result<Self> {
        let mut process = program(emulator)
            .args(["--listen", "127.0.0.1:0", "--control"])
            .args(["--cors", "*", "--budget", "off"])
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
        };
        if server.url.is_empty() {
            Err(format!("the emulator did not start; it printed {line:?}"))
        } else {
            Ok(server)
        }
    }
}

impl Drop for EmulatorServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
