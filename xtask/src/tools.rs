//! The tools that a task needs, brought when they are missing. Built ones live in the user's cache folder, by version,
//! so that a second clone doesn't build them again.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::command::{cargo, find, program, read, root, run, step};
use crate::stale::unless_fresh;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const CARGO_DENY: &str = "0.20.2";
const GECKODRIVER: &str = "0.37.1";

/// The target, where rustup doesn't have it yet.
pub fn wasm_target() -> Result {
    let installed = read(program("rustup").args(["target", "list", "--installed"]))
        .map_err(|_| "rustup is needed: https://rustup.rs".to_owned())?;
    if installed.lines().any(|target| target == WASM_TARGET) {
        return Ok(());
    }
    step("adding the WebAssembly target", || {
        run(program("rustup").args(["target", "add", WASM_TARGET])).map(drop)
    })
}

/// Node and the packages that package-lock.json names.
pub fn node_modules() -> Result {
    let version = read(program("node").arg("--version")).unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    if major.unwrap_or(0) < 20 {
        return Err(format!(
            "Node 20 or newer is needed, found {version:?}: https://nodejs.org"
        ));
    }
    unless_fresh("node_modules", &["package-lock.json"], || {
        step("installing npm packages", || {
            run(program("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
                .map(drop)
        })
    })
}

/// `wasm-bindgen` and its test runner, at the version in Cargo.lock.
pub struct Bindgen {
    pub cli: PathBuf,
    pub test_runner: PathBuf,
}

/// Builds the bindgen tools where this version isn't in the cache.
pub fn bindgen() -> Result<Bindgen> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock can't be read: {error}"))?;
    let version =
        locked_version(&lock, "wasm-bindgen-cli").ok_or("Cargo.lock has no wasm-bindgen-cli")?;
    let dir = cache()?.join(format!("bindgen-{version}"));
    let bin = dir.join("release");
    let tools = Bindgen {
        cli: bin.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX)),
        test_runner: bin.join(format!(
            "wasm-bindgen-test-runner{}",
            std::env::consts::EXE_SUFFIX
        )),
    };
    if !tools.cli.is_file() || !tools.test_runner.is_file() {
        step(
            &format!("building wasm-bindgen {version}, once (some minutes)"),
            || {
                let build = [
                    "build",
                    "--release",
                    "--locked",
                    "--package",
                    "bindgen",
                    "--target-dir",
                ];
                run(cargo().args(build).arg(&dir)).map(drop)
            },
        )?;
    }
    Ok(tools)
}

/// The version of a package in a Cargo.lock.
fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

/// Browsers and their drivers.
pub struct Browsers {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
    pub firefox: PathBuf,
    pub geckodriver: PathBuf,
}

/// Finds the browsers, and brings them where that is possible.
pub fn browsers() -> Result<Browsers> {
    if chromium().is_none() || find("chromedriver").is_none() || firefox().is_none() {
        bring(
            "Chromium and Firefox",
            &["chromium", "chromium-driver", "firefox-esr"],
        )?;
    }
    let missing = "needed for the browser tests: install Chromium, its chromedriver and Firefox \
                   (Debian: apt-get install chromium chromium-driver firefox-esr)";
    Ok(Browsers {
        chromium: chromium().ok_or(missing)?,
        chromedriver: find("chromedriver").ok_or(missing)?,
        firefox: firefox().ok_or(missing)?,
        geckodriver: geckodriver()?,
    })
}

fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find)
}

fn firefox() -> Option<PathBuf> {
    ["firefox-esr", "firefox"].into_iter().find_map(find)
}

/// WebKit's driver, which knows its browser, and the display that the browser needs.
pub struct WebKit {
    pub driver: PathBuf,
    pub xvfb: PathBuf,
}

