//! The table of all suites: a new one is a line here.

use std::process::Command;

use super::commands::{self, Engine};
use super::consumers;
use super::count::Count;
use super::prepared::{Need, Prepared};
use crate::Result;

use Kind::{Browser, CargoTest, Check, Node, NodeWith};
use Need::{
    Browsers, Build, CargoDeny, EmulatorServer, GatewayServers, NodeModules, Redis, StartBuild,
    TestRunner, Typos, WebKit,
};

/// A suite of tests or checks.
pub struct Suite {
    pub name: &'static str,
    /// Whether it takes less than two minutes, and so belongs to `cargo xtask test fast`.
    pub is_fast: bool,
    /// What has to be built or found before it starts.
    pub needs: &'static [Need],
    kind: Kind,
}

/// How a suite runs.
enum Kind {
    /// Commands that pass or fail as a whole.
    Check(fn(&Prepared) -> Result<Vec<Command>>),
    /// A `cargo test`.
    CargoTest(fn(&Prepared) -> Result<Command>),
    /// The test files of a folder of tests/js, in Node.
    Node(&'static str),
    /// Test files in Node that need more than a folder: environment variables, or a build.
    NodeWith(fn(&Prepared) -> Result<Command>),
    /// The test files of a folder of tests/js, which drive a browser.
    Browser(&'static str, Engine),
}

/// The suites of cargo, which would wait for each other, and of tools that need no build. One after
/// the other.
#[rustfmt::skip]
pub const CARGO_LANE: &[Suite] = &[
    fast("fmt",           &[NodeModules],                          Check(commands::fmt)),
    fast("clippy",        &[],                                     Check(commands::clippy)),
    fast("lint",          &[Build],                                Check(commands::lint)),
    fast("typos",         &[Typos],                                Check(commands::typos)),
    fast("docs",          &[Build],                                Check(commands::docs)),
    fast("rust",          &[],                                     CargoTest(commands::rust)),
    fast("reproducible",  &[Build],                                Check(commands::reproducible)),
    slow("deny",          &[CargoDeny],                            Check(commands::deny)),
    slow("wasm-chromium", &[EmulatorServer, TestRunner, Browsers], CargoTest(commands::wasm_in_chromium)),
    slow("wasm-firefox",  &[EmulatorServer, TestRunner, Browsers], CargoTest(commands::wasm_in_firefox)),
];

/// The suites in JavaScript. One after the other, side by side with those of cargo.
#[rustfmt::skip]
pub const NODE_LANE: &[Suite] = &[
    fast("words",            &[],                                Node("words")),
    fast("package",          &[Build],                           Node("package")),
    fast("types",            &[Build],                           Node("types")),
    fast("testing",          &[Build],                           Node("testing")),
    fast("dashboard",        &[Build],                           Node("dashboard")),
    fast("attacks",          &[Build],                           Node("attacks")),
    fast("gateway",          &[Build, Redis],                    NodeWith(commands::gateway)),
    fast("start",            &[Build, StartBuild],               Node("start")),
    slow("e2e-chromium",     &[Build, Browsers],                 Browser("e2e", Engine::Chromium)),
    slow("e2e-firefox",      &[Build, Browsers],                 Browser("e2e", Engine::Firefox)),
    slow("e2e-webkit",       &[Build, WebKit],                   Browser("e2e", Engine::WebKit)),
    slow("audit",            &[Build, Browsers],                 Browser("audit", Engine::Chromium)),
    slow("element-chromium", &[Build, Browsers],                 Browser("element", Engine::Chromium)),
    slow("element-firefox",  &[Build, Browsers],                 Browser("element", Engine::Firefox)),
    slow("element-webkit",   &[Build, WebKit],                   Browser("element", Engine::WebKit)),
    slow("react",            &[Build, Browsers],                 Browser("react", Engine::Chromium)),
    slow("faults-chromium",  &[Build, Browsers],                 Browser("faults", Engine::Chromium)),
    slow("faults-firefox",   &[Build, Browsers],                 Browser("faults", Engine::Firefox)),
    slow("faults-webkit",    &[Build, WebKit],                   Browser("faults", Engine::WebKit)),
    slow("cli",              &[Build, Browsers],                 Browser("cli", Engine::Chromium)),
    slow("rust-example",     &[Build, Browsers],                 NodeWith(commands::rust_example)),
    slow(consumers::SUITE,   &[Build, GatewayServers, Browsers], NodeWith(commands::consumers)),
];

/// All suites.
pub fn all() -> impl Iterator<Item = &'static Suite> {
    CARGO_LANE.iter().chain(NODE_LANE)
}

impl Suite {
    /// The commands that run the suite.
    pub fn commands(&self, prepared: &Prepared) -> Result<Vec<Command>> {
        match self.kind {
            Check(commands) => commands(prepared),
            CargoTest(command) | NodeWith(command) => Ok(vec![command(prepared)?]),
            Node(folder) => Ok(vec![commands::node(prepared, &[folder])]),
            Browser(folder, engine) => Ok(vec![commands::browser(prepared, folder, engine)?]),
        }
    }

    /// How the suite's tests are counted.
    pub fn count(&self) -> Count {
        match self.kind {
            Check(_) => Count::One,
            CargoTest(_) => Count::Cargo,
            Node(_) | NodeWith(_) | Browser(..) => Count::Tap,
        }
    }
}

const fn fast(name: &'static str, needs: &'static [Need], kind: Kind) -> Suite {
    Suite {
        name,
        is_fast: true,
        needs,
        kind,
    }
}

const fn slow(name: &'static str, needs: &'static [Need], kind: Kind) -> Suite {
    Suite {
        is_fast: false,
        ..fast(name, needs, kind)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::all;

    #[test]
    fn every_suite_has_a_name_of_its_own() {
        let mut names = HashSet::new();
        for suite in all() {
            assert!(names.insert(suite.name), "{} twice", suite.name);
        }
        // On the command line, it chooses all fast suites.
        assert!(!names.contains("fast"));
    }
}
