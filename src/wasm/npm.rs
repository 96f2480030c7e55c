//! The npm package's exports.
//!
//! A message comes in, in the wire format (see [`crate::wire`]), at an address in memory that JavaScript has added to the
//! instance and that the instance itself never uses. It begins with an operation and what else is in the message of a step
//! (see `call/message.rs`), or with a question and what that is about. The JSON that goes out follows it there. Its length is
//! returned, whether there was room for it or not: in the latter case JavaScript adds memory and calls again.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit};

use crate::api::Operation;
use crate::call::{
    Checked, Event, Machine, WriteBudget, preview, read_call, read_event, read_moment, write_issues,
};
use crate::contact_card::{Field, changed_fields, check_params};
use crate::phone_number::{self, check_phone_number};
use crate::text::{Text, position};
use crate::time::Millis;
use crate::validation::{Issues, Style};
use crate::wire::{Value, Wire};

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("../../pkg-template/types/index.d.ts");

#[wasm_bindgen]
extern "C" {
    /// What the package's JavaScript has of a call.
    pub type LiveCall;
    /// Calls the caller's `fetch`, or the host's, and keeps the promise of the response.
    #[wasm_bindgen(method)]
    fn fetch(this: &LiveCall, url: &JsValue, init: &RequestInit);
}

/// Bytes in front of a message, for what is kept of a call between two steps.
const STATE: usize = 32;
const _: () = assert!(size_of::<Machine>() <= STATE);

/// The questions that need no network, by the names that a message begins with.
const QUESTIONS: &str =
    "previewUpdate\0validateUpdate\0changedFields\0parsePhoneNumber\0writeBudget\0";

// Their positions. What they ask for, and what follows the name in the message.

/// The request that an update would send first, or the error where none would be sent: params, options, environment.
const PREVIEW_UPDATE: usize = 0;
/// The issues of an update: params, and whether `''` may be sent.
const VALIDATE_UPDATE: usize = 1;
/// The names of the fields that differ: the card, and what it was edited to.
const CHANGED_FIELDS: usize = 2;
/// The number, or what is wrong with it: the input.
const PARSE_PHONE_NUMBER: usize = 3;
/// What is left of a number's write budget: the number, and its budget as it was stored.
const WRITE_BUDGET: usize = 4;

/// Lets the core read a message and write an object behind it. Returns the length of the object.
///
/// The message is at the address `start` and takes `length` bytes of `capacity`. Its first 32 bytes are what the core keeps of a
/// call: JavaScript gives zeros at first, then what the last step has left there, and where there was no room for the object,
/// what was there before. `now` and `started_at` are milliseconds on a clock that never goes back, `random` is at random from
/// 0 to 1.
#[wasm_bindgen(skip_typescript)]
pub fn exchange(
    start: usize,
    length: usize,
    capacity: usize,
    now: f64,
    started_at: f64,
    random: f64,
) -> usize {
    // SAFETY: JavaScript has added this memory for messages; nothing else is there, and nothing reads or writes it until the
    // export returns, but for these three, which don't overlap. The address is that of a page, so aligned; zeros are a machine,
    // and so is what a step has left.
    let (machine, input, output) = unsafe {
        let start = start as *mut u8;
        (
            &mut *start.cast::<Machine>(),
            core::slice::from_raw_parts(
                start.wrapping_add(STATE).cast_const(),
                length.saturating_sub(STATE),
            ),
            core::slice::from_raw_parts_mut(
                start.wrapping_add(length),
                capacity.saturating_sub(length),
            ),
        )
    };
    let wire = &mut Wire::new(&input, output);
    let now = Millis::from_f64(now);
    wire.byte(b'{');
    let mut place = Value::FIRST;
    let name = wire.text(wire.take(&mut place));
    if let Some(operation) = Operation::parse(name) {
        let started_at = Millis::from_f64(started_at);
        step(
            wire, &mut place, machine, operation, started_at, now, random,
        );
    } else {
        answer(wire, place, name, now);
    }
    wire.byte(b'}');
    wire.written()
}

/// Takes what has happened to a call, and writes what is next: see [`Machine::handle`].
fn step(
    wire: &mut Wire<'_, '_>,
    place: &mut Value,
    machine: &mut Machine,
    operation: Operation,
    started_at: Millis,
    now: Millis,
    random: f64,
) {
    let call = read_call(wire, place, operation, started_at);
    let moment = read_moment(wire, place, now, random);
    let Some(event) = read_event(wire, place) else {
        // Of the package's own making: not to be mistaken for another one.
        core::arch::wasm32::unreachable()
    };
    if matches!(event, Event::Started { .. }) {
        *machine = Machine::new(operation);
    }
    let action = machine.handle(wire, &call, moment, event);
    wire.member(b"action", action.name());
}

/// Answers a question, as a member `value`.
fn answer(wire: &mut Wire<'_, '_>, mut place: Value, question: Text<'_>, now: Millis) {
    let first = place;
    let second = wire.after(first);
    match position(QUESTIONS.as_bytes(), question) {
        PREVIEW_UPDATE => {
            let call = read_call(wire, &mut place, Operation::Update, now);
            preview(wire, &call);
        }
        VALIDATE_UPDATE => {
            wire.open(b"value", b'[');
            let send_empty = wire.is_true(second);
            let mut issues = Issues::new(wire, Style::Whole);
            check_params(&mut issues, first, Operation::Update.needs(), send_empty);
            wire.byte(b']');
        }
        CHANGED_FIELDS => {
            let changed = changed_fields(wire, first, second);
            wire.open(b"value", b'[');
            for &field in Field::ALL {
                if changed.has(field) {
                    wire.string(field.name());
                }
            }
            wire.byte(b']');
        }
        PARSE_PHONE_NUMBER => {
            wire.open(b"value", b'{');
            if phone_number::is_e164(wire.text(first)) {
                wire.copy_member(b"value", first);
            } else {
                wire.name(b"issue");
                check_phone_number(&mut Issues::new(wire, Style::Whole), b"", first);
            }
            wire.byte(b'}');
        }
        WRITE_BUDGET => {
            if !write_issues(wire, Checked::PhoneNumber(first)) {
                wire.name(b"value");
                WriteBudget::parse(wire.text(second), now).write_usage(wire, now);
            }
        }
        _ => core::arch::wasm32::unreachable(),
    }
}

/// Sends a request, which `signal` aborts: `url` and `init` are those of [`Action::Send`](crate::call::Action::Send).
///
/// No JavaScript value comes in here but by reference, and none goes out: what an instance owned would take a table, and an
/// allocator for it.
#[wasm_bindgen(skip_typescript)]
pub fn send(live: &LiveCall, url: &JsValue, init: &RequestInit, signal: &AbortSignal) {
    init.set_signal(Some(signal));
    live.fetch(url, init);
}

/// Whether the text at an address is a number in E.164 form.
#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(start: usize, length: usize) -> bool {
    // SAFETY: as for messages.
    phone_number::is_e164(unsafe { core::slice::from_raw_parts(start as *const u8, length) })
}
