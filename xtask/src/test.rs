//! `cargo xtask test`: the suites, side by side in two lanes, and what each of them ran.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::command::{cargo, program, read, root};
use crate::tools::{self, Browsers, WebKit};
use crate::{Result, build, consumers, rust_example};

/// What a suite's command tells about its tests.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// A check that passes or fails as a whole.
    One,
    /// `test result: ok. N passed; N failed`, perhaps several.
    Cargo,
    /// `# pass N`, `# fail N`.
    Tap,
}

/// The suite of which the command line can choose tests.
const CONSUMERS: &str = "consumers";

/// The suite that needs cargo-deny.
const DENY: &str = "deny";

/// The suite that needs Redis.
const GATEWAY: &str = "gateway";

/// The engines that a suite runs in.
#[derive(Clone, Copy, PartialEq)]
enum Engines {
    None,
    ChromiumAndFirefox,
    WebKit,
}

struct Suite {
    name: &'static str,
    is_fast: bool,
    engines: Engines,
    counts: Counts,
    command: fn(&Needs) -> Result<Vec<Command>>,
}

/// Cargo's own suites wait for each other anyway, so they share a lane; the JavaScript ones have the other.
const CARGO_LANE: &[Suite] = &[
    Suite {
        name: "fmt",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::One,
        command: |_| Ok(vec![fmt()]),
    },
    Suite {
        name: "clippy",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::One,
        command: |_| Ok(clippy()),
    },
    Suite {
        name: "docs",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::One,
        command: |_| Ok(vec![rustdoc(), client_rustdoc(), reference()]),
    },
    Suite {
        name: "rust",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Cargo,
        command: |_| Ok(vec![rust()]),
    },
    Suite {
        name: "again",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::One,
        command: |_| Ok(vec![again()?]),
    },
    Suite {
        name: DENY,
        is_fast: false,
        engines: Engines::None,
        counts: Counts::One,
        command: deny,
    },
    Suite {
        name: "wasm-chromium",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Cargo,
        command: |needs| {
            Ok(vec![wasm(
                needs,
                "CHROMEDRIVER",
                &needs.browsers()?.chromedriver,
            )])
        },
    },
    Suite {
        name: "wasm-firefox",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Cargo,
        command: |needs| {
            Ok(vec![wasm(
                needs,
                "GECKODRIVER",
                &needs.browsers()?.geckodriver,
            )])
        },
    },
];

const NODE_LANE: &[Suite] = &[
    Suite {
        name: "package",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![node(needs, "package")]),
    },
    Suite {
        name: "types",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![node(needs, "types")]),
    },
    Suite {
        name: "dashboard",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![node(needs, "dashboard")]),
    },
    Suite {
        name: "attacks",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![node(needs, "attacks")]),
    },
    Suite {
        name: GATEWAY,
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_gateway(needs)?]),
    },
    Suite {
        name: "start",
        is_fast: true,
        engines: Engines::None,
        counts: Counts::Tap,
        command: |needs| Ok(vec![node(needs, "start")]),
    },
    Suite {
        name: "journeys-chromium",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "e2e", "chromium")?]),
    },
    Suite {
        name: "journeys-firefox",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "e2e", "firefox")?]),
    },
    Suite {
        name: "journeys-webkit",
        is_fast: false,
        engines: Engines::WebKit,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_webkit(needs, "e2e")?]),
    },
    Suite {
        name: "audit",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "audit", "chromium")?]),
    },
    Suite {
        name: "element-chromium",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "element", "chromium")?]),
    },
    Suite {
        name: "element-firefox",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "element", "firefox")?]),
    },
    Suite {
        name: "element-webkit",
        is_fast: false,
        engines: Engines::WebKit,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_webkit(needs, "element")?]),
    },
    Suite {
        name: "faults-chromium",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "faults", "chromium")?]),
    },
    Suite {
        name: "faults-firefox",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_browser(needs, "faults", "firefox")?]),
    },
    Suite {
        name: "faults-webkit",
        is_fast: false,
        engines: Engines::WebKit,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_webkit(needs, "faults")?]),
    },
    Suite {
        name: "rust-example",
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_rust_example(needs)?]),
    },
    Suite {
        name: CONSUMERS,
        is_fast: false,
        engines: Engines::ChromiumAndFirefox,
        counts: Counts::Tap,
        command: |needs| Ok(vec![in_consumers(needs)?]),
    },
];

