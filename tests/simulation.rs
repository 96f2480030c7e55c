//! Random histories of concurrent calls on virtual time, and the invariants of all of them.
//!
//! `SIMULATION_SEED` replays one history, `SIMULATION_HISTORIES` sets their number.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use contact_card::api::Operation;
use contact_card::call::Verdict;
use contact_card::wire::from_json;
use fastrand::Rng;
use serde_json::{Value as Json, json};
use support::wire::{FUNCTION, encode_with_members};
use support::world::{NEVER, Plan, Reply, Transfer, Watcher, World};

const NUMBERS: [&str; 2] = ["+15551234567", "+15550000001"];
/// The window in which Linq counts writes, in milliseconds.
const WINDOW: f64 = 600_000.0;

#[test]
fn keeps_the_invariants_in_every_history() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    if let Some(seed) = number("SIMULATION_SEED") {
        return run(seed);
    }
    let histories = number("SIMULATION_HISTORIES").unwrap_or(100_000);
    for seed in 0..histories {
        let result = catch_unwind(AssertUnwindSafe(|| run(seed)));
        assert!(
            result.is_ok(),
            "a history failed; to replay it: SIMULATION_SEED={seed} cargo test --test simulation"
        );
    }
}

fn run(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let calls: Vec<_> = (0..rng.usize(1..=6))
        .map(|_| random_call(&mut rng))
        .collect();
    let (plans, limits): (Vec<_>, Vec<_>) = calls.into_iter().unzip();
    let busy = match rng.u32(0..4) {
        0 => {
            let from = f64::from(rng.u32(0..8_000));
            (from, from + f64::from(rng.u32(1..20_000)))
        }
        _ => (NEVER, NEVER),
    };
    let mut world = World::new(&plans, busy);
    let mut history = History {
        rng,
        plans: &plans,
        limits: &limits,
        sent: Vec::new(),
    };
    world.run(&mut history);
    history.check(&world);
}

/// The options of a call that limit it.
struct Limits {
    max_retries: Option<u32>,
    timeout: f64,
}

/// A request that was sent, and its result.
#[derive(Debug)]
struct Sent {
    call: usize,
    method: String,
    /// The shortest wait before a retry; [`NEVER`] if none is allowed.
    wait: f64,
    /// Whether the response shows that nothing was changed.
    is_refused: bool,
}

struct History<'h> {
    rng: Rng,
    plans: &'h [Plan],
    limits: &'h [Limits],
    /// In the order of the world's transfers.
    sent: Vec<Sent>,
}

fn is_write(transfer: &Transfer, number: &str) -> bool {
    transfer.method != "GET" && transfer.number == number
}

impl Watcher for History<'_> {
    fn reply(&mut self, world: &World<'_>, call: usize, request: &Json) -> Reply {
        let plan = &self.plans[call];
        let init = &request["init"];
        let method = init["method"].as_str().unwrap().to_owned();
        let mut writes = world
            .transfers
            .iter()
            .filter(|other| is_write(other, plan.number));
        assert!(
            method == "GET" || writes.all(|other| other.ended_at < NEVER),
            "two writes for one number at once"
        );
        let deadline = world.made_at(call) + self.limits[call].timeout;
        assert!(world.now < deadline, "sent after the deadline");
        assert!(
            world.now <= world.reported_at(plan.aborts_at),
            "sent after an abort"
        );
        assert_eq!(init["headers"]["authorization"], "Bearer sk-secret-key");
        assert_eq!(init["redirect"], "manual");
        assert_eq!(init["body"].is_string(), method != "GET");
        let digits = &plan.number[1..];
        let part = if method == "POST" {
            &init["body"]
        } else {
            &request["url"]
        };
        assert!(
            part.as_str().unwrap().contains(digits),
            "the request is for another number"
        );
        self.check_attempt(world, call, &method);
        check_budget(world);
        let (reply, sent) = self.respond(call, method);
        self.sent.push(sent);
        reply
    }

    fn check_output(&mut self, world: &World<'_>, call: usize, output: &Json) {
        check_budget(world);
        for member in [&output["report"], &output["error"]] {
            let text = member.to_string();
            let digits = &self.plans[call].number[1..];
            assert!(
                !text.contains(digits) && !text.contains("secret"),
                "secrets are in {text}"
            );
        }
        let reported = &output["report"]["attempt"];
        assert!(
            reported.is_null() || reported.as_u64() <= Some(4),
            "{output}"
        );
    }

    fn random(&mut self) -> f64 {
        self.rng.f64()
    }

    fn pick(&mut self, count: usize) -> usize {
        self.rng.usize(..count)
    }
}

/// Checks that a write budget counts at least the writes that were sent, up to its limit.
fn check_budget(world: &World<'_>) {
    for number in NUMBERS {
        let counts =
            |other: &&Transfer| is_write(other, number) && other.ended_at + WINDOW > world.now;
        let used = world.transfers.iter().filter(counts).count();
        let usage = world.usage(number);
        let (known, limit) = (
            usage["used"].as_u64().unwrap(),
            usage["limit"].as_u64().unwrap(),
        );
        assert!(
            known >= (used as u64).min(limit),
            "the budget of {number} counts {known} writes, but {used} were sent"
        );
    }
}

