//! Random histories of concurrent calls on virtual time, and what must hold in all of them.
//!
//! `SIMULATION_SEED` replays one history, `SIMULATION_HISTORIES` changes how many there are.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use contact_card::client::{Call, Purpose};
use contact_card::http::{Head, Request};
use contact_card::turns::Turns;
use contact_card::value::Value;
use fastrand::Rng;
use serde_json::json;
use support::scripted::SERVER;
use support::world::{NEVER, Place, Reaction, Transfer, World};
use support::{Body, FUNCTION, pack, parsed, with_members};

const NUMBERS: [&str; 2] = ["+15551234567", "+15550000001"];
/// Linq counts so many milliseconds back.
const WINDOW: f64 = 600_000.0;

#[test]
fn the_invariants_hold_in_every_history() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    if let Some(seed) = number("SIMULATION_SEED") {
        return History::new(seed).run();
    }
    let histories = number("SIMULATION_HISTORIES").unwrap_or(100_000);
    for seed in 0..histories {
        let result = catch_unwind(AssertUnwindSafe(|| History::new(seed).run()));
        assert!(
            result.is_ok(),
            "failed; to replay: SIMULATION_SEED={seed} cargo test --test simulation"
        );
    }
}

/// One request that was sent.
#[derive(Debug)]
struct Sent {
    call: usize,
    method: &'static str,
    number: String,
    /// Why the same must not be sent again, if this is a write.
    is_final: bool,
}

fn is_write(transfer: &Transfer, number: &str) -> bool {
    transfer.method != "GET" && transfer.number == number
}

/// What one call is, and how it ended.
struct Planned {
    starts_at: f64,
    purpose: Purpose,
    /// Packed.
    input: String,
    options: String,
    aborts_at: f64,
    key_after: f64,
    allows_retry: Option<bool>,
    max_retries: Option<u32>,
    timeout: f64,
    ended: RefCell<Option<Ended>>,
}

/// When, as what (the error's name, if it failed), and what became of the write.
type Ended = (f64, Option<String>, String);

struct History {
    world: World,
    turns: RefCell<Turns>,
    rng: RefCell<Rng>,
    calls: Vec<Planned>,
    sent: RefCell<Vec<Sent>>,
}

