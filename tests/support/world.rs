//! A simulated host, [`World`]: it drives concurrent calls on virtual time, without a clock or a
//! network.

use std::collections::{BTreeMap, VecDeque};

use contact_card::api::Operation;
use contact_card::call::{Action, Machine, Verdict};
use contact_card::wire::from_json;
use serde_json::{Value as Json, json};

use super::machine::{Clock, server, step, usage};
use super::wire::{FALSE, NULL, TRUE, encode_operation, message};

/// The time of an event that never happens.
pub const NEVER: f64 = f64::INFINITY;

/// A call, and what its caller does. Times are milliseconds, or [`NEVER`].
pub struct Plan {
    pub operation: Operation,
    pub number: &'static str,
    // Params, options and the key are in the wire format.
    pub params: Vec<u8>,
    pub options: Vec<u8>,
    pub starts_at: f64,
    pub aborts_at: f64,
    /// How long the key function takes, and what it returns. `None` if it throws.
    pub key: (f64, Option<Vec<u8>>),
    /// What `shouldRetry` returns.
    pub verdict: Verdict,
}

/// The result of one request.
pub struct Reply {
    pub head_after: f64,
    /// The host's report of the head, in the wire format. `None` if `fetch` throws.
    pub head: Option<Vec<u8>>,
    pub body_after: f64,
    /// The host's report of the body. `None` if the body ends early.
    pub body: Option<Vec<u8>>,
}

/// A request that was sent.
pub struct Transfer {
    pub call: usize,
    pub method: String,
    pub number: &'static str,
    /// When the request ended; [`NEVER`] while it is in flight.
    pub ended_at: f64,
}

/// How a call ended.
pub struct End {
    pub at: f64,
    /// The machine's last output, with `value` or `error`.
    pub json: Json,
}

/// The test's part of a simulation: it chooses results, and checks what happens.
pub trait Watcher {
    /// Returns the result of a request that is about to be sent.
    fn reply(&mut self, world: &World<'_>, call: usize, request: &Json) -> Reply;
    /// Checks the output of a call that has ended, or whose attempt was reported.
    fn check_output(&mut self, world: &World<'_>, call: usize, output: &Json);
    /// Returns a random number from 0 to 1.
    fn random(&mut self) -> f64;
    /// Returns a random number below `count`.
    fn pick(&mut self, count: usize) -> usize;
}

/// The event that a call waits for.
#[derive(Default)]
enum Pending {
    #[default]
    Start,
    Queue {
        called_at: f64,
    },
    Key {
        at: f64,
    },
    Sleep {
        until: f64,
    },
    Response {
        transfer: usize,
        reply: Reply,
        /// When the head arrives, then when the body does.
        at: f64,
        has_head: bool,
    },
}

/// An event that the host has to report to a call.
#[derive(Clone, Copy, PartialEq)]
enum Due {
    Abort,
    Deadline,
    Pending,
}

/// A call in progress.
struct Live<'p> {
    plan: &'p Plan,
    /// The encoded call, with which every message begins.
    message: Vec<u8>,
    /// The result of the key function, in the wire format.
    key: Vec<u8>,
    machine: Machine,
    pending: Pending,
    made_at: f64,
    deadline: f64,
    end: Option<End>,
}

/// A host with its calls, their queues, write budgets and requests.
pub struct World<'p> {
    pub now: f64,
    /// Start and end of a time in which the host is too busy to report events.
    busy: (f64, f64),
    budgets: BTreeMap<&'p str, String>,
    queues: BTreeMap<&'p str, VecDeque<usize>>,
    live: Vec<Live<'p>>,
    /// The calls in the order in which they were made.
    pub made: Vec<usize>,
    pub transfers: Vec<Transfer>,
}

