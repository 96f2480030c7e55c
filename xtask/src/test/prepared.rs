//! What suites need before they start: builds, tools, browsers, servers.

use std::path::PathBuf;

use super::emulator_server::EmulatorServer;
use crate::process::{npm, read, root};
use crate::tools::{Browsers, WebKit};
use crate::{Result, build, tools};

/// Something that a suite needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// The package in a tarball, the dashboard and the emulator.
    Build,
    /// What `cargo xtask start` serves, so that its tests don't wait for a build.
    StartBuild,
    NodeModules,
    /// An emulator that runs as long as the tests.
    EmulatorServer,
    TestRunner,
    CargoDeny,
    Typos,
    Browsers,
    WebKit,
    Redis,
    /// The servers in front of a gateway and behind it, which `docs/gateway.md` names.
    GatewayServers,
}

/// The builds, tools and servers that the chosen suites need. The others are absent.
#[derive(Default)]
pub struct Prepared {
    pub dashboard: Option<build::Dashboard>,
    pub tarball: Option<PathBuf>,
    pub emulator_server: Option<EmulatorServer>,
    pub test_runner: Option<PathBuf>,
    pub cargo_deny: Option<PathBuf>,
    pub typos: Option<PathBuf>,
    pub browsers: Option<Browsers>,
    pub webkit: Option<WebKit>,
    pub redis: Option<PathBuf>,
    /// The consumers that the command line chose.
    pub consumers: Vec<String>,
}

impl Prepared {
    /// Prepares what suites need.
    pub fn new(needs: &[Need], consumers: Vec<String>) -> Result<Self> {
        let has = |need| needs.contains(&need);
        let mut prepared = Self {
            consumers,
            ..Self::default()
        };
        if has(Need::Build) || has(Need::EmulatorServer) {
            let dashboard = build::all()?;
            prepared.tarball = Some(tarball()?);
            if has(Need::EmulatorServer) {
                prepared.emulator_server = Some(EmulatorServer::start(&dashboard.emulator)?);
            }
            prepared.dashboard = Some(dashboard);
        } else if has(Need::NodeModules) {
            tools::node_modules()?;
        }
        if has(Need::StartBuild) {
            build::for_start(false)?;
        }
        if has(Need::TestRunner) {
            prepared.test_runner = Some(tools::test_runner()?.build_if_missing()?);
        }
        if has(Need::CargoDeny) {
            prepared.cargo_deny = Some(tools::cargo_deny()?.build_if_missing()?);
        }
        if has(Need::Typos) {
            prepared.typos = Some(tools::typos()?);
        }
        if has(Need::Browsers) {
            prepared.browsers = Some(tools::browsers()?);
        }
        if has(Need::WebKit) {
            prepared.webkit = Some(tools::webkit()?);
        }
        if has(Need::Redis) {
            prepared.redis = Some(tools::redis()?);
        }
        if has(Need::GatewayServers) {
            tools::gateway_servers()?;
        }
        Ok(prepared)
    }
}

/// Returns what was prepared for a need, or the error that the suite doesn't list the need.
pub fn required<T>(prepared: Option<&T>, need: Need) -> Result<&T> {
    prepared.ok_or_else(|| format!("add {need:?} to what the suite needs, in suites.rs"))
}

/// Makes the tarball that npm would publish.
fn tarball() -> Result<PathBuf> {
    let name = read(&mut npm(
        "pack ./pkg --silent --pack-destination target/npm",
    ))?;
    let name = name.lines().last().unwrap_or_default();
    Ok(root().join("target/npm").join(name))
}