impl History {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let calls = (0..rng.usize(1..=6)).map(|_| planned(&mut rng)).collect();
        Self {
            world: World::default(),
            turns: RefCell::default(),
            rng: RefCell::new(rng),
            calls,
            sent: RefCell::default(),
        }
    }

    fn run(&self) {
        let tasks = self.calls.iter().enumerate();
        let tasks = tasks.map(|(index, planned)| {
            Box::pin(self.carry_out(index, planned)) as Pin<Box<dyn Future<Output = ()> + '_>>
        });
        assert_eq!(self.world.run(tasks.collect()), 0, "a call never settled");
        for planned in &self.calls {
            self.check_end(planned);
        }
        self.check_attempts();
        self.check_order();
        let wire = self.world.wire.borrow();
        let is_left = |transfer: &Transfer| transfer.ended == NEVER;
        assert!(!wire.iter().any(is_left), "something is left on the wire");
    }

    async fn carry_out(&self, index: usize, planned: &Planned) {
        self.world.until(planned.starts_at).await;
        let (input, options) = (
            Value::unpack(&planned.input),
            Value::unpack(&planned.options),
        );
        let call = Call::parse(planned.purpose, input, options, &SERVER).unwrap();
        let mut place = Place::new(&self.world, planned.timeout, |request| {
            self.react(index, request)
        });
        place.aborts_at = planned.aborts_at;
        place.jitter = self.rng.borrow_mut().f64();
        place.key = (planned.key_after, Some(pack(&json!("key"))));
        place.allows_retry = planned.allows_retry;
        let result = call.run(&self.turns, &place).await;
        drop(place);
        self.check_budget();
        let (error, outcome) = match result {
            Ok(_) => (None, "saved".to_owned()),
            Err(error) => {
                let error = parsed(&error);
                let text = |name: &str| error[name].as_str().unwrap().to_owned();
                (Some(text("name")), text("outcome"))
            }
        };
        let ended = (self.world.now(), error, outcome);
        assert!(planned.ended.replace(Some(ended)).is_none());
    }

    /// A request arrives at the server.
    fn react(&self, call: usize, request: &Request<'_>) -> Reaction {
        let number = request.phone_number.unwrap().as_str();
        if request.method != "GET" {
            let wire = self.world.wire.borrow();
            let is_open = |other: &&Transfer| is_write(other, number) && other.ended == NEVER;
            assert!(
                wire.iter().find(is_open).is_none(),
                "two writes for one number at once"
            );
        }
        self.check_budget();
        let reaction = reaction(&mut self.rng.borrow_mut(), request);
        self.sent.borrow_mut().push(Sent {
            call,
            method: request.method,
            number: number.to_owned(),
            is_final: is_final(&reaction),
        });
        reaction
    }

    fn check_budget(&self) {
        let now = self.world.now();
        for number in NUMBERS {
            let wire = self.world.wire.borrow();
            let counts = |other: &&Transfer| is_write(other, number) && other.ended + WINDOW > now;
            let used = wire.iter().filter(counts).count();
            let usage = self.world.budget(number).usage(now);
            let known = usage.used;
            assert!(
                known as usize >= used.min(usage.limit as usize),
                "the budget of {number} says {known}, {used} were sent"
            );
        }
    }

    fn check_end(&self, planned: &Planned) {
        let (time, error, outcome) = planned.ended.take().unwrap();
        let error = error.as_deref();
        let deadline = planned.starts_at + planned.timeout;
        assert!(time <= deadline, "a call outlived its deadline");
        if time > planned.aborts_at {
            panic!("an abort didn't end the call at once");
        }
        if error == Some("Aborted") {
            assert_eq!(time, planned.aborts_at.max(planned.starts_at));
        }
        if error == Some("APIConnectionTimeoutError") {
            assert_eq!(time, deadline);
        }
        if planned.purpose != Purpose::Retrieve && outcome == "not_sent" {
            let index = self
                .calls
                .iter()
                .position(|other| std::ptr::eq(other, planned));
            let sent = self.sent.borrow();
            let is_write = |sent: &&Sent| Some(sent.call) == index && sent.method != "GET";
            assert_eq!(
                sent.iter().filter(is_write).count(),
                0,
                "a sent write counts as not sent"
            );
        }
    }

    fn check_attempts(&self) {
        let mut attempts: BTreeMap<(usize, &str), u32> = BTreeMap::new();
        let mut finals = BTreeMap::new();
        for sent in self.sent.borrow().iter() {
            let key = (sent.call, sent.method);
            let count = attempts.entry(key).or_default();
            *count += 1;
            let planned = &self.calls[sent.call];
            let default = if sent.method == "GET" { 2 } else { 1 };
            assert!(
                *count <= 1 + planned.max_retries.unwrap_or(default),
                "more attempts than allowed"
            );
            assert!(
                planned.allows_retry == Some(true) || *count == 1,
                "a veto was ignored"
            );
            if sent.method != "GET" {
                assert!(!finals.contains_key(&key), "a write was repeated: {sent:?}");
                if sent.is_final {
                    finals.insert(key, ());
                }
            }
        }
    }

    /// For each number, first writes leave in the order in which the calls were made.
    fn check_order(&self) {
        for number in NUMBERS {
            let mut calls = Vec::new();
            for sent in self.sent.borrow().iter() {
                if sent.number == number && sent.method != "GET" && !calls.contains(&sent.call) {
                    calls.push(sent.call);
                }
            }
            let made = |call: &usize| (self.calls[*call].starts_at, *call);
            assert!(
                calls.is_sorted_by(|a, b| made(a) <= made(b)),
                "writes out of order: {calls:?}"
            );
        }
    }
}

fn pick<T: Clone>(rng: &mut Rng, items: &[T]) -> T {
    items[rng.usize(..items.len())].clone()
}

