//! The core of `linq-contact-card`: it decides everything that can be decided before a request is
//! sent, builds the smallest request, and reports exactly what happened.
//!
//! Outside the module `wasm`, the core uses no JavaScript, clock, randomness or socket. The source
//! of its rules is *the reference page*: the page about `contact_card` in Linq's API reference.
//! These invariants hold:
//!
//! * A value that exists is valid: a [`PhoneNumber`](phone_number::PhoneNumber) is in E.164 form,
//!   and a contact card that a caller receives has passed [`is_card`](contact_card::is_card).
//! * No input and no response makes the core panic.
//! * No error and no `Debug` shows a key, a request header or a full phone number.
//! * Nothing that a page runs allocates: values are views into the input, and all output goes into
//!   one [`Wire`](wire::Wire). So the package's WebAssembly contains neither panic messages nor
//!   formatting.
//!
//! # Code for pages
//!
//! A page downloads all modules except `gateway` and `client`. They are written for few bytes, and
//! without operations that may panic, each of which would add a branch and a message (the lints
//! below find them):
//!
//! * A list of names is one text, `"update\0create\0"`, that [`text::nth`] and [`text::position`]
//!   read. A `match` with a text in each arm is larger.
//! * What is absent is a value of the same type: [`Value::ABSENT`](wire::Value::ABSENT), an empty
//!   text, or a number below 0. WebAssembly would return most `Option`s through memory.
//! * Integers are added with `wrapping_add`, as `+` panics on overflow in builds that check for it.
//!   Only malformed input can make a length wrap, and then it matches nothing.
//! * Slices are read with `get` or [`text::split`], as an index may be out of bounds.
//!
//! The modules `gateway` and `client` have no such limit and use the standard library as usual.
#![cfg_attr(all(feature = "freestanding", target_arch = "wasm32"), no_std)]
#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]
#![warn(unreachable_pub)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(any(feature = "web", feature = "gateway"))]
extern crate alloc;

pub mod api;
pub mod call;
pub mod contact_card;
pub mod error;
#[cfg(feature = "gateway")]
pub mod gateway;
#[cfg(any(feature = "web", feature = "gateway"))]
pub mod number_in_ascii;
pub mod phone_number;
pub mod redact;
pub mod text;
pub mod time;
pub mod validation;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub use wasm::client;