/// What the suites stand on.
struct Needs {
    emulator: PathBuf,
    tarball: PathBuf,
    test_runner: PathBuf,
    emulator_url: String,
    browsers: Option<Browsers>,
    cargo_deny: Option<PathBuf>,
    redis: Option<PathBuf>,
    consumers: Vec<String>,
    webkit: Option<WebKit>,
}

impl Needs {
    fn browsers(&self) -> Result<&Browsers> {
        self.browsers
            .as_ref()
            .ok_or_else(|| "no browsers".to_owned())
    }
}

struct Report {
    name: &'static str,
    passed: u32,
    failed: u32,
    time: Duration,
    text: String,
}

/// Runs all suites, the fast ones, or those named.
pub fn test(words: &[&str]) -> Result {
    let (words, consumers) = split(words)?;
    let consumers = consumers::choose(consumers::all(), &consumers)?;
    let is_chosen = |suite: &&Suite| {
        words.is_empty()
            || words.contains(&suite.name)
            || (words.contains(&"fast") && suite.is_fast)
    };
    build::all()?;
    let any_in = |engines| {
        suites()
            .filter(is_chosen)
            .any(|suite| suite.engines == engines)
    };
    let browsers = any_in(Engines::ChromiumAndFirefox)
        .then(tools::browsers)
        .transpose()?;
    let webkit = any_in(Engines::WebKit).then(tools::webkit).transpose()?;
    let is_named = |name| suites().filter(is_chosen).any(|suite| suite.name == name);
    let cargo_deny = is_named(DENY).then(tools::cargo_deny).transpose()?;
    let redis = is_named(GATEWAY).then(tools::redis).transpose()?;
    if is_named(CONSUMERS) {
        tools::servers()?;
    }
    let emulator = build::emulator()?;
    let server = Server::start(&emulator)?;
    let needs = Needs {
        tarball: pack()?,
        test_runner: tools::bindgen()?.test_runner,
        emulator_url: server.url.clone(),
        emulator,
        browsers,
        cargo_deny,
        redis,
        consumers,
        webkit,
    };

    let reports = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for lane in [CARGO_LANE, NODE_LANE] {
            let (needs, reports) = (&needs, &reports);
            scope.spawn(move || {
                for suite in lane.iter().filter(is_chosen) {
                    let report = run_suite(suite, needs);
                    reports
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .push(report);
                }
            });
        }
    });
    let reports = reports
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);

    build::sizes()?;
    for report in reports.iter().filter(|report| report.name == CONSUMERS) {
        println!("\n{:<24}{:>8}{:>10}", "consumer", "result", "seconds");
        for outcome in consumers::outcomes(&report.text) {
            println!("{outcome}");
        }
    }
    println!(
        "\n{:<20}{:>8}{:>8}{:>10}",
        "suite", "passed", "failed", "seconds"
    );
    for report in &reports {
        let seconds = report.time.as_secs_f64();
        println!(
            "{:<20}{:>8}{:>8}{:>10.1}",
            report.name, report.passed, report.failed, seconds
        );
    }
    let passed: u32 = reports.iter().map(|report| report.passed).sum();
    let failed: u32 = reports.iter().map(|report| report.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    if failed > 0 {
        Err("some tests failed; see above".to_owned())
    } else {
        Ok(())
    }
}

