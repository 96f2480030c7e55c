//! The local Linq.
fn main() {}