fn planned(rng: &mut Rng) -> Planned {
    let purpose = pick(
        rng,
        &[
            Purpose::Update,
            Purpose::Update,
            Purpose::Create,
            Purpose::Ensure,
            Purpose::Retrieve,
        ],
    );
    let number = pick(rng, &NUMBERS);
    let input = if purpose == Purpose::Retrieve {
        json!({ "phone_number": number })
    } else {
        json!({ "phone_number": number, "first_name": "John", "last_name": "Doe" })
    };
    let max_retries = pick(rng, &[None, None, Some(0), Some(1), Some(3)]);
    let timeout = pick(rng, &[60_000.0, 60_000.0, 5_000.0, 700.0, 1_000_000.0]);
    let mut options =
        json!({ "timeout": timeout, "maxRetryAfter": pick(rng, &[20_000, 0, 700_000]) });
    if let Some(max_retries) = max_retries {
        options["maxRetries"] = json!(max_retries);
    }
    let key = pack(&json!("key"));
    let has_function = rng.bool();
    let key = if has_function { FUNCTION } else { &key };
    let options = with_members(&options, &[("apiKey", key), ("shouldRetry", FUNCTION)]);
    let starts_at = f64::from(rng.u32(0..4) * 500);
    let aborts_at = match rng.u32(0..4) {
        0 => starts_at + f64::from(rng.u32(0..8_000)),
        _ => NEVER,
    };
    Planned {
        starts_at,
        purpose,
        input: pack(&input),
        options,
        aborts_at,
        key_after: pick(rng, &[0.0, 0.0, 300.0, NEVER]),
        allows_retry: pick(
            rng,
            &[Some(true), Some(true), Some(true), Some(false), None],
        ),
        max_retries,
        timeout,
        ended: RefCell::default(),
    }
}

fn reaction(rng: &mut Rng, request: &Request<'_>) -> Reaction {
    let number = request.phone_number.unwrap().as_str();
    let card = json!({ "phone_number": number, "first_name": "Jo", "last_name": "Doe", "is_active": true });
    let answer = if request.method == "GET" {
        json!({ "contact_cards": if rng.bool() { vec![card] } else { vec![] } })
    } else {
        card
    };
    let (status, code) = pick(
        rng,
        &[
            (200, 0),
            (200, 0),
            (200, 0),
            (400, 1005),
            (404, 2012),
            (409, 2014),
            (429, 1007),
            (500, 2022),
            (500, 2022),
            (500, 3001),
            (500, 3004),
            (500, 3006),
            (503, 4004),
            (307, 0),
        ],
    );
    let body = if status == 200 {
        answer
    } else {
        let retry_after = pick(
            rng,
            &[
                json!(null),
                json!(0),
                json!(7),
                json!(600),
                json!(-3),
                json!("5"),
            ],
        );
        json!({ "error": { "code": code, "retry_after": retry_after } })
    };
    let head = Head {
        status,
        retry_after: pick(rng, &[None, None, Some("2"), Some("900"), Some("soon")]),
        should_retry: pick(rng, &[None, None, None, Some("true"), Some("false")]),
        write_budget: pick(
            rng,
            &[
                None,
                None,
                None,
                Some("limit=3, remaining=2, reset=30"),
                Some("nonsense"),
            ],
        ),
        ..Head::default()
    };
    let after = |rng: &mut Rng| match rng.u32(0..12) {
        0 => NEVER,
        1..=6 => 0.0,
        _ => f64::from(rng.u32(1..3_000)),
    };
    Reaction {
        head_after: after(rng),
        head: (rng.u32(0..8) > 0).then_some(head),
        body_after: after(rng),
        body: match rng.u32(0..12) {
            0 => None,
            1 => Some(Body::NotJson),
            _ => Some(Body::Json(body)),
        },
    }
}

/// Whether a write that is answered so must not be sent again: 4004, 429, 409, network failure, timeout.
fn is_final(reaction: &Reaction) -> bool {
    let Some(head) = &reaction.head else {
        return true;
    };
    let code = match &reaction.body {
        Some(Body::Json(body)) => body["error"]["code"].as_u64(),
        _ => None,
    };
    matches!(head.status, 200..=499)
        || code == Some(4004)
        || reaction.head_after == NEVER
        || reaction.body_after == NEVER
}
