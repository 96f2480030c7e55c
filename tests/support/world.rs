//! A world without a clock and without a network: virtual time, and servers that do what they are told.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use contact_card::client::{Event, Platform, Step, Stop};
use contact_card::http::{Head, Request};
use contact_card::turns::Ticket;
use contact_card::write_budget::WriteBudget;

use super::{Body, pack_head, parsed};

/// What is the same for all calls: time, and the ledgers.
#[derive(Default)]
pub struct World {
    now: Cell<f64>,
    /// When somebody wants to be woken.
    timers: RefCell<Vec<(f64, Waker)>>,
    budgets: RefCell<BTreeMap<String, String>>,
    /// The tickets that were called.
    called: RefCell<BTreeSet<Ticket>>,
    waiting: RefCell<Vec<Waker>>,
    /// All requests that were sent.
    pub wire: RefCell<Vec<Transfer>>,
}

/// A request on the wire.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub method: &'static str,
    pub number: String,
    /// When it left the wire; infinite while it is there.
    pub ended: f64,
}

impl World {
    pub fn now(&self) -> f64 {
        self.now.get()
    }

    /// What is known of a number's writes.
    pub fn budget(&self, number: &str) -> WriteBudget {
        let budgets = self.budgets.borrow();
        WriteBudget::from_text(budgets.get(number).map_or("", String::as_str))
    }

    fn poll_called(&self, ticket: Ticket, context: &Context<'_>) -> Poll<()> {
        if self.called.borrow_mut().remove(&ticket) {
            return Poll::Ready(());
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// Calls a ticket.
    pub fn call(&self, ticket: Ticket) {
        self.called.borrow_mut().insert(ticket);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Ready when a ticket is called.
    pub async fn until_called(&self, ticket: Ticket) {
        poll_fn(|context| self.poll_called(ticket, context)).await;
    }

    /// Ready at a time.
    pub async fn until(&self, time: f64) {
        poll_fn(|context| self.poll_time(time, context)).await;
    }

    fn poll_time(&self, time: f64, context: &Context<'_>) -> Poll<()> {
        if self.now() >= time {
            return Poll::Ready(());
        }
        if time.is_finite() {
            let waker = context.waker().clone();
            self.timers.borrow_mut().push((time, waker));
        }
        Poll::Pending
    }

    /// Runs tasks to their end; the time jumps to the next moment at which something happens. Says how many never end.
    pub fn run<'t>(&self, tasks: Vec<Pin<Box<dyn Future<Output = ()> + 't>>>) -> usize {
        let mut tasks: Vec<_> = tasks
            .into_iter()
            .map(|task| (Arc::new(Flag(AtomicBool::new(true))), task))
            .collect();
        loop {
            let mut is_idle = true;
            tasks.retain_mut(|(flag, task)| {
                if !flag.0.swap(false, Ordering::Relaxed) {
                    return true;
                }
                is_idle = false;
                let waker = Waker::from(Arc::clone(flag));
                task.as_mut()
                    .poll(&mut Context::from_waker(&waker))
                    .is_pending()
            });
            if tasks.is_empty() || (is_idle && !self.jump()) {
                return tasks.len();
            }
        }
    }

    fn jump(&self) -> bool {
        let mut timers = self.timers.borrow_mut();
        let Some(next) = timers.iter().map(|(time, _)| *time).reduce(f64::min) else {
            return false;
        };
        self.now.set(self.now().max(next));
        timers.retain(|(time, waker)| {
            let is_due = *time <= next;
            if is_due {
                waker.wake_by_ref();
            }
            !is_due
        });
        true
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What becomes of one request. Times are milliseconds; what never comes takes forever.
#[derive(Clone, Debug)]
pub struct Reaction {
    pub head_after: f64,
    /// `None`: the host throws.
    pub head: Option<Head<'static>>,
    pub body_after: f64,
    /// `None`: it breaks off.
    pub body: Option<Body>,
}

impl Reaction {
    pub fn json(status: u32, json: &serde_json::Value) -> Self {
        Self {
            head_after: 0.0,
            head: Some(Head {
                status,
                ..Head::default()
            }),
            body_after: 0.0,
            body: Some(Body::Json(json.clone())),
        }
    }
}

pub const NEVER: f64 = f64::INFINITY;

/// A server.
pub type React<'w> = dyn FnMut(&Request<'_>) -> Reaction + 'w;

/// One call's view of the world.
pub struct Place<'w> {
    pub world: &'w World,
    pub aborts_at: f64,
    pub ends_at: f64,
    pub jitter: f64,
    /// Milliseconds until the key function answers, and what; `None`: it throws.
    pub key: (f64, Option<String>),
    head: RefCell<String>,
    pub react: RefCell<Box<React<'w>>>,
    /// What `shouldRetry` says; `None`: it throws.
    pub allows_retry: Option<bool>,
    pub reports: RefCell<Vec<serde_json::Value>>,
}

impl<'w> Place<'w> {
    pub fn new(
        world: &'w World,
        timeout: f64,
        react: impl FnMut(&Request<'_>) -> Reaction + 'w,
    ) -> Self {
        Self {
            world,
            aborts_at: NEVER,
            ends_at: world.now() + timeout,
            jitter: 0.0,
            key: (0.0, None),
            head: RefCell::default(),
            react: RefCell::new(Box::new(react)),
            allows_retry: Some(true),
            reports: RefCell::default(),
        }
    }
}

/// A request that is on the wire until this is dropped.
pub struct OnTheWire<'w> {
    world: &'w World,
    index: usize,
}

impl<'w> OnTheWire<'w> {
    fn new(world: &'w World, request: &Request<'_>) -> Self {
        let number = request.phone_number.map_or("all", |number| number.as_str());
        let mut wire = world.wire.borrow_mut();
        wire.push(Transfer {
            method: request.method,
            number: number.to_owned(),
            ended: NEVER,
        });
        Self {
            world,
            index: wire.len() - 1,
        }
    }
}

impl Drop for OnTheWire<'_> {
    fn drop(&mut self) {
        self.world.wire.borrow_mut()[self.index].ended = self.world.now();
    }
}

impl Place<'_> {
    fn poll_stop(&self, context: &Context<'_>) -> Poll<Stop> {
        if self.world.poll_time(self.aborts_at, context).is_ready() {
            return Poll::Ready(Stop::Aborted);
        }
        let deadline = self.world.poll_time(self.ends_at, context);
        deadline.map(|()| Stop::Deadline)
    }