/// Finds WebKit, and brings it where that is possible.
pub fn webkit() -> Result<WebKit> {
    let (driver, xvfb) = ("WebKitWebDriver", "Xvfb");
    if find(driver).is_none() || find(xvfb).is_none() {
        bring("WebKit", &["webkit2gtk-driver", "xvfb"])?;
    }
    let missing = "needed for the tests in WebKit: install WebKitGTK's WebKitWebDriver and Xvfb \
                   (Debian: apt-get install webkit2gtk-driver xvfb)";
    Ok(WebKit {
        driver: find(driver).ok_or(missing)?,
        xvfb: find(xvfb).ok_or(missing)?,
    })
}

/// Finds Redis, and brings it where that is possible.
pub fn redis() -> Result<PathBuf> {
    found("redis-server", "Redis", "redis-server")
}

/// Finds the servers that a gateway stands behind and counts in, and brings them where that is possible.
pub fn servers() -> Result {
    found("nginx", "nginx", "nginx-light")?;
    found("caddy", "Caddy", "caddy")?;
    redis().map(drop)
}

/// What the gateway is measured with, and beside.
pub struct Load {
    pub wrk: PathBuf,
    pub nginx: PathBuf,
}

/// Finds wrk and nginx, and brings them where that is possible.
pub fn load() -> Result<Load> {
    // Debian keeps servers where not everybody's PATH leads.
    let server = Path::new("/usr/sbin/nginx");
    let nginx = if server.is_file() {
        server.to_owned()
    } else {
        found("nginx", "nginx", "nginx-light")?
    };
    Ok(Load {
        wrk: found("wrk", "wrk", "wrk")?,
        nginx,
    })
}

/// Finds a program, and brings it with Debian's package where that is possible.
fn found(program: &str, name: &str, package: &str) -> Result<PathBuf> {
    if find(program).is_none() {
        bring(name, &[package])?;
    }
    find(program).ok_or_else(|| {
        format!("needed for the gateway: install {name} (Debian: apt-get install {package})")
    })
}

/// Installs Debian's packages, where that is possible.
fn bring(what: &str, packages: &[&str]) -> Result {
    let is_debian = Path::new("/etc/debian_version").exists();
    if !is_debian || read(program("id").arg("-u")).as_deref() != Ok("0") {
        return Ok(());
    }
    let apt = |words: &[&str]| {
        run(program("apt-get")
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    };
    step(&format!("installing {what}"), || {
        apt(&["update"])?;
        apt(&[&["install", "-y"], packages].concat()).map(drop)
    })
}

fn geckodriver() -> Result<PathBuf> {
    find("geckodriver").map_or_else(|| from_crates_io("geckodriver", GECKODRIVER), Ok)
}

/// `cargo-deny`, always of this version: others have other rules.
pub fn cargo_deny() -> Result<PathBuf> {
    from_crates_io("cargo-deny", CARGO_DENY)
}

/// Builds a program where this version isn't in the cache.
fn from_crates_io(name: &str, version: &str) -> Result<PathBuf> {
    let dir = cache()?.join(format!("{name}-{version}"));
    let path = dir
        .join("bin")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        step(
            &format!("building {name} {version}, once (some minutes)"),
            || {
                let install = ["install", name, "--locked", "--version", version, "--root"];
                run(cargo().args(install).arg(&dir)).map(drop)
            },
        )?;
    }
    Ok(path)
}

/// The user's folder for things that can be made again.
fn cache() -> Result<PathBuf> {
    let in_home = |dir: &str| Some(PathBuf::from(std::env::var_os("HOME")?).join(dir));
    let dir = match std::env::consts::OS {
        "windows" => std::env::var_os("LOCALAPPDATA").map(PathBuf::from),
        "macos" => in_home("Library/Caches"),
        _ => std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| in_home(".cache")),
    };
    Ok(dir
        .ok_or("there is no home folder to keep built tools in")?
        .join("linq-contact-card"))
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_locked_version_is_the_named_package_s() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen-cli\"\nversion = \"1.0.1\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen-cli"), Some("1.0.1"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
