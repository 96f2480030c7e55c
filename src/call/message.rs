//! The message in which a driver passes an event to the core. It has these values, in this order:
//!
//! | value | contents |
//! |---|---|
//! | operation | the operation's name: see [`Operation`] |
//! | params, options | the caller's params and options |
//! | environment | see [`Environment`] |
//! | key | the key that the caller's key function returned; absent before it has, and where there is no function |
//! | budget | the stored write budget of the phone number; absent at first |
//! | verdict | `true` or `false` as the caller's `shouldRetry` returned it, or `null` where it threw; absent where it wasn't called |
//! | event | the event's name |
//! | head | the head of the response (see [`Response`]); absent where it hasn't arrived |
//! | body or texts | the body of the response; or all texts of a thrown value, absent where some of them couldn't be read |
//!
//! The event `started` has two other values at the end: whether the caller's signal is aborted, and
//! whether another write of the same phone number is in flight or in the queue. The first four
//! values stay the same for the whole call, so that a driver encodes them once.

use super::environment::Environment;
use super::input::Call;
use super::machine::{Event, Moment, Verdict};
use super::options::Options;
use crate::api::{Operation, Response};
use crate::text::position;
use crate::time::Millis;
use crate::wire::{Kind, Value, Wire};

/// The names of the events, in the order of [`Event`].
const EVENTS: &str = "started\0dequeued\0key\0slept\0response\0thrown\0aborted\0timedOut\0";

/// Reads the params, the options, the environment and the key at the cursor.
#[must_use]
pub fn read_call(
    wire: &Wire<'_, '_>,
    cursor: &mut Value,
    operation: Operation,
    started_at: Millis,
) -> Call {
    Call {
        operation,
        params: wire.take(cursor),
        options: Options::read(wire, wire.take(cursor)),
        environment: Environment(wire.take(cursor)),
        key: wire.take(cursor),
        started_at,
    }
}

/// Reads the write budget and the verdict at the cursor.
#[must_use]
pub fn read_moment(wire: &Wire<'_, '_>, cursor: &mut Value, now: Millis, random: f64) -> Moment {
    Moment {
        now,
        random,
        write_budget: wire.take(cursor),
        verdict: match wire.kind(wire.take(cursor)) {
            Kind::TRUE => Some(Verdict::Allowed),
            Kind::FALSE => Some(Verdict::Vetoed),
            Kind::NULL => Some(Verdict::Threw),
            _ => None,
        },
    }
}

/// Reads the event and its values at the cursor. Returns `None` where no event has this name.
#[must_use]
pub fn read_event(wire: &Wire<'_, '_>, cursor: &mut Value) -> Option<Event> {
    let name = wire.text(wire.take(cursor));
    let (first, second) = (wire.take(cursor), wire.take(cursor));
    let response = Response {
        head: first,
        body: second,
    };
    Some(match position(EVENTS.as_bytes(), name) {
        0 => Event::Started {
            is_aborted: wire.is_true(first),
            must_wait: wire.is_true(second),
        },
        1 => Event::Dequeued,
        2 => Event::Key,
        3 => Event::Slept,
        4 => Event::Response(response),
        5 => Event::Thrown {
            texts: second,
            head: first,
        },
        6 => Event::Aborted(first),
        7 => Event::TimedOut(first),
        _ => return None,
    })
}