impl<'p> World<'p> {
    pub fn new(plans: &'p [Plan], busy: (f64, f64)) -> Self {
        let live = plans.iter().map(|plan| Live {
            plan,
            message: message(&[
                &encode_operation(plan.operation),
                &plan.params,
                &plan.options,
                &from_json(&server()),
            ]),
            key: Vec::new(),
            machine: Machine::new(plan.operation),
            pending: Pending::Start,
            made_at: NEVER,
            deadline: NEVER,
            end: None,
        });
        Self {
            now: 0.0,
            busy,
            budgets: BTreeMap::new(),
            queues: BTreeMap::new(),
            live: live.collect(),
            made: Vec::new(),
            transfers: Vec::new(),
        }
    }

    /// Returns when the host reports an event that happens at a time.
    pub fn reported_at(&self, time: f64) -> f64 {
        if self.busy.0 <= time && time < self.busy.1 {
            self.busy.1
        } else {
            time
        }
    }

    /// When a call was made.
    pub fn made_at(&self, call: usize) -> f64 {
        self.live[call].made_at
    }

    /// How a call ended.
    pub fn end(&self, call: usize) -> Option<&End> {
        self.live[call].end.as_ref()
    }

    /// Returns the usage of a phone number's write budget.
    pub fn usage(&self, number: &str) -> Json {
        usage(self.budget(number), self.now as i64)
    }

    fn budget(&self, number: &str) -> &str {
        self.budgets.get(number).map_or("", String::as_str)
    }

    /// Makes all calls, and advances the time until no event is left.
    pub fn run(&mut self, watcher: &mut impl Watcher) {
        loop {
            let (mut time, mut due) = (NEVER, Vec::new());
            for (index, live) in self.live.iter().enumerate() {
                for (at, what) in live.due() {
                    let at = self.reported_at(at).max(self.now);
                    if at < time {
                        (time, due) = (at, Vec::new());
                    }
                    if at == time && time < NEVER {
                        due.push((index, what));
                    }
                }
            }
            if due.is_empty() {
                break;
            }
            self.now = time;
            // After a busy time, a host reports the accumulated events in any order.
            let is_late = time == self.busy.1;
            let (index, what) = due[if is_late { watcher.pick(due.len()) } else { 0 }];
            self.report(index, what, watcher);
        }
        assert!(
            self.queues.values().all(VecDeque::is_empty),
            "a call is still queued"
        );
    }

    /// Reports an event to a call.
    fn report(&mut self, index: usize, due: Due, watcher: &mut impl Watcher) {
        let now = self.now;
        let live = &mut self.live[index];
        let plan = live.plan;
        if let (
            Due::Pending,
            Pending::Response {
                reply,
                at,
                has_head: has_head @ false,
                ..
            },
        ) = (due, &mut live.pending)
            && reply.head.is_some()
        {
            // The body follows.
            *has_head = true;
            *at = now + reply.body_after;
            return;
        }
        let pending = std::mem::take(&mut live.pending);
        let mut head: &[u8] = b"";
        if let Pending::Response {
            transfer,
            reply,
            has_head,
            ..
        } = &pending
        {
            self.transfers[*transfer].ended_at = now;
            if let (true, Some(report)) = (has_head, &reply.head) {
                head = report;
            }
        }
        let (mut must_wait, mut body): (_, &[u8]) = (FALSE, b"");
        let event = match (due, &pending) {
            (Due::Abort, _) => "aborted",
            (Due::Deadline, _) => "timedOut",
            (_, Pending::Start) => {
                live.made_at = now;
                self.made.push(index);
                if !self.queues.entry(plan.number).or_default().is_empty() {
                    must_wait = TRUE;
                }
                "started"
            }
            (_, Pending::Queue { .. }) => "dequeued",
            (_, Pending::Key { .. }) => match &plan.key.1 {
                Some(key) => {
                    live.key.clone_from(key);
                    "key"
                }
                None => "thrown",
            },
            (_, Pending::Sleep { .. }) => "slept",
            (_, Pending::Response { reply, .. }) => match &reply.body {
                Some(report) if !head.is_empty() => {
                    body = report;
                    "response"
                }
                _ => "thrown",
            },
        };
        let is_aborted = if now >= plan.aborts_at { TRUE } else { FALSE };
        let texts = from_json(&json!("fetch failed"));
        let (first, second) = match event {
            "started" => (is_aborted, must_wait),
            "thrown" => (head, texts.as_slice()),
            _ => (head, body),
        };
        let event = message(&[&from_json(&json!(event)), first, second]);
        let (action, output) = self.step(index, &event, watcher);
        self.perform(index, action, output, watcher);
    }

