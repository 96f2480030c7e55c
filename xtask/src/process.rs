//! Runs programs in the project's root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use crate::Result;

/// The project's root.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A program that runs in the root and reads nothing from the terminal.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The `cargo` that runs this task.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A script that Node runs.
pub fn node(script: &str) -> Command {
    let mut command = program("node");
    command.arg(script);
    command
}

/// `npm`, with arguments that have no spaces.
pub fn npm(arguments: &str) -> Command {
    let mut command = program("npm");
    command.args(arguments.split(' '));
    command
}

/// The name of an executable file on this system.
pub fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Does a piece of work, and prints what it is and how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("… {name}");
    let start = Instant::now();
    let value = work()?;
    eprintln!("✓ {name} ({:.1} s)", start.elapsed().as_secs_f64());
    Ok(value)
}

/// Runs a program to its end. The error has what the program printed.
pub fn run(command: &mut Command) -> Result<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| not_started(&name, &error))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!(
        "{name} failed ({})\n{}",
        output.status,
        printed(&output)
    ))
}

/// Runs a program whose output goes to the terminal. `failure` explains a failure of the program.
pub fn show(command: &mut Command, failure: &str) -> Result {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| not_started(&name, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{failure}; see above"))
    }
}

/// Runs a program and returns its standard output, trimmed.
pub fn read(command: &mut Command) -> Result<String> {
    let output = run(command)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The text of a file in the root.
pub fn read_file(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    std::fs::read_to_string(root().join(path))
        .map_err(|error| format!("{} can't be read: {error}", path.display()))
}

/// Writes a file in the root.
pub fn write_file(path: impl AsRef<Path>, text: &str) -> Result {
    let path = path.as_ref();
    std::fs::write(root().join(path), text)
        .map_err(|error| format!("{} can't be written: {error}", path.display()))
}

/// Everything that a program printed.
pub fn printed(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// The program with this name on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(executable(name)))
        .find(|file| file.is_file())
}

/// The error for a program that could not be started.
pub fn not_started(name: &str, error: &std::io::Error) -> String {
    format!("{name} could not be started: {error}")
}
