//! The message that every step of a call begins with: names and values in the wire format, of which absent ones may be left
//! out. What stays the same for the whole call (`operation`, `params`, `options`, `environment`) comes first, so that a
//! driver encodes it once.

use super::checks::Call;
use super::environment::Environment;
use super::machine::{Event, Moment, Verdict};
use super::options::Options;
use crate::api::{Operation, Response};
use crate::text::position;
use crate::time::Millis;
use crate::wire::{Kind, Wire};

/// The events by their names, in the order of [`Event`].
const EVENTS: &str = "started\0dequeued\0key\0slept\0response\0thrown\0aborted\0timedOut\0";

/// Reads what a call is for: `operation`, by its name. `None` where none has this name.
#[must_use]
pub fn read_operation(wire: &Wire<'_, '_>) -> Option<Operation> {
    Operation::parse(wire.text(wire.message(b"operation")))
}

/// Reads what else was asked for: `params`, `options`, `environment` (see [`Environment`]) and, once the caller's key function
/// has returned, `key`.
#[must_use]
pub fn read_call(wire: &Wire<'_, '_>, operation: Operation, started_at: Millis) -> Call {
    Call {
        operation,
        params: wire.message(b"params"),
        options: Options(wire.message(b"options")),
        environment: Environment(wire.message(b"environment")),
        key: wire.message(b"key"),
        started_at,
    }
}

/// Reads what has happened: `event` (its name) and what belongs to it: `isAborted` and `mustWait` when the call starts,
/// `texts` of what was thrown, `head` and `body` of the response (see [`Response`]). `None` where no event has this name.
#[must_use]
pub fn read_event(wire: &Wire<'_, '_>) -> Option<Event> {
    let head = wire.message(b"head");
    let name = wire.text(wire.message(b"event"));
    Some(match position(EVENTS.as_bytes(), name) {
        0 => Event::Started {
            is_aborted: wire.is_true(wire.message(b"isAborted")),
            must_wait: wire.is_true(wire.message(b"mustWait")),
        },
        1 => Event::Dequeued,
        2 => Event::Key,
        3 => Event::Slept,
        4 => Event::Response(Response {
            head,
            body: wire.message(b"body"),
        }),
        5 => Event::Thrown {
            texts: wire.message(b"texts"),
            head,
        },
        6 => Event::Aborted(head),
        7 => Event::TimedOut(head),
        _ => return None,
    })
}

/// Reads what else comes in with every event: `budget` (the number's write budget as it was stored) and `verdict` (`true` or
/// `false`, as the caller's `shouldRetry` returned; `null` where it threw).
#[must_use]
pub fn read_moment(wire: &Wire<'_, '_>, now: Millis, random: f64) -> Moment {
    Moment {
        now,
        random,
        write_budget: wire.message(b"budget"),
        verdict: match wire.kind(wire.message(b"verdict")) {
            Kind::TRUE => Some(Verdict::Allowed),
            Kind::FALSE => Some(Verdict::Vetoed),
            Kind::NULL => Some(Verdict::Threw),
            _ => None,
        },
    }
}
