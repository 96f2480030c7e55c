//! [`Request`]: a request to the endpoint.

use super::endpoint::{BaseUrl, PATH};
use super::operation::Method;
use crate::contact_card::{Fields, write_body};
use crate::redact::{JSON, REDACTED, Secrets};
use crate::text::{Text, equal_ignoring_case, split};
use crate::wire::{Value, Wire};

/// The name of the header with the key.
pub const AUTHORIZATION: Text<'static> = b"authorization";

/// A request. Its parts are values of the input.
#[derive(Clone, Copy, Debug)]
pub struct Request<'i> {
    /// The method.
    pub method: Method,
    /// The URL in front of the endpoint's path.
    pub base_url: BaseUrl<'i>,
    /// The page's origin, where the base URL may be a path.
    pub origin: Value,
    /// The caller's checked params.
    pub params: Value,
    /// The fields of the params that are sent.
    pub fields: Fields,
    /// Whether the key is sent. An `authorization` header of the caller's replaces it.
    pub has_key: bool,
    /// The key, the caller's headers and the phone number. Of the headers of one name the last one
    /// is sent, and `null` removes the header.
    pub secrets: Secrets,
}

impl Request<'_> {
    /// Writes the URL, which is absolute, as a member `url`: a page's `<base>` would lead a path to
    /// another origin. The `+` of the phone number is percent-encoded, as a query's `+` is a space.
    pub fn write_url(&self, wire: &mut Wire<'_, '_>) {
        wire.open_text(b"url");
        if self.base_url.is_path() {
            wire.bytes(wire.text(self.origin));
        }
        wire.bytes(self.base_url.text());
        wire.bytes(PATH);
        let number = wire.text(self.secrets.phone_number);
        if self.method != Method::Post && !number.is_empty() {
            wire.bytes(b"?phone_number=%2B");
            wire.bytes(split(number, 1).1);
        }
        wire.close_string();
    }

    /// Writes the members `method`, `headers` and `body` that `fetch` takes. With `hides_key`, the
    /// key is redacted.
    pub fn write(&self, wire: &mut Wire<'_, '_>, hides_key: bool) {
        wire.member(b"method", self.method.name());
        wire.open(b"headers", b'{');
        let headers = self.secrets.headers;
        self.write_own_header(wire, b"accept", JSON);
        if self.method.is_write() {
            self.write_own_header(wire, b"content-type", JSON);
        }
        if self.has_key {
            wire.open_text(AUTHORIZATION);
            if hides_key {
                wire.bytes(REDACTED);
            } else {
                wire.bytes(b"Bearer ");
                wire.bytes(wire.text(self.secrets.key));
            }
            wire.close_string();
        }
        let mut pair = wire.first_pair(headers);
        while pair < wire.after(headers) {
            let name_value = wire.pair_name(headers, pair);
            let (name, value) = (wire.text(name_value), wire.after(name_value));
            pair = wire.next_pair(headers, pair);
            if wire.has_pair(headers, pair, name) {
                continue;
            }
            if hides_key && wire.is_text(value) && equal_ignoring_case(name, AUTHORIZATION) {
                wire.member(name, REDACTED);
            } else {
                wire.copy_member(name, value);
            }
        }
        wire.byte(b'}');
        if self.method.is_write() {
            wire.open_text(b"body");
            self.write_body(wire);
            wire.close_string();
        }
    }

    /// Writes the body of a write, which is JSON.
    pub fn write_body(&self, wire: &mut Wire<'_, '_>) {
        let with_number = self.method == Method::Post;
        write_body(wire, self.params, self.fields, with_number);
    }

    /// Writes a header of the package's own, unless the caller has set one of that name.
    fn write_own_header(&self, wire: &mut Wire<'_, '_>, name: Text<'_>, value: Text<'_>) {
        let headers = self.secrets.headers;
        if !wire.has_pair(headers, wire.first_pair(headers), name) {
            wire.member(name, value);
        }
    }
}
