//! The message of a step of a call. Its values are, in this order:
//!
//! | value | what it is |
//! |---|---|
//! | operation | its name: see [`Operation`] |
//! | params, options | the caller's |
//! | environment | see [`Environment`] |
//! | key | what the caller's key function returned; absent before, and where there is none |
//! | budget | the number's write budget as it was stored; absent at first |
//! | verdict | `true` or `false`, as the caller's `shouldRetry` returned; `null` where it threw; absent where it wasn't asked |
//! | event | its name |
//! | head | of the response (see [`Response`]); absent where it hadn't arrived |
//! | body or texts | of the response; of what was thrown: all its texts, absent where not all of it could be read |
//!
//! With the event `started`, the last two are whether the caller's signal is aborted already, and whether another write of the
//! same number is in flight or waits. The first four stay the same for the whole call, so that a driver encodes them once.

use super::checks::Call;
use super::environment::Environment;
use super::machine::{Event, Moment, Verdict};
use super::options::Options;
use crate::api::{Operation, Response};
use crate::text::position;
use crate::time::Millis;
use crate::wire::{Kind, Value, Wire};

/// The events by their names, in the order of [`Event`].
const EVENTS: &str = "started\0dequeued\0key\0slept\0response\0thrown\0aborted\0timedOut\0";

/// Reads what else a call was asked for, and the key: takes the params, the options, the environment and the key.
#[must_use]
pub fn read_call(
    wire: &Wire<'_, '_>,
    place: &mut Value,
    operation: Operation,
    started_at: Millis,
) -> Call {
    Call {
        operation,
        params: wire.take(place),
        options: Options::read(wire, wire.take(place)),
        environment: Environment(wire.take(place)),
        key: wire.take(place),
        started_at,
    }
}

/// Reads what else comes in with every event: takes the write budget and the verdict.
#[must_use]
pub fn read_moment(wire: &Wire<'_, '_>, place: &mut Value, now: Millis, random: f64) -> Moment {
    Moment {
        now,
        random,
        write_budget: wire.take(place),
        verdict: match wire.kind(wire.take(place)) {
            Kind::TRUE => Some(Verdict::Allowed),
            Kind::FALSE => Some(Verdict::Vetoed),
            Kind::NULL => Some(Verdict::Threw),
            _ => None,
        },
    }
}

/// Reads what has happened: takes the event and what belongs to it. `None` where no event has this name.
#[must_use]
pub fn read_event(wire: &Wire<'_, '_>, place: &mut Value) -> Option<Event> {
    let name = wire.text(wire.take(place));
    let (first, second) = (wire.take(place), wire.take(place));
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
