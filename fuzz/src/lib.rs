//! What the targets share: values to start from, and what must not be seen of them.

pub mod plain;
pub mod secrets;

/// JSON as the core's plain data, both ways, as the tests have it.
#[path = "../../tests/support/mod.rs"]
pub mod support;
