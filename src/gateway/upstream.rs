//! The exchange with Linq: [`UpstreamRequest`], which is built only from checked values, and
//! [`UpstreamResponse`].

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::body::{BodyRead, Params};
use super::config::Config;
use crate::api::{Method, Request, Response};
use crate::contact_card::Fields;
use crate::phone_number::PHONE_NUMBER;
use crate::redact::{Secrets, mask};
use crate::text::Text;
use crate::wire::{Encoder, Strictness, Value, Wire, add_json_text, from_json_text, to_string};

/// A request to Linq. `Debug` shows neither the key nor a full phone number.
#[derive(Clone, PartialEq, Eq)]
pub struct UpstreamRequest {
    /// The method, in upper case.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Names and values, with the key in `authorization`.
    pub headers: Vec<(String, String)>,
    /// The body of a write, a JSON object.
    pub body: Option<String>,
    /// The longest response body that is read, in bytes.
    pub longest_body: u32,
}

impl fmt::Debug for UpstreamRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = to_string(b"", 256, |wire| mask(wire, self.url.as_bytes()));
        write!(formatter, "{} {url}", self.method)
    }
}

impl UpstreamRequest {
    /// Makes the request with this method and these params.
    pub(super) fn new(config: &Config, method: Method, params: &Params) -> Self {
        let message = message(config, params);
        let json = to_string(&message, 1_024, |wire| {
            let request = request_of(wire, config, method);
            wire.byte(b'{');
            request.write_url(wire);
            request.write(wire, false);
            wire.byte(b'}');
        });
        // The core writes requests as the argument of `fetch`. It is read back, so that requests
        // are made in one place.
        let written = from_json_text(json.as_bytes(), Strictness::Strict).unwrap_or_default();
        let written = written.as_slice();
        let wire = Wire::new(&written, &mut []);
        let get = |name| wire.get(Value::FIRST, name);
        let text = |value| String::from_utf8_lossy(wire.text(value)).into_owned();
        let headers = wire.members(get(b"headers"));
        let body = get(b"body");
        Self {
            method: text(get(b"method")),
            url: text(get(b"url")),
            headers: headers
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
            body: wire.is_text(body).then(|| text(body)),
            longest_body: u32::try_from(method.longest_body()).unwrap_or_default(),
        }
    }
}

/// Encodes the message that a request to Linq is read from: the key and the params. Head and body
/// of the response may follow them.
fn message(config: &Config, params: &Params) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.text(&config.key).encoded(&params.encoded);
    encoder.finish()
}

/// Reads the request of a message.
pub(super) fn request_of<'a>(
    wire: &Wire<'_, '_>,
    config: &'a Config,
    method: Method,
) -> Request<'a> {
    let key = Value::FIRST;
    let params = wire.after(key);
    Request {
        method,
        base_url: config.upstream(),
        origin: Value::ABSENT,
        params,
        fields: Fields::ALL,
        has_key: true,
        secrets: Secrets {
            key,
            headers: Value::ABSENT,
            phone_number: wire.get(params, PHONE_NUMBER),
        },
    }
}

/// The result of a request to Linq.
#[derive(Clone, Debug)]
pub enum UpstreamResponse {
    /// A response arrived.
    Received(Received),
    /// The connection failed.
    Unreachable,
    /// No response arrived in time.
    Late,
}

/// A response of Linq's.
#[derive(Clone)]
pub struct Received {
    /// Head and body in the wire format: see [`Response`].
    encoded: Vec<u8>,
    /// Whether the body stalled.
    pub(super) is_late: bool,
}

/// Shows no contents: servers repeat what they were sent, such as keys and phone numbers.
impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Received").finish_non_exhaustive()
    }
}

impl UpstreamResponse {
    /// Takes a response. `head` is in the wire format, with the members of [`Response::head`].
    #[must_use]
    pub fn received(head: Text<'_>, body: &BodyRead) -> Self {
        let mut encoder = Encoder::new();
        encoder.encoded(head);
        let position = encoder.len();
        match body {
            BodyRead::Late | BodyRead::Broken => encoder.absent(),
            // These statuses have no body (RFC 9110, 15.3), although some hosts report one.
            _ if matches!(status_of(head), 204 | 205) => encoder.text("empty"),
            BodyRead::TooLong => encoder.text("tooLong"),
            BodyRead::Whole(bytes) if bytes.is_empty() => encoder.text("empty"),
            BodyRead::Whole(bytes) => {
                let mut is_json = false;
                encoder.list(|list| is_json = add_json_text(list, bytes, Strictness::Lenient));
                if !is_json {
                    encoder.truncate(position);
                    encoder.text("notJson");
                }
                &mut encoder
            }
        };
        Self::Received(Received {
            encoded: encoder.finish(),
            is_late: *body == BodyRead::Late,
        })
    }

    /// Reads the report of a host in JavaScript that no response arrived: `late`, or anything else
    /// where the connection failed.
    #[must_use]
    pub const fn missing(report: Text<'_>) -> Self {
        match report {
            b"late" => Self::Late,
            _ => Self::Unreachable,
        }
    }
}

/// The status of a head in the wire format.
fn status_of(head: Text<'_>) -> i64 {
    let response = Response {
        head: Value::FIRST,
        body: Value::ABSENT,
    };
    response.status(&Wire::new(&head, &mut []))
}

impl Received {
    /// Encodes the message that the request and this response to it are read from.
    pub(super) fn message(&self, config: &Config, params: &Params) -> Vec<u8> {
        let mut message = message(config, params);
        message.extend_from_slice(&self.encoded);
        message
    }
}

/// Reads the response of a message.
pub(super) fn response_of(wire: &Wire<'_, '_>) -> Response {
    let head = wire.after(wire.after(Value::FIRST));
    Response {
        head,
        body: wire.after(head),
    }
}