    /// Takes a step of a call's machine. If the machine needs the verdict of `shouldRetry`, takes
    /// the step again with it.
    fn step(&mut self, index: usize, event: &[u8], watcher: &mut impl Watcher) -> (Action, Json) {
        let random = watcher.random();
        let mut verdict: &[u8] = b"";
        loop {
            let live = &self.live[index];
            let (mut machine, plan) = (live.machine, live.plan);
            let budget = from_json(&json!(self.budget(plan.number)));
            let mut message = message(&[&live.message, &live.key, &budget, verdict]);
            message.extend(event);
            let clock = Clock {
                started_at: live.made_at as i64,
                now: self.now as i64,
                random,
            };
            let (action, output) = step(&mut machine, &message, clock);
            self.live[index].machine = machine;
            if let Some(budget) = output["budget"].as_str() {
                self.budgets.insert(plan.number, budget.to_owned());
            }
            if action != Action::AskRetry {
                return (action, output);
            }
            assert!(verdict.is_empty(), "shouldRetry is called twice");
            verdict = match plan.verdict {
                Verdict::Allowed => TRUE,
                Verdict::Vetoed => FALSE,
                Verdict::Threw => NULL,
            };
        }
    }

    fn perform(&mut self, index: usize, action: Action, output: Json, watcher: &mut impl Watcher) {
        let plan = self.live[index].plan;
        if let Some(timeout) = output["timeout"].as_f64() {
            self.live[index].deadline = self.now + timeout;
        }
        if output["isWrite"] == true {
            self.queues.entry(plan.number).or_default().push_back(index);
        }
        if output["report"].is_object() {
            watcher.check_output(self, index, &output);
        }
        self.live[index].pending = match action {
            Action::WaitInQueue => Pending::Queue { called_at: NEVER },
            Action::AskKey => Pending::Key {
                at: self.now + plan.key.0,
            },
            Action::Sleep => Pending::Sleep {
                until: self.now + output["ms"].as_f64().unwrap(),
            },
            Action::Send => {
                let reply = watcher.reply(self, index, &output);
                self.transfers.push(Transfer {
                    call: index,
                    method: output["init"]["method"].as_str().unwrap().to_owned(),
                    number: plan.number,
                    ended_at: NEVER,
                });
                Pending::Response {
                    transfer: self.transfers.len() - 1,
                    at: self.now + reply.head_after,
                    reply,
                    has_head: false,
                }
            }
            Action::Done => {
                self.leave_queue(index);
                let (at, json) = (self.now, output.clone());
                self.live[index].end = Some(End { at, json });
                watcher.check_output(self, index, &output);
                return;
            }
            Action::AskRetry => unreachable!("step() has passed the verdict"),
        };
    }

    fn leave_queue(&mut self, index: usize) {
        let queue = self.queues.entry(self.live[index].plan.number).or_default();
        queue.retain(|other| *other != index);
        if let Some(next) = queue.front()
            && let Pending::Queue { called_at } = &mut self.live[*next].pending
        {
            *called_at = called_at.min(self.now);
        }
    }
}

impl Live<'_> {
    /// The events that the host may report, with their times. Those that end the call come first.
    fn due(&self) -> impl Iterator<Item = (f64, Due)> {
        let at = match &self.pending {
            Pending::Start => self.plan.starts_at,
            Pending::Queue { called_at } => *called_at,
            Pending::Key { at } | Pending::Response { at, .. } => *at,
            Pending::Sleep { until } => *until,
        };
        let has_started = !matches!(self.pending, Pending::Start);
        let stops = [
            (self.plan.aborts_at, Due::Abort),
            (self.deadline, Due::Deadline),
        ];
        let stops = stops.into_iter().filter(move |_| has_started);
        let due = stops.chain([(at, Due::Pending)]);
        due.filter(|_| self.end.is_none())
    }
}
