//! The boundary of the gateway's module, which translates and decides nothing. Its input is values
//! in the wire format (see `contact_card::wire`) and bodies as bytes, its output JSON.
//!
//! Checked values are stored here and named by numbers: the configs of the gateways for as long as
//! the instance lives, an exchange until it [ends](end).
#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code, reason = "the macros need it")]
#![allow(
    clippy::must_use_candidate,
    reason = "JavaScript calls these functions"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use contact_card::gateway::{
    Authorized, BodyRead, Config, Exchange, Host, Limit, ListsInFlight, RequestHead, Reservation,
    Response, STORE_TIMEOUT, SlidingWindow, Slot, Step, UpstreamRequest, UpstreamResponse,
    next_step, reserve_slots,
};
use contact_card::wire::{Wire, to_string};
use wasm_bindgen::prelude::*;

/// The buffer for a step, in bytes.
const ROOM: usize = 2_048;

thread_local! {
    static CONFIGS: RefCell<Vec<Config>> = const { RefCell::new(Vec::new()) };
    static EXCHANGES: RefCell<Exchanges> = const { RefCell::new(Exchanges::new()) };
}

/// The exchanges in progress, each with the number of its config.
struct Exchanges {
    latest: u32,
    live: BTreeMap<u32, (u32, Exchange)>,
}

impl Exchanges {
    const fn new() -> Self {
        Self {
            latest: 0,
            live: BTreeMap::new(),
        }
    }
}

/// Checks a message with the options of a gateway and its environment. Returns JSON: `config`, a
/// number, and `timeout`; or `error`.
#[wasm_bindgen(js_name = setUp)]
pub fn set_up(message: &[u8]) -> String {
    match Config::parse(message, Host::JavaScript) {
        Ok(config) => CONFIGS.with_borrow_mut(|configs| {
            let (number, timeout) = (
                i64::try_from(configs.len()).unwrap_or_default(),
                config.timeout(),
            );
            configs.push(config);
            object(ROOM, |out| {
                out.number_member(b"config", number);
                out.number_member(b"timeout", timeout.into());
            })
        }),
        Err(error) => error,
    }
}

/// Begins an exchange with the head of a request. Returns its number.
#[wasm_bindgen]
pub fn begin(config: u32, head: &[u8]) -> u32 {
    let head = RequestHead::read(&Wire::new(&head, &mut []));
    let exchange = with_config(config, |config| Exchange::new(config, &head));
    EXCHANGES.with_borrow_mut(|exchanges| {
        exchanges.latest = exchanges.latest.wrapping_add(1);
        exchanges.live.insert(exchanges.latest, (config, exchange));
        exchanges.latest
    })
}

/// Forgets an exchange.
#[wasm_bindgen]
pub fn end(exchange: u32) {
    EXCHANGES.with_borrow_mut(|exchanges| exchanges.live.remove(&exchange));
}

/// Records what `authorize` returned; `false` where it failed.
#[wasm_bindgen]
pub fn authorized(exchange: u32, session: &[u8]) {
    with_exchange(exchange, |config, exchange| {
        exchange.authorized(config, Authorized::parse(session));
    });
}

/// Records the request's body.
#[wasm_bindgen(js_name = bodyRead)]
pub fn body_read(exchange: u32, state: &str, body: Vec<u8>) {
    with_exchange(exchange, |config, exchange| {
        exchange.body_read(config, &BodyRead::parse(state.as_bytes(), body));
    });
}

/// Records how many lists are in flight, of the user and of all users.
#[wasm_bindgen(js_name = listCounted)]
pub fn list_counted(exchange: u32, of_user: u32, in_all: u32) {
    with_exchange(exchange, |config, exchange| {
        exchange.list_counted(config, ListsInFlight { of_user, in_all });
    });
}

/// Records what the store returned; `false` where it failed.
#[wasm_bindgen]
pub fn reserved(exchange: u32, reservation: &[u8]) {
    with_exchange(exchange, |config, exchange| {
        exchange.reserved(config, Reservation::parse(reservation));
    });
}

/// Records Linq's response: its head, and its body with the state of that.
#[wasm_bindgen]
pub fn responded(exchange: u32, head: &[u8], state: &str, body: Vec<u8>) {
    with_exchange(exchange, |config, exchange| {
        let body = BodyRead::parse(state.as_bytes(), body);
        exchange.responded(config, &UpstreamResponse::received(head, &body));
    });
}

/// Records that Linq didn't respond.
#[wasm_bindgen(js_name = notResponded)]
pub fn not_responded(exchange: u32, reason: &str) {
    with_exchange(exchange, |config, exchange| {
        exchange.responded(config, &UpstreamResponse::missing(reason.as_bytes()));
    });
}

/// Returns what the host does next, as JSON; of a response, all but the [body](take_body).
#[wasm_bindgen(js_name = nextStep)]
pub fn next_step_of(exchange: u32) -> String {
    with_exchange(exchange, |config, exchange| {
        step_as_json(&next_step(config, exchange))
    })
}

/// Returns the body of the response, as bytes: a list is long, and the host sends it as bytes, too.
#[wasm_bindgen(js_name = takeBody)]
pub fn take_body(exchange: u32) -> Vec<u8> {
    with_exchange(exchange, |_, exchange| exchange.take_body().into_bytes())
}

