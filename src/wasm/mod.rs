//! The boundary to JavaScript: it translates and decides nothing.
#![allow(
    unsafe_code,
    reason = "wasm-bindgen's macros expand to it, and the npm package's exports share memory with JavaScript"
)]

#[cfg(feature = "web")]
mod bindings;
#[cfg(feature = "web")]
pub mod client;
#[cfg(feature = "freestanding")]
mod freestanding;
#[cfg(feature = "npm")]
pub mod npm;
#[cfg(feature = "web")]
pub mod unicode;
