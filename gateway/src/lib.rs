//! The border of the gateway's module: it translates and decides nothing. A packed text (see `contact_card::value`) and
//! bytes go in, JSON comes out; nothing is kept between two calls.
#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code, reason = "the macros need it")]

use contact_card::api_key::Host;
use contact_card::error::{Error, Outcome};
use contact_card::gateway::{Exchange, Forward, PATIENCE, Place, Reply, Rules, Step, next};
use contact_card::json::Json;
use contact_card::value::Value;
use wasm_bindgen::prelude::*;

/// Checks the options of a gateway, and the host, as `Host` takes its report. Gives what the host needs of the options, or
/// the error that they are, as JSON.
#[wasm_bindgen(js_name = setUp)]
pub fn set_up(options: &str, host: &str) -> String {
    let host = Host::parse(Value::unpack(host));
    match Rules::parse(Value::unpack(options)).map(|rules| (rules.check_host(&host), rules)) {
        Ok((Ok(()), rules)) => Json::object(|answer| answer.number("timeout", rules.timeout())),
        Ok((Err(error), _)) => error.to_json(Outcome::NotSent, None),
        Err(issues) => Error::Validation(issues).to_json(Outcome::NotSent, None),
    }
}

/// What the host does next, as JSON. The exchange is packed; `body` and `answer` are the bytes of both bodies.
#[wasm_bindgen(js_name = next)]
pub fn next_step(options: &str, exchange: &str, body: &[u8], answer: &[u8]) -> String {
    let Ok(rules) = Rules::parse(Value::unpack(options)) else {
        // They were checked when the gateway was made.
        return Json::object(|_| {});
    };
    let exchange = Exchange::parse(Value::unpack(exchange), body, answer);
    Json::object(|json| match next(&rules, &exchange) {
        Step::Authorize => json.text("step", "authorize"),
        Step::Read(limit) => {
            json.text("step", "read");
            json.number("limit", limit);
        }
        Step::Reserve(places) => {
            json.text("step", "reserve");
            json.number("patience", PATIENCE);
            json.list_member("places", |list| {
                for place in &places {
                    list.item(|item| write_place(place, item));
                }
            });
        }
        Step::Forward(request) => {
            json.text("step", "forward");
            write_request(&request, json);
        }
        Step::Reply(reply) => {
            json.text("step", "reply");
            write_reply(&reply, json);
        }
    })
}

/// Whether a log may hold a text.
#[wasm_bindgen(js_name = mayLog)]
pub fn may_log(options: &str, text: &str) -> bool {
    Rules::parse(Value::unpack(options)).is_ok_and(|rules| rules.may_log(text))
}

fn write_place(place: &Place, json: &mut Json) {
    json.text("key", &place.key);
    json.number("limit", place.limit.limit);
    json.number("window", place.limit.window);
}

fn write_request(request: &Forward, json: &mut Json) {
    json.text("method", request.method);
    json.text("url", &request.url);
    json.member("headers", |headers| {
        for (name, value) in &request.headers {
            headers.text(name, value);
        }
    });
    json.optional_text("body", request.body.as_deref());
    json.number("limit", request.longest_body);
}

fn write_reply(reply: &Reply, json: &mut Json) {
    json.number("status", reply.status);
    json.member("headers", |headers| {
        for (name, value) in &reply.headers {
            headers.text(name, value);
        }
    });
    json.text("body", &reply.body);
    // JSON in JSON: the entry is an object already.
    json.text("log", &reply.log);
}