fn suites() -> impl Iterator<Item = &'static Suite> {
    CARGO_LANE.iter().chain(NODE_LANE)
}

/// Parts words that name suites from those that, beside `consumers`, choose among these.
fn split<'a>(words: &[&'a str]) -> Result<(Vec<&'a str>, Vec<&'a str>)> {
    let names: Vec<_> = std::iter::once("fast")
        .chain(suites().map(|suite| suite.name))
        .collect();
    let (suites, others): (Vec<_>, Vec<_>) = words.iter().partition(|word| names.contains(word));
    match others.first() {
        Some(word) if !suites.contains(&CONSUMERS) => Err(format!(
            "there is no suite {word:?}; there are: {}",
            names.join(" ")
        )),
        _ => Ok((suites, others)),
    }
}

fn run_suite(suite: &Suite, needs: &Needs) -> Report {
    eprintln!("… {}", suite.name);
    let start = Instant::now();
    let (mut passed, mut failed, mut text) = (0, 0, String::new());
    match (suite.command)(needs) {
        Ok(commands) => {
            for mut command in commands {
                let (is_success, output) = run(&mut command);
                let counted = count(suite.counts, is_success, &output);
                passed += counted.0;
                failed += counted.1;
                text.push_str(&output);
            }
        }
        Err(error) => (failed, text) = (1, error),
    }
    // A suite that ran nothing proves nothing.
    if passed + failed == 0 {
        failed = 1;
    }
    if failed > 0 {
        eprintln!("✗ {}\n{text}", suite.name);
    } else {
        eprintln!(
            "✓ {} ({passed} passed, {:.1} s)",
            suite.name,
            start.elapsed().as_secs_f64()
        );
    }
    Report {
        name: suite.name,
        passed,
        failed,
        time: start.elapsed(),
        text,
    }
}

fn run(command: &mut Command) -> (bool, String) {
    match command.output() {
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (
                output.status.success(),
                text(&output.stdout) + &text(&output.stderr),
            )
        }
        Err(error) => (
            false,
            format!("{:?} could not be started: {error}", command.get_program()),
        ),
    }
}

/// Passed and failed tests. A command that fails has failed at least one.
fn count(counts: Counts, is_success: bool, output: &str) -> (u32, u32) {
    let number_before = |line: &str, word: &str| {
        let before = line.split(word).next()?;
        before.split_whitespace().last()?.parse::<u32>().ok()
    };
    let number_after = |word: &str| {
        let line = output.lines().rev().find(|line| line.starts_with(word))?;
        line.split_whitespace().last()?.parse::<u32>().ok()
    };
    let (passed, failed) = match counts {
        Counts::One => (u32::from(is_success), 0),
        Counts::Cargo => output
            .lines()
            .filter(|line| line.contains("test result:"))
            .fold((0, 0), |sum, line| {
                let passed = number_before(line, " passed").unwrap_or(0);
                (
                    sum.0 + passed,
                    sum.1 + number_before(line, " failed").unwrap_or(0),
                )
            }),
        Counts::Tap => (
            number_after("# pass").unwrap_or(0),
            number_after("# fail").unwrap_or(0),
        ),
    };
    (passed, if is_success { failed } else { failed.max(1) })
}

fn fmt() -> Command {
    with(cargo(), &["fmt", "--all", "--check"])
}

