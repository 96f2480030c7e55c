//! Inputs, secrets and checks that the fuzz targets share.

pub mod any_value;
pub mod secrets;
pub mod tree;

/// The helpers of the tests.
#[path = "../../tests/support/mod.rs"]
pub mod support;