impl History<'_> {
    /// Checks that a retry is allowed, and not too early.
    fn check_attempt(&self, world: &World<'_>, call: usize, method: &str) {
        let is_same = |(_, sent): &(usize, &Sent)| sent.call == call && sent.method == method;
        let earlier: Vec<_> = self.sent.iter().enumerate().filter(is_same).collect();
        let default = if method == "GET" { 2 } else { 1 };
        let most = 1 + self.limits[call].max_retries.unwrap_or(default);
        assert!(earlier.len() < most as usize, "more attempts than allowed");
        if let Some((index, last)) = earlier.last() {
            assert_eq!(
                self.plans[call].verdict,
                Verdict::Allowed,
                "a veto was ignored"
            );
            assert!(
                last.wait < NEVER,
                "repeated after a final response: {last:?}"
            );
            let ended_at = world.transfers[*index].ended_at;
            assert!(
                world.now >= ended_at + last.wait,
                "repeated too early: {last:?}"
            );
        }
    }

    fn check(&self, world: &World<'_>) {
        for call in 0..self.plans.len() {
            self.check_end(world, call);
        }
        check_order(world);
        let is_in_flight = |transfer: &Transfer| transfer.ended_at == NEVER;
        assert!(
            !world.transfers.iter().any(is_in_flight),
            "a request is still in flight"
        );
    }

    fn check_end(&self, world: &World<'_>, call: usize) {
        let plan = &self.plans[call];
        let Some(end) = world.end(call) else {
            panic!("a call never settled")
        };
        let made_at = world.made_at(call);
        let deadline = made_at + self.limits[call].timeout;
        let aborted_at = world.reported_at(plan.aborts_at.max(made_at));
        assert!(
            end.at <= world.reported_at(deadline),
            "a call outlived its deadline"
        );
        assert!(end.at <= aborted_at, "an abort didn't end the call at once");
        let error = &end.json["error"];
        assert_ne!(
            error.is_object(),
            end.json["value"].is_object(),
            "{}",
            end.json
        );
        match error["name"].as_str() {
            Some("Aborted") => assert_eq!(end.at, aborted_at),
            Some("APIConnectionTimeoutError") => assert!(end.at >= deadline),
            Some("CallerThrew") => assert!(plan.key.1.is_none() || plan.verdict == Verdict::Threw),
            Some("ValidationError") => assert!(plan.key.1.is_some()),
            _ => {}
        }
        let mut writes = self
            .sent
            .iter()
            .filter(|sent| sent.call == call && sent.method != "GET");
        if plan.operation != Operation::Retrieve {
            match error["outcome"].as_str() {
                Some("not_sent") => {
                    assert_eq!(
                        writes.next().map(|sent| &sent.method),
                        None,
                        "a write was sent, but the outcome is not_sent"
                    );
                }
                Some("refused") => {
                    assert!(
                        writes.all(|sent| sent.is_refused),
                        "a write may have succeeded, but the outcome is refused"
                    );
                }
                Some(outcome) => assert_eq!(outcome, "unknown"),
                None => {}
            }
        }
    }

    fn respond(&mut self, call: usize, method: String) -> (Reply, Sent) {
        let rng = &mut self.rng;
        let number = self.plans[call].number;
        let card = json!({ "phone_number": number, "first_name": "Jo", "last_name": "Doe", "is_active": true });
        let card = if method == "GET" {
            json!({ "contact_cards": if rng.bool() { vec![card] } else { vec![] } })
        } else {
            card
        };
        const STATUSES: [(u32, u32); 16] = [
            (200, 0),
            (200, 0),
            (200, 0),
            (400, 1005),
            // Codes of temporary failures, under statuses that aren't retried.
            (400, 2022),
            (429, 3001),
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
        ];
        let (status, code) = pick(rng, &STATUSES);
        let is_refused = rng.u32(0..6) == 0;
        let json = if status == 200 {
            card
        } else {
            let retry_after = [
                json!(null),
                json!(0),
                json!(7),
                json!(600),
                json!(-3),
                json!("5"),
            ];
            json!({ "error": {
                "code": code, "retry_after": pick(rng, &retry_after), "message": format!("{number} and sk-secret-key"),
                "outcome": if is_refused { "refused" } else { "unknown" },
            } })
        };
        let head = json!({
            "status": status, "type": "basic",
            "retryAfter": pick(rng, &[None, None, Some("2"), Some("900"), Some("soon")]),
            "traceId": number,
            "shouldRetry": pick(rng, &[None, None, None, Some("true"), Some("false")]),
            "writeBudget": pick(rng, &[None, None, None, Some("limit=3, remaining=2, reset=30"), Some("nonsense")]),
        });
        let after = |rng: &mut Rng| match rng.u32(0..12) {
            0 => NEVER,
            1..=6 => 0.0,
            _ => f64::from(rng.u32(1..3_000)),
        };
        let (head_after, body_after) = (after(rng), after(rng));
        let has_head = rng.u32(0..8) > 0;
        let body = match rng.u32(0..12) {
            0 => None,
            1 => Some(json!("notJson")),
            _ => Some(json!([json])),
        };
        let has_json = body.as_ref().is_some_and(Json::is_array);
        let sent = Sent {
            call,
            wait: wait(
                &method,
                has_head.then_some(&head),
                has_json.then_some(&json),
            ),
            is_refused: has_head && status >= 400 && (status < 500 || has_json && is_refused),
            method,
        };
        let reply = Reply {
            head_after,
            head: has_head.then(|| from_json(&head)),
            body_after,
            body: body.as_ref().map(from_json),
        };
        (reply, sent)
    }
}