fn clippy() -> Vec<Command> {
    let native = [
        "clippy",
        "--locked",
        "--workspace",
        "--exclude",
        "bindgen",
        "--all-targets",
        "--",
        "-Dwarnings",
    ];
    let wasm = [
        "clippy",
        "--locked",
        "--package",
        "linq-contact-card",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let mut commands = vec![with(cargo(), &native)];
    commands.push(with(with(cargo(), &wasm), &["--tests", "--", "-Dwarnings"]));
    // The package's build, and that of front ends in Rust.
    for features in ["npm,freestanding", "web"] {
        let alone = ["--lib", "--no-default-features", "--features", features];
        let command = with(with(cargo(), &wasm), &alone);
        commands.push(with(command, &["--", "-Dwarnings"]));
    }
    let gateway = ["clippy", "--locked", "--package", "gateway"];
    let target = ["--target", "wasm32-unknown-unknown", "--", "-Dwarnings"];
    commands.push(with(with(cargo(), &gateway), &target));
    commands
}

fn rustdoc() -> Command {
    let mut rustdoc = with(
        cargo(),
        &[
            "doc",
            "--locked",
            "--no-deps",
            "--package",
            "linq-contact-card",
            "--features",
            "gateway",
        ],
    );
    rustdoc.env("RUSTDOCFLAGS", "-Dwarnings");
    rustdoc
}

/// The docs of the client for front ends in Rust, which is there for WebAssembly alone.
fn client_rustdoc() -> Command {
    let target = ["--target", "wasm32-unknown-unknown"];
    let mut rustdoc = with(
        with(cargo(), &["doc", "--locked", "--no-deps"]),
        &["--package", "linq-contact-card"],
    );
    rustdoc.args(target).env("RUSTDOCFLAGS", "-Dwarnings");
    rustdoc
}

/// The API reference has no warnings: typedoc.json makes errors of them.
fn reference() -> Command {
    with(
        program("node"),
        &["node_modules/typedoc/bin/typedoc", "--emit", "none"],
    )
}

fn rust() -> Command {
    with(
        cargo(),
        &[
            "test",
            "--locked",
            "--workspace",
            "--exclude",
            "bindgen",
            "--no-fail-fast",
        ],
    )
}

/// Both workspaces by deny.toml, in which nothing is superfluous: a warning fails, unless it is about what is there for
/// the other workspace. Without `--workspace` the root's own crate alone would be looked at.
fn deny(needs: &Needs) -> Result<Vec<Command>> {
    let cargo_deny = needs.cargo_deny.as_ref().ok_or("no cargo-deny")?;
    let check = |manifest: &str, allowed: &[&str]| {
        let all = ["--workspace", "--locked", "--manifest-path", manifest];
        let mut command = with(program(cargo_deny), &all);
        command.args(["check", "--deny", "warnings"]);
        for code in allowed {
            command.args(["--allow", code]);
        }
        with(command, &["licenses", "bans", "sources"])
    };
    let only_for_fuzz = ["license-exception-not-encountered"];
    let not_for_fuzz = [
        "license-not-encountered",
        "unmatched-skip",
        "unnecessary-skip",
    ];
    Ok(vec![
        check("Cargo.toml", &only_for_fuzz),
        check("fuzz/Cargo.toml", &not_for_fuzz),
    ])
}

fn wasm(needs: &Needs, driver_name: &str, driver: &std::path::Path) -> Command {
    let test = [
        "test",
        "--locked",
        "--package",
        "linq-contact-card",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let mut command = with(
        with(cargo(), &test),
        &["--test", "browser", "--test", "client"],
    );
    command
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            &needs.test_runner,
        )
        .env("EMULATOR_URL", &needs.emulator_url)
        .env(driver_name, driver);
    command
}

fn node(needs: &Needs, suite: &str) -> Command {
    node_on(needs, &[suite])
}

/// The test files of these folders.
fn node_on(needs: &Needs, folders: &[&str]) -> Command {
    let mut command = with(program("node"), &["--test", "--test-reporter=tap"]);
    for folder in folders {
        let mut files: Vec<_> = std::fs::read_dir(root().join("tests/js").join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(".test.js"))
            .collect();
        files.sort();
        command.args(files);
    }
    command
        .env("LINQ_EMULATOR", &needs.emulator)
        .env("LINQ_WWW", root().join("target/www"))
        .env("LINQ_PACKAGE", &needs.tarball);
    command
}

fn in_gateway(needs: &Needs) -> Result<Command> {
    let redis = needs.redis.as_ref().ok_or("no Redis")?;
    let mut command = node_on(needs, &["gateway/stores", "gateway/faults"]);
    command.env("REDIS_SERVER", redis);
    Ok(command)
}

fn in_browser(needs: &Needs, suite: &str, browser: &str) -> Result<Command> {
    let browsers = needs.browsers()?;
    let mut command = node(needs, suite);
    command
        .env("BROWSER", browser)
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("FIREFOX", &browsers.firefox)
        .env("GECKODRIVER", &browsers.geckodriver);
    Ok(command)
}

fn in_rust_example(needs: &Needs) -> Result<Command> {
    rust_example::build()?;
    let mut command = in_browser(needs, "rust-example", "chromium")?;
    command.env("RUST_EXAMPLE_WWW", root().join("target/rust-example/www"));
    Ok(command)
}

fn in_consumers(needs: &Needs) -> Result<Command> {
    let mut command = in_browser(needs, CONSUMERS, "chromium")?;
    command.env("CONSUMER", needs.consumers.join(" "));
    Ok(command)
}

fn in_webkit(needs: &Needs, suite: &str) -> Result<Command> {
    let webkit = needs.webkit.as_ref().ok_or("no WebKit")?;
    let mut command = node(needs, suite);
    command
        .env("BROWSER", "webkit")
        .env("WEBKITWEBDRIVER", &webkit.driver)
        .env("XVFB", &webkit.xvfb);
    Ok(command)
}

/// Two builds give the same bytes.
fn again() -> Result<Command> {
    let xtask = std::env::current_exe().map_err(|error| error.to_string())?;
    Ok(with(Command::new(xtask), &["again"]))
}

fn with(mut command: Command, words: &[&str]) -> Command {
    command.args(words);
    command
}

/// The package as npm would publish it.
fn pack() -> Result<PathBuf> {
    let dir = root().join("target/npm");
    let pack = [
        "pack",
        "./pkg",
        "--silent",
        "--pack-destination",
        "target/npm",
    ];
    let name = read(program("npm").args(pack))?;
    Ok(dir.join(name.lines().last().unwrap_or_default()))
}

/// A local Linq for the wasm-bindgen tests, which run on a page of another origin.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(emulator: &std::path::Path) -> Result<Self> {
        let mut process = program(emulator)
            .args([
                "--listen",
                "127.0.0.1:0",
                "--control",
                "--cors",
                "*",
                "--budget",
                "off",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the local Linq could not be started: {error}"))?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            let mut stdout = BufReader::new(stdout);
            let _ = stdout.read_line(&mut line);
            // Read on, so that it never waits for somebody to read.
            std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        }
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap_or_default()
            .to_owned();
        let server = Self { process, url };
        if server.url.is_empty() {
            Err("the local Linq did not start".to_owned())
        } else {
            Ok(server)
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, count, split};

    #[test]
    fn cargo_s_results_are_added_up() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 2 passed; 1 failed;";
        assert_eq!(count(Counts::Cargo, false, output), (5, 1));
    }

    #[test]
    fn tap_s_last_totals_count() {
        assert_eq!(count(Counts::Tap, true, "# pass 7\n# fail 0\n"), (7, 0));
    }

    #[test]
    fn a_command_that_fails_has_failed_a_test() {
        assert_eq!(count(Counts::Tap, false, "SyntaxError"), (0, 1));
        assert_eq!(count(Counts::One, false, ""), (0, 1));
    }

    #[test]
    fn words_name_suites_or_beside_consumers_some_of_these() {
        let both = ["vite", "fast", "consumers"];
        assert_eq!(split(&both), Ok((vec!["fast", "consumers"], vec!["vite"])));
        let error = split(&["fast", "vite"]).unwrap_err();
        assert!(error.starts_with("there is no suite \"vite\"; there are: fast fmt "));
    }
}
