//! Helpers that several test files share. The fuzz targets use them too.
#![allow(dead_code, reason = "each test file uses a part of the helpers")]
#![allow(
    clippy::cast_possible_truncation,
    reason = "lengths and times are small here"
)]

pub mod gateway;
pub mod machine;
pub mod scenario;
pub mod timing;
pub mod unicode;
pub mod wire;
pub mod world;
