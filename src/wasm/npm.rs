//! The npm package's exports.
//!
//! A message comes in as names and values in the wire format (see [`crate::wire`]), at an address in memory that JavaScript
//! has added to the instance and that the instance itself never uses. The JSON that goes out follows it there. Its length is
//! returned, whether there was room for it or not: in the latter case JavaScript adds memory and calls again.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit};

use crate::api::Operation;
use crate::call::{
    Checked, Event, Machine, WriteBudget, preview, read_call, read_event, read_moment,
    read_operation, write_issues,
};
use crate::contact_card::{Field, changed_fields, check_params};
use crate::phone_number::{self, PHONE_NUMBER, check_phone_number};
use crate::time::Millis;
use crate::validation::{Issues, Style};
use crate::wire::Wire;

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

#[wasm_bindgen]
extern "C" {
    /// What the package's JavaScript has of a call.
    pub type LiveCall;
    /// Calls the caller's `fetch`, or the host's, and keeps the promise of the response.
    #[wasm_bindgen(method)]
    fn fetch(this: &LiveCall, url: &JsValue, init: &RequestInit);
}

/// Lets `write` read the message at an address, `length` bytes of `capacity`, and write the members of an object behind it.
/// Returns the length of the object.
fn respond(
    start: usize,
    length: usize,
    capacity: usize,
    write: impl FnOnce(&mut Wire<'_, '_>),
) -> usize {
    // SAFETY: JavaScript has added this memory for messages; nothing else is there, and nothing reads or writes it until the
    // export returns, but for this wire. Input and output don't overlap.
    let (input, output) = unsafe {
        (
            core::slice::from_raw_parts(start as *const u8, length),
            core::slice::from_raw_parts_mut(
                (start as *mut u8).wrapping_add(length),
                capacity.saturating_sub(length),
            ),
        )
    };
    let mut wire = Wire::new(&input, output);
    wire.byte(b'{');
    write(&mut wire);
    wire.byte(b'}');
    wire.written()
}

/// Takes what has happened to a call, and writes what is next: see [`Machine::handle`].
///
/// `state` is the address of the call's [`Machine`], which JavaScript keeps between two steps; where there was no room for the
/// response, it puts back what it had kept before. `started_at` and `now` are milliseconds on a clock that never goes back,
/// `random` is at random from 0 to 1.
#[wasm_bindgen(skip_typescript)]
pub fn step(
    state: usize,
    start: usize,
    length: usize,
    capacity: usize,
    started_at: f64,
    now: f64,
    random: f64,
) -> usize {
    respond(start, length, capacity, |wire| {
        let (Some(operation), Some(event)) = (read_operation(wire), read_event(wire)) else {
            // Of the package's own making: not to be mistaken for another one.
            core::arch::wasm32::unreachable()
        };
        let call = read_call(wire, operation, Millis::from_f64(started_at));
        let moment = read_moment(wire, Millis::from_f64(now), random);
        // SAFETY: JavaScript keeps this memory for a machine, aligned, and gives back what the last step has left there.
        let machine = unsafe { &mut *(state as *mut Machine) };
        if matches!(event, Event::Started { .. }) {
            *machine = Machine::new(operation);
        }
        let action = machine.handle(wire, &call, moment, event);
        wire.member(b"action", action.name());
    })
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

/// Writes the request that an operation would send first, or the error where none would be sent.
#[wasm_bindgen(js_name = previewUpdate, skip_typescript)]
pub fn preview_update(start: usize, length: usize, capacity: usize) -> usize {
    respond(start, length, capacity, |wire| {
        let call = read_call(wire, Operation::Update, Millis::default());
        preview(wire, &call);
    })
}

/// Writes the issues of an update.
#[wasm_bindgen(js_name = validateUpdate, skip_typescript)]
pub fn validate_update(start: usize, length: usize, capacity: usize) -> usize {
    respond(start, length, capacity, |wire| {
        wire.open(b"value", b'[');
        let params = wire.message(b"params");
        let send_empty = wire.is_true(wire.message(b"sendEmpty"));
        let mut issues = Issues::new(wire, Style::Whole);
        check_params(&mut issues, params, Operation::Update.needs(), send_empty);
        wire.byte(b']');
    })
}

/// Writes the names of the fields that differ from the card.
#[wasm_bindgen(js_name = changedFields, skip_typescript)]
pub fn changed(start: usize, length: usize, capacity: usize) -> usize {
    respond(start, length, capacity, |wire| {
        let changed = changed_fields(wire, wire.message(b"current"), wire.message(b"edited"));
        wire.open(b"value", b'[');
        for &field in Field::ALL {
            if changed.has(field) {
                wire.string(field.name());
            }
        }
        wire.byte(b']');
    })
}

/// Writes the number, or what is wrong with it.
#[wasm_bindgen(js_name = parsePhoneNumber, skip_typescript)]
pub fn parse_phone_number(start: usize, length: usize, capacity: usize) -> usize {
    respond(start, length, capacity, |wire| {
        let input = wire.message(b"input");
        wire.open(b"value", b'{');
        if phone_number::is_e164(wire.text(input)) {
            wire.copy_member(b"value", input);
        } else {
            wire.name(b"issue");
            check_phone_number(&mut Issues::new(wire, Style::Whole), b"", input);
        }
        wire.byte(b'}');
    })
}

/// Writes what is left of a number's write budget. `now` is in milliseconds, on the clock of [`step`].
#[wasm_bindgen(js_name = writeBudget, skip_typescript)]
pub fn write_budget(start: usize, length: usize, capacity: usize, now: f64) -> usize {
    respond(start, length, capacity, |wire| {
        if !write_issues(wire, Checked::PhoneNumber(wire.message(PHONE_NUMBER))) {
            let now = Millis::from_f64(now);
            wire.name(b"value");
            WriteBudget::parse(wire.text(wire.message(b"budget")), now).write_usage(wire, now);
        }
    })
}

/// Whether the text at an address is a number in E.164 form.
#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(start: usize, length: usize) -> bool {
    // SAFETY: as for messages.
    phone_number::is_e164(unsafe { core::slice::from_raw_parts(start as *const u8, length) })
}
