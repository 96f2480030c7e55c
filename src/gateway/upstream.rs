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
            longest_body: longest_body(method, params),
        }
    }
}

/// The longest response body that is read, in bytes. Only that of a list is long: the list of one
/// phone number has one card.
fn longest_body(method: Method, params: &Params) -> u32 {
    let longest = match params.number {
        Some(_) => longest_card(),
        None => method.longest_body(),
    };
    u32::try_from(longest).unwrap_or_default()
}

/// The longest body that has one card or an error, in bytes.
fn longest_card() -> i64 {
    Method::Patch.longest_body()
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
pub enum UpstreamResponse<'b> {
    /// A response arrived.
    Received(Received<'b>),
    /// The connection failed.
    Unreachable,
    /// No response arrived in time.
    Late,
}

/// A response of Linq's.
#[derive(Clone)]
pub struct Received<'b> {
    /// In the wire format, with the members of [`Response::head`].
    head: Vec<u8>,
    body: &'b BodyRead,
}

/// Shows no contents: servers repeat what they were sent, such as keys and phone numbers.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Received").finish_non_exhaustive()
    }
}

impl<'b> UpstreamResponse<'b> {
    /// Takes a response. `head` is in the wire format, with the members of [`Response::head`].
    #[must_use]
    pub fn received(head: Text<'_>, body: &'b BodyRead) -> Self {
        Self::Received(Received {
            head: head.into(),
            body,
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

impl<'b> Received<'b> {
    /// The head in the wire format, with the members of [`Response::head`].
    pub(super) fn head(&self) -> Text<'_> {
        &self.head
    }

    /// The HTTP status; below 0 where there is none.
    pub(super) fn status(&self) -> i64 {
        let head = self.head.as_slice();
        let response = Response {
            head: Value::FIRST,
            body: Value::ABSENT,
        };
        response.status(&Wire::new(&head, &mut []))
    }

    /// Whether the body stalled.
    pub(super) fn is_late(&self) -> bool {
        *self.body == BodyRead::Late
    }

    /// The body of a success, where it is whole and not empty.
    pub(super) fn success_body(&self) -> Option<&'b [u8]> {
        let status = self.status();
        match self.body {
            BodyRead::Whole(bytes) if !bytes.is_empty() => {
                (status / 100 == 2 && !has_no_body(status)).then_some(bytes)
            }
            _ => None,
        }
    }

    /// Encodes the message that the request and this response to it are read from. The body is
    /// encoded where it is short enough for an error.
    pub(super) fn message(&self, config: &Config, params: &Params) -> Vec<u8> {
        let mut encoder = Encoder::new();
        encoder
            .encoded(&message(config, params))
            .encoded(&self.head);
        let position = encoder.len();
        match self.body {
            BodyRead::Late | BodyRead::Broken => encoder.absent(),
            _ if has_no_body(self.status()) => encoder.text("empty"),
            BodyRead::Whole(bytes) if bytes.is_empty() => encoder.text("empty"),
            BodyRead::Whole(bytes) if is_short(bytes) => {
                let mut is_json = false;
                encoder.list(|list| is_json = add_json_text(list, bytes, Strictness::Lenient));
                if !is_json {
                    encoder.truncate(position);
                    encoder.text("notJson");
                }
                &mut encoder
            }
            BodyRead::Whole(_) | BodyRead::TooLong => encoder.text("tooLong"),
        };
        encoder.finish()
    }
}

/// Whether a body may be that of an error.
fn is_short(body: &[u8]) -> bool {
    i64::try_from(body.len()).is_ok_and(|length| length <= longest_card())
}

/// Whether responses with a status have no body (RFC 9110, 15.3), although some hosts report one.
const fn has_no_body(status: i64) -> bool {
    matches!(status, 204 | 205)
}

/// Reads the response of a message.
pub(super) fn response_of(wire: &Wire<'_, '_>) -> Response {
    let head = wire.after(wire.after(Value::FIRST));
    Response {
        head,
        body: wire.after(head),
    }
}