    /// Does what is next, as if nothing would stop it.
    async fn carry_out(&self, step: Step<'_>) -> Event {
        let after = |delay| self.world.until(self.world.now() + delay);
        match step {
            Step::Queue(ticket) => {
                self.world.until_called(ticket).await;
                Event::Waited
            }
            Step::AskKey => {
                let (delay, key) = self.key.clone();
                after(delay).await;
                key.map_or(Event::Thrown, Event::Key)
            }
            Step::Send(request, _, _) => {
                self.head.take();
                let reaction = (self.react.borrow_mut())(&request);
                let _on_the_wire = OnTheWire::new(self.world, &request);
                after(reaction.head_after).await;
                let Some(head) = &reaction.head else {
                    return Event::Thrown;
                };
                let head = pack_head(head);
                self.head.replace(head.clone());
                after(reaction.body_after).await;
                match reaction.body {
                    Some(body) => Event::Answer(format!("[{head}{}]", body.pack())),
                    None => Event::Thrown,
                }
            }
            Step::Sleep(milliseconds) => {
                after(milliseconds).await;
                Event::Waited
            }
        }
    }
}

impl Platform for Place<'_> {
    fn stop(&self) -> Option<Stop> {
        let now = self.world.now();
        if now >= self.aborts_at {
            return Some(Stop::Aborted);
        }
        (now >= self.ends_at).then_some(Stop::Deadline)
    }

    async fn perform(&self, step: Step<'_>) -> Event {
        let mut work = pin!(self.carry_out(step));
        poll_fn(|context| match self.poll_stop(context) {
            Poll::Ready(stop) => Poll::Ready(Event::Stopped(stop)),
            Poll::Pending => work.as_mut().poll(context),
        })
        .await
    }

    fn head(&self) -> String {
        self.head.borrow().clone()
    }

    fn call(&self, ticket: Ticket) {
        self.world.call(ticket);
    }

    fn now(&self) -> f64 {
        self.world.now()
    }

    fn random(&self) -> f64 {
        self.jitter
    }

    fn allows_retry(&self, _: &str, _: u32) -> Option<bool> {
        self.allows_retry
    }

    fn thrown_text(&self) -> Option<String> {
        None
    }

    fn hide_thrown(&self) {}

    fn report(&self, attempt: &str) {
        self.reports.borrow_mut().push(parsed(attempt));
    }

    fn budget(&self, number: &str) -> String {
        self.world.budget(number).to_text()
    }

    fn keep_budget(&self, number: &str, budget: &str) {
        let mut budgets = self.world.budgets.borrow_mut();
        budgets.insert(number.to_owned(), budget.to_owned());
    }
}
