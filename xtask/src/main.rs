//! The project's tasks. `cargo xtask` lists them.

mod bench;
mod build;
mod chromium;
mod differential;
mod mutants;
mod plan;
mod process;
mod release;
mod rust_example;
mod screenshots;
mod stale;
mod start;
mod test;
mod tools;
mod version;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask TASK

start [-- FLAGS]          build what is stale, then serve the dashboard with the emulator on http://127.0.0.1:8787
                          (PORT sets the port, FLAGS go to the emulator: `cargo xtask start -- --help` lists them)
start --live              serve the dashboard with the real Linq and the key in LINQ_API_V3_API_KEY: changes are real
build                     build the npm package in pkg/ and the dashboard in target/www/, and print sizes
test                      run every suite, as CI does
test fast                 run the suites that take less than two minutes
test SUITE...             run the suites named; names after `consumers` choose some of them: `test consumers vite`
docs                      make the API reference in target/reference/
screenshots [STATE...]    take screenshots of the dashboard in every state, or in those named, in target/screenshots/
picture                   take the README's picture of the element, docs/images/editor.png
rust-example              build the page in Rust of examples/rust in target/rust-example/www/
reproducible              build the package a second time, from nothing, and compare the bytes
differential OLD [--cases N] [--seed N] [--case N]
                          make the same random calls with pkg/ and with the package OLD, a folder or a .tgz, and compare
bench                     measure calls, the first call, bytes and isE164, compared with the official SDK and others
bench page                measure the dashboard in Chromium, with 5,000 cards and a list of 5,000 rows
bench gateway             measure the gateway, compared with nginx and plain proxies, and its memory in 400,000 requests
mutants [FLAGS]           change the core in small ways, and list the changes that no test notices (takes two hours;
                          `--jobs 2` runs two at a time, and `--re src/redact.rs` only those of a file)
release [VERSION] [--skip-tests]
                          set the version, build, test, and make the npm tarball in target/release-VERSION/; publishes nothing";

/// The result of a task. The error is what went wrong and what to do.
type Result<T = ()> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["start", flags @ ..] => start::start(flags.strip_prefix(&["--"]).unwrap_or(flags)),
        ["build"] => build::all().and_then(|_| build::sizes()),
        ["test", suites @ ..] => test::test(suites),
        ["docs"] => build::reference(),
        ["screenshots", states @ ..] => screenshots::screenshots(states),
        ["picture"] => screenshots::picture(),
        ["rust-example"] => rust_example::build(),
        ["reproducible"] => build::reproducible(),
        ["differential", old, flags @ ..] => differential::differential(old, flags),
        ["bench"] => bench::bench(),
        ["bench", "page"] => bench::page(),
        ["bench", "gateway"] => bench::gateway(),
        ["mutants", flags @ ..] => mutants::mutants(flags),
        ["release", arguments @ ..] => release::release(arguments),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [task, ..] => Err(format!("there is no task {task:?}\n\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
