//! The core of `linq-contact-card`.
#[cfg(target_arch = "wasm32")]
mod wasm;