/// Checks that, for each phone number, the first writes are sent in the order of the calls.
fn check_order(world: &World<'_>) {
    for number in NUMBERS {
        let (mut calls, mut seen) = (Vec::new(), BTreeSet::new());
        for transfer in &world.transfers {
            if is_write(transfer, number) && seen.insert(transfer.call) {
                calls.push(transfer.call);
            }
        }
        let made: BTreeMap<_, _> = world.made.iter().zip(0..).collect();
        assert!(
            calls.is_sorted_by_key(|call| made[call]),
            "writes out of order: {calls:?}"
        );
    }
}

/// Returns the shortest wait before a request with this result is retried, or [`NEVER`] if it must
/// not be retried.
fn wait(method: &str, head: Option<&Json>, json: Option<&Json>) -> f64 {
    let Some(head) = head else {
        return if method == "GET" { 1_000.0 } else { NEVER };
    };
    let error = json.map_or(&Json::Null, |json| &json["error"]);
    let (status, code) = (head["status"].as_u64().unwrap(), error["code"].as_u64());
    let is_retried = match (method, status, code) {
        (_, _, Some(4004)) => false,
        ("GET", 500.. | 429, _) => true,
        ("GET", 400.., _) => head["shouldRetry"] == "true",
        (_, 500.., Some(2022 | 3001..=3004)) => method != "GET",
        _ => false,
    };
    if !is_retried || head["shouldRetry"] == "false" {
        return NEVER;
    }
    let seconds = error["retry_after"].as_u64();
    let header = || head["retryAfter"].as_str()?.parse().ok();
    #[expect(clippy::cast_precision_loss, reason = "the seconds are few")]
    let retry_after = seconds.or_else(header).unwrap_or(0) as f64 * 1_000.0;
    retry_after.max(if code == Some(2022) { 3_000.0 } else { 1_000.0 })
}

fn pick<T: Clone>(rng: &mut Rng, items: &[T]) -> T {
    items[rng.usize(..items.len())].clone()
}

fn random_call(rng: &mut Rng) -> (Plan, Limits) {
    const OPERATIONS: [Operation; 5] = [
        Operation::Update,
        Operation::VendorUpdate,
        Operation::Create,
        Operation::Ensure,
        Operation::Retrieve,
    ];
    let operation = pick(rng, &OPERATIONS);
    let number = pick(rng, &NUMBERS);
    let params = if operation == Operation::Retrieve {
        json!({ "phone_number": number })
    } else {
        json!({ "phone_number": number, "first_name": "John", "last_name": "Doe" })
    };
    let max_retries = pick(rng, &[None, None, Some(0), Some(1), Some(3)]);
    let timeout = pick(rng, &[60_000, 60_000, 5_000, 700, 1_000_000_u32]);
    let mut options =
        json!({ "timeout": timeout, "maxRetryAfter": pick(rng, &[20_000, 0, 700_000]) });
    if let Some(max_retries) = max_retries {
        options["maxRetries"] = json!(max_retries);
    }
    let key = from_json(&json!("sk-secret-key"));
    let has_function = rng.bool();
    let api_key = if has_function { FUNCTION } else { &key };
    let functions = [
        ("apiKey", api_key),
        ("shouldRetry", FUNCTION),
        ("onAttempt", FUNCTION),
    ];
    let options = encode_with_members(&options, &functions);
    let starts_at = f64::from(rng.u32(0..4) * 500);
    let aborts_at = match rng.u32(0..4) {
        0 => starts_at + f64::from(rng.u32(0..8_000)),
        _ => NEVER,
    };
    let returned = match rng.u32(0..12) {
        0 => None,
        1 => Some(from_json(&json!("no key"))),
        _ => Some(key.clone()),
    };
    let verdicts = [
        Verdict::Allowed,
        Verdict::Allowed,
        Verdict::Allowed,
        Verdict::Vetoed,
        Verdict::Threw,
    ];
    let plan = Plan {
        operation,
        number,
        params: from_json(&params),
        options,
        starts_at,
        aborts_at,
        key: (pick(rng, &[0.0, 0.0, 300.0, NEVER]), returned),
        verdict: pick(rng, &verdicts),
    };
    let limits = Limits {
        max_retries,
        timeout: timeout.into(),
    };
    (plan, limits)
}
