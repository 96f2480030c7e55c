//! The project's tasks. `cargo xtask` lists them.

mod bench;
mod build;
mod command;
mod consumers;
mod differential;
mod rust_example;
mod shots;
mod stale;
mod start;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask start [-- FLAGS]    build what is stale, then run the local Linq and the page on http://127.0.0.1:8787
                                (PORT changes the port, FLAGS go to the local Linq, see --help there)
cargo xtask start --live        the same page to the real Linq, with the key in LINQ_API_V3_API_KEY: changes are real
cargo xtask build               make the npm package in pkg/ and the page in target/www/, and print their sizes
cargo xtask again               make the package once more from nothing, and compare the bytes
cargo xtask rust-example        build the page in Rust of examples/rust, in target/rust-example/www/
cargo xtask docs                make the API reference in target/reference/, from the typings
cargo xtask bench               measure calls, the first call, bytes and isE164 beside the official SDK and others
cargo xtask bench gateway       measure the gateway beside nginx and plain proxies, and its memory over 200,000 requests
cargo xtask differential FOLDER [--cases N] [--seed N]
                                compare the package in FOLDER, or in a .tgz, with pkg/ in random calls: both must do the same
cargo xtask shots               take screenshots of every state of the page, or of those named, into target/shots/
cargo xtask test                run every suite: what CI runs
cargo xtask test fast           run the suites that take under two minutes
cargo xtask test SUITE...       run the suites named; after `consumers`, words choose among these (`consumers vite`)";

/// What a task ends with: nothing, or one line that says what is wrong and what to do.
type Result<T = ()> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["start", flags @ ..] => start::start(flags.strip_prefix(&["--"]).unwrap_or(flags)),
        ["build"] => build::all().and_then(|()| build::sizes()),
        ["again"] => build::again(),
        ["rust-example"] => rust_example::build(),
        ["docs"] => build::reference(),
        ["bench"] => bench::bench(),
        ["bench", "gateway"] => bench::gateway(),
        ["differential", old, flags @ ..] => differential::differential(old, flags),
        ["shots", states @ ..] => shots::shots(states),
        ["test", suites @ ..] => test::test(suites),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [other, ..] => Err(format!("there is no task {other:?}\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
