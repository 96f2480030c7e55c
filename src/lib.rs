//! The core of `linq-contact-card`: it decides everything that can be decided before the network, builds the smallest
//! change, and says exactly what happened.
//!
//! The core knows no JavaScript, no clock, no randomness and no socket; `wasm` is the only room that does. Invariants:
//!
//! * What exists is valid: a [`PhoneNumber`](phone_number::PhoneNumber) is E.164, a
//!   [`ContactCardUpdate`](contact_card::ContactCardUpdate) has at least one field, a [`Call`](client::Call) is ready
//!   to be sent.
//! * Nothing panics, whatever the input or the answer.
//! * No error and no `Debug` holds a key, a request header or a full phone number.
//!
//! It needs an allocator and nothing else of the standard library: without it, the package's WebAssembly holds no
//! panic machinery and no formatting.
#![cfg_attr(all(feature = "freestanding", target_arch = "wasm32"), no_std)]
#![deny(unsafe_code)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]

extern crate alloc;

pub mod api_key;
pub mod base_url;
pub mod client;
pub mod contact_card;
pub mod endpoint;
pub mod ensure;
pub mod error;
#[cfg(feature = "gateway")]
pub mod gateway;
pub mod http;
pub mod json;
pub mod number;
pub mod options;
pub mod phone_number;
pub mod questions;
pub mod redaction;
pub mod retry;
pub mod turns;
pub mod validation;
pub mod value;
pub mod write_budget;

// The gateway's module has a border of its own, and none of the page's exports.
#[cfg(all(target_arch = "wasm32", not(feature = "gateway")))]
pub mod wasm;
