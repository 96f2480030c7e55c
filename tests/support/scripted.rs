//! A call on a server that reacts as it is told.

use std::cell::RefCell;

use contact_card::api_key::Host;
use contact_card::client::{Call, Purpose};
use contact_card::error::{Error, Outcome};
use contact_card::http::{Head, Request};
use contact_card::turns::Turns;

use super::world::{NEVER, Place, Reaction, World};
use super::{Body, FUNCTION, parsed, unpack, value, with_members};

pub const SERVER: Host<'static> = Host {
    has_document: false,
    has_worker_scope: false,
    is_server_runtime: true,
    origin: None,
};
pub const PAGE: Host<'static> = Host {
    has_document: true,
    has_worker_scope: false,
    is_server_runtime: false,
    origin: Some("https://dashboard.example"),
};

/// The request line with the body, and the headers.
pub type Sent = (String, Vec<(String, String)>);

/// A server that reacts in one way, the world around it, and what was sent to it.
pub struct Scripted {
    pub world: World,
    pub reactions: RefCell<Vec<Reaction>>,
    pub key: (f64, Option<String>),
    pub aborts_at: f64,
    pub allows_retry: Option<bool>,
    pub sent: RefCell<Vec<Sent>>,
    pub sent_at: RefCell<Vec<f64>>,
    pub reports: RefCell<Vec<serde_json::Value>>,
}

impl Scripted {
    /// Reacts so, one after the other; the last one stays.
    pub fn reacting(reactions: Vec<Reaction>) -> Self {
        Self {
            world: World::default(),
            reactions: RefCell::new(reactions),
            key: (0.0, None),
            aborts_at: NEVER,
            allows_retry: Some(true),
            sent: RefCell::default(),
            sent_at: RefCell::default(),
            reports: RefCell::default(),
        }
    }

    pub fn new(head: Head<'static>, body: Body) -> Self {
        Self::reacting(vec![Reaction {
            head_after: 0.0,
            head: Some(head),
            body_after: 0.0,
            body: Some(body),
        }])
    }

    pub fn answering(status: u32, json: &serde_json::Value) -> Self {
        Self::reacting(vec![Reaction::json(status, json)])
    }

    fn react(&self, request: &Request<'_>) -> Reaction {
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let line = format!(
            "{} {} {}",
            request.method,
            request.url,
            request.body.as_deref().unwrap_or("")
        );
        self.sent.borrow_mut().push((line, headers.collect()));
        self.sent_at.borrow_mut().push(self.world.now());
        let mut reactions = self.reactions.borrow_mut();
        if reactions.len() > 1 {
            reactions.remove(0)
        } else {
            reactions[0].clone()
        }
    }

    /// Runs a call to its end; gives the answer, or the error's properties.
    pub fn run(&self, call: &Call<'_>) -> Result<serde_json::Value, serde_json::Value> {
        let turns = RefCell::new(Turns::new());
        let mut place = Place::new(&self.world, call.options().timeout, |request| {
            self.react(request)
        });
        place.key = self.key.clone();
        place.aborts_at = self.aborts_at;
        place.allows_retry = self.allows_retry;
        let result = RefCell::new(None);
        let left = self.world.run(vec![Box::pin(async {
            result.replace(Some(call.run(&turns, &place).await));
        })]);
        assert_eq!(left, 0, "the call never ended");
        self.reports.replace(place.reports.take());
        let end = result.take().unwrap();
        end.map(|text| parsed(&text)).map_err(|text| parsed(&text))
    }
}

/// The properties of a call that was never made.
pub fn refusal(error: &Error<'_>) -> serde_json::Value {
    parsed(&error.to_json(Outcome::NotSent, None))
}

/// What a caller gets: the cards, or the error's class and properties.
pub fn call(
    purpose: Purpose,
    input: serde_json::Value,
    options: serde_json::Value,
    platform: &Scripted,
) -> serde_json::Value {
    let functions = [("onAttempt", FUNCTION), ("shouldRetry", FUNCTION)];
    let options = unpack(with_members(&options, &functions));
    match Call::parse(purpose, value(&input), options, &SERVER) {
        Ok(call) => match platform.run(&call) {
            Ok(end) | Err(end) => end,
        },
        Err(error) => refusal(&error),
    }
}
