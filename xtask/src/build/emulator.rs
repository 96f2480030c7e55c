//! The emulator's program.

use std::path::PathBuf;

use crate::Result;
use crate::plan::Plan;
use crate::process::{cargo, executable, root, run};
use crate::stale::Product;

/// A way to build the emulator.
#[derive(Clone, Copy)]
pub struct Emulator {
    profile: &'static str,
    /// Whether it has the flag `--state`, and so SQLite, which takes a third of the build's time.
    has_state_file: bool,
}

/// For tests and measurements.
pub const OPTIMIZED: Emulator = Emulator {
    profile: "release",
    has_state_file: true,
};

/// For one person, who waits for it.
pub const QUICK: Emulator = Emulator {
    profile: "quick",
    has_state_file: false,
};

/// For one person, with the flag `--state`.
pub const QUICK_WITH_STATE_FILE: Emulator = Emulator {
    profile: "quick",
    has_state_file: true,
};

impl Emulator {
    /// Adds the build to a plan.
    pub fn add_to(self, plan: &mut Plan<'_>) {
        let inputs = ["emulator", "src", "Cargo.toml", "Cargo.lock"];
        let product = Product {
            options: format!("state file: {}", self.has_state_file),
            ..Product::new(&self.product_path(), &inputs)
        };
        plan.product(
            ("building the emulator", ", which serves the dashboard"),
            product.is_fresh(),
            &[],
            move || product.make(|| self.build()),
        );
    }

    /// The absolute path of the program.
    pub fn path(self) -> PathBuf {
        root().join(self.product_path())
    }

    fn build(self) -> Result {
        let mut build = cargo();
        build
            .args(["build", "--locked", "--package", "emulator"])
            .args(["--profile", self.profile, "--target-dir", "target"]);
        if !self.has_state_file {
            build.arg("--no-default-features");
        }
        run(&mut build).map(drop)
    }

    fn product_path(self) -> String {
        let program = executable("linq-emulator");
        format!("target/{}/{program}", self.profile)
    }
}