fn step_as_json(step: &Step<'_>) -> String {
    object(ROOM, |out| match step {
        Step::Authorize(number) => {
            out.member(b"step", b"authorize");
            if let Some(number) = number {
                out.member(b"number", number.as_bytes());
            }
        }
        Step::ReadBody(limit) => {
            out.member(b"step", b"readBody");
            out.number_member(b"limit", i64::from(*limit));
        }
        Step::CountList(user) => {
            out.member(b"step", b"countList");
            out.member(b"user", user.as_bytes());
        }
        Step::Reserve(slots) => {
            out.member(b"step", b"reserve");
            out.number_member(b"timeout", STORE_TIMEOUT.into());
            write_slots(slots, out);
        }
        Step::Forward(request) => {
            out.member(b"step", b"forward");
            write_request(request, out);
        }
        Step::Respond(response) => {
            out.member(b"step", b"respond");
            write_response(response, out);
        }
    })
}

/// Returns a text that was thrown while a request with this head was handled, as a log may have it.
#[wasm_bindgen]
pub fn redacted(config: u32, head: &[u8], text: &str) -> String {
    let head = RequestHead::read(&Wire::new(&head, &mut []));
    with_config(config, |config| config.redacted(text, &head))
}

/// Does the same as [`redacted`] where no gateway could be made, so that its key isn't known.
#[wasm_bindgen(js_name = redactedWithoutConfig)]
pub fn redacted_without_config(head: &[u8], text: &str) -> String {
    RequestHead::read(&Wire::new(&head, &mut [])).redacted(text)
}

/// Takes slots in sliding windows that JavaScript stores. `numbers` are `now`, then for each
/// window: how many slots it has, its length, how many slots are taken, and when each of these is
/// free again. Returns 1 where the slots were granted and 0 otherwise, then for each window: how
/// many slots are taken, the milliseconds until one is free, and when each is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "whole milliseconds and counts fit into 53 bits, and a cast of anything else saturates"
)]
#[wasm_bindgen(js_name = reserveSlots)]
pub fn reserve_slots_of(numbers: &[f64]) -> Vec<f64> {
    let mut numbers = numbers.iter().copied();
    let now = numbers.next().unwrap_or_default() as i64;
    let mut windows = Vec::new();
    while let (Some(count), Some(window), Some(taken)) =
        (numbers.next(), numbers.next(), numbers.next())
    {
        let taken = numbers.by_ref().take(taken as usize);
        windows.push(SlidingWindow {
            limit: Limit {
                count: count as u32,
                window: window as u32,
            },
            taken: taken.map(|free_at| free_at as i64).collect(),
        });
    }
    let Reservation::Slots { is_granted, usages } = reserve_slots(&mut windows, now) else {
        return Vec::new();
    };
    let mut results = vec![f64::from(u8::from(is_granted))];
    for (window, (used, reset)) in windows.iter().zip(usages) {
        results.extend([f64::from(used), f64::from(reset)]);
        results.extend(window.taken.iter().map(|free_at| *free_at as f64));
    }
    results
}

fn with_config<T>(number: u32, run: impl FnOnce(&Config) -> T) -> T {
    CONFIGS.with_borrow(|configs| match configs.get(number as usize) {
        Some(config) => run(config),
        None => wasm_bindgen::throw_str("no such config"),
    })
}

fn with_exchange<T>(number: u32, run: impl FnOnce(&Config, &mut Exchange) -> T) -> T {
    EXCHANGES.with_borrow_mut(|exchanges| match exchanges.live.get_mut(&number) {
        Some((config, exchange)) => with_config(*config, |config| run(config, exchange)),
        None => wasm_bindgen::throw_str("no such exchange"),
    })
}

/// Returns the object whose members `write` writes, from a buffer of `room` bytes or more.
fn object(room: usize, write: impl Fn(&mut Wire<'_, '_>)) -> String {
    to_string(b"", room, |out| {
        out.byte(b'{');
        write(out);
        out.byte(b'}');
    })
}

fn write_slots(slots: &[Slot], out: &mut Wire<'_, '_>) {
    out.open(b"slots", b'[');
    for slot in slots {
        out.separate();
        out.byte(b'{');
        out.member(b"key", slot.key.as_bytes());
        out.number_member(b"limit", slot.limit.count.into());
        out.number_member(b"window", slot.limit.window.into());
        out.byte(b'}');
    }
    out.byte(b']');
}

fn write_request(request: &UpstreamRequest, out: &mut Wire<'_, '_>) {
    out.member(b"method", request.method.as_bytes());
    out.member(b"url", request.url.as_bytes());
    let headers = request.headers.iter();
    write_headers(
        headers.map(|(name, value)| (name.as_str(), value.as_str())),
        out,
    );
    if let Some(body) = &request.body {
        out.member(b"body", body.as_bytes());
    }
    out.number_member(b"limit", request.longest_body.into());
}

fn write_response(response: &Response, out: &mut Wire<'_, '_>) {
    out.number_member(b"status", response.status.into());
    let headers = response.headers.iter();
    write_headers(headers.map(|(name, value)| (*name, value.as_str())), out);
    // The entry is JSON already.
    out.name(b"log");
    out.bytes(response.log.as_bytes());
}

fn write_headers<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>, out: &mut Wire<'_, '_>) {
    out.open(b"headers", b'{');
    for (name, value) in headers {
        out.member(name.as_bytes(), value.as_bytes());
    }
    out.byte(b'}');
}
