//! The exports of the npm package's WebAssembly module.
//!
//! JavaScript adds memory to the instance, which the instance itself never uses, and writes a
//! message in the wire format (see [`crate::wire`]) there. The message is that of an event of a
//! call (see `call/message.rs`), or the name of a synchronous function followed by its arguments.
//! The core writes its response, JSON, after the message and returns the response's length. Where
//! there was no room for it, JavaScript adds memory and calls again.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit};

use crate::api::Operation;
use crate::call::{
    Check, Event, Machine, WriteBudget, preview, read_call, read_event, read_moment, write_issues,
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
    /// A call in the package's JavaScript.
    pub type LiveCall;
    /// Calls the caller's `fetch`, or the host's, and stores the promise of the response.
    #[wasm_bindgen(method)]
    fn fetch(this: &LiveCall, url: &JsValue, init: &RequestInit);
}

/// The number of bytes in front of a message, for the state of a call.
const STATE: usize = 32;
const _: () = assert!(size_of::<Machine>() <= STATE);

/// The names of the synchronous functions, which need no network.
const FUNCTIONS: &str =
    "previewUpdate\0validateUpdate\0changedFields\0parsePhoneNumber\0writeBudget\0";

// The positions of their names.

/// Returns the first request of an update. Arguments: params, options, environment.
const PREVIEW_UPDATE: usize = 0;
/// Returns the issues of an update. Arguments: params, whether `''` is allowed, and the phone number
/// in ASCII (see [`Style::Whole`]).
const VALIDATE_UPDATE: usize = 1;
/// Returns the names of the fields that differ. Arguments: the current contact card, and the edited
/// fields.
const CHANGED_FIELDS: usize = 2;
/// Returns a phone number, or its issue. Arguments: the input, and the input in ASCII.
const PARSE_PHONE_NUMBER: usize = 3;
/// Returns the write budget of a phone number. Arguments: the phone number, and its stored budget.
const WRITE_BUDGET: usize = 4;

/// Reads a message and writes a response, an object, after it. Returns the response's length in
/// bytes.
///
/// The message is at the address `start` and has `length` bytes, and the memory has `capacity`
/// bytes. The first 32 bytes of the message are the state of a call: zeros at first, then those
/// that the previous event has left there. Where there was no room for the response, they must be
/// the same again. `now` and `started_at` are milliseconds on a monotonic clock, and `random` is a
/// random number from 0 to 1.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn exchange(
    start: usize,
    length: usize,
    capacity: usize,
    now: f64,
    started_at: f64,
    random: f64,
) -> usize {
    // SAFETY: JavaScript has added this memory for messages, and nothing but these three
    // references, which don't overlap, uses it until the export returns. The address is that of a
    // memory page, so it is aligned. Zeros are a valid machine, and so are the bytes that the
    // previous event has left.
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
    let mut cursor = Value::FIRST;
    let name = wire.text(wire.take(&mut cursor));
    if let Some(operation) = Operation::parse(name) {
        let started_at = Millis::from_f64(started_at);
        handle_event(
            wire,
            &mut cursor,
            machine,
            operation,
            started_at,
            now,
            random,
        );
    } else {
        call_function(wire, cursor, name, now);
    }
    wire.byte(b'}');
    wire.written()
}

/// Handles an event of a call and writes the next action: see [`Machine::handle`].
fn handle_event(
    wire: &mut Wire<'_, '_>,
    cursor: &mut Value,
    machine: &mut Machine,
    operation: Operation,
    started_at: Millis,
    now: Millis,
    random: f64,
) {
    let call = read_call(wire, cursor, operation, started_at);
    let moment = read_moment(wire, cursor, now, random);
    let Some(event) = read_event(wire, cursor) else {
        // The package's own JavaScript has written an unknown event.
        core::arch::wasm32::unreachable()
    };
    if matches!(event, Event::Started { .. }) {
        *machine = Machine::new(operation);
    }
    let action = machine.handle(wire, &call, moment, event);
    wire.member(b"action", action.name());
}

/// Calls a synchronous function and writes what it returns as a member `value`, or a member
/// `error`.
fn call_function(wire: &mut Wire<'_, '_>, mut cursor: Value, name: Text<'_>, now: Millis) {
    let first = cursor;
    let second = wire.after(first);
    match position(FUNCTIONS.as_bytes(), name) {
        PREVIEW_UPDATE => {
            let call = read_call(wire, &mut cursor, Operation::Update, now);
            preview(wire, &call);
        }
        VALIDATE_UPDATE => {
            wire.open(b"value", b'[');
            let send_empty = wire.is_true(second);
            let style = Style::Whole(wire.after(second));
            let mut issues = Issues::new(wire, style);
            check_params(&mut issues, first, Operation::Update.needs(), send_empty);
            wire.byte(b']');
        }
        CHANGED_FIELDS => {
            if !write_issues(wire, Check::Object(first))
                && !write_issues(wire, Check::Object(second))
            {
                let changed = changed_fields(wire, first, second);
                wire.open(b"value", b'[');
                for &field in Field::ALL {
                    if changed.contains(field) {
                        wire.string(field.name());
                    }
                }
                wire.byte(b']');
            }
        }
        PARSE_PHONE_NUMBER => {
            wire.open(b"value", b'{');
            if phone_number::is_e164(wire.text(first)) {
                wire.copy_member(b"value", first);
            } else {
                wire.name(b"issue");
                let mut issues = Issues::new(wire, Style::Whole(second));
                check_phone_number(&mut issues, b"", first);
            }
            wire.byte(b'}');
        }
        WRITE_BUDGET => {
            if !write_issues(wire, Check::PhoneNumber(first)) {
                wire.name(b"value");
                WriteBudget::parse(wire.text(second), now).write_usage(wire, now);
            }
        }
        _ => core::arch::wasm32::unreachable(),
    }
}

/// Sends a request, which `signal` aborts. `url` and `init` are those of
/// [`Action::Send`](crate::call::Action::Send).
///
/// JavaScript values are only passed by reference, and none is returned: owned values would need a
/// table and an allocator.
#[wasm_bindgen(skip_typescript)]
pub fn send(live: &LiveCall, url: &JsValue, init: &RequestInit, signal: &AbortSignal) {
    init.set_signal(Some(signal));
    live.fetch(url, init);
}

/// Whether the text at an address is a phone number in E.164 form.
#[wasm_bindgen(js_name = isE164, skip_typescript)]
#[must_use]
pub fn is_e164(start: usize, length: usize) -> bool {
    // SAFETY: as in `exchange`, JavaScript has added this memory, and nothing else uses it until
    // the export returns.
    phone_number::is_e164(unsafe { core::slice::from_raw_parts(start as *const u8, length) })
}
