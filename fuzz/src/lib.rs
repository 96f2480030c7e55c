//! What the targets share: values to start from, and what must not be seen of them.

pub mod plain;
pub mod secrets;
pub mod tree;

/// JSON as the core takes it and writes it, as the tests have it.
#[path = "../../tests/support/mod.rs"]
pub mod support;

/// Exchanges of a gateway, and what holds for all of them, as the tests have it.
#[path = "../../tests/support/gateway.rs"]
pub mod gateway;
