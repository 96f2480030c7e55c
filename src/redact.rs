//! Redaction: texts for errors and logs, without keys, headers and full phone numbers.

use crate::text::{Text, equal, length_until, split, starts_with};
use crate::wire::{Value, Wire};

/// The text that replaces a secret.
pub const REDACTED: Text<'static> = "•••".as_bytes();

/// The number of digits in a row that are taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// The number of bytes from which a part of a header's value is a secret. Shorter parts, such as
/// `Bearer`, may occur in any text.
pub const SHORTEST_SECRET: usize = 7;

/// The content type of every body: the only header value that isn't a secret.
pub const JSON: Text<'static> = b"application/json";

/// The secrets that a request carries. Servers and hosts repeat them in their error messages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Secrets {
    /// The key that the request carries.
    pub key: Value,
    /// The caller's headers.
    pub headers: Value,
    /// The phone number that the request is about.
    pub phone_number: Value,
}

/// The kind of a text that is redacted, which decides how phone numbers in it are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A sentence: every phone number in it is masked.
    Sentence,
    /// An identifier or a URL, whose digits are seldom a phone number: only the request's own
    /// number is replaced.
    Identifier,
}

/// The length of the secret that a text starts with; 0 where it doesn't start with one.
fn secret_length(wire: &Wire<'_, '_>, text: Text<'_>, secrets: &Secrets, kind: TextKind) -> usize {
    let length = part_length(text, wire.text(secrets.key));
    if length > 0 {
        return length;
    }
    let headers = secrets.headers;
    let mut pair = wire.first_pair(headers);
    while pair < wire.after(headers) {
        let name = wire.pair_name(headers, pair);
        let value = wire.text(wire.after(name));
        pair = wire.next_pair(headers, pair);
        let length = part_length(text, value);
        if length > 0 && !equal(value, JSON) && !wire.has_pair(headers, pair, wire.text(name)) {
            return length;
        }
    }
    if kind == TextKind::Sentence {
        return 0;
    }
    let (_, digits) = split(wire.text(secrets.phone_number), 1);
    part_length(text, digits)
}

/// The length of the part of a secret that a text starts with; 0 where there is none. Parts are
/// separated by whitespace.
fn part_length(text: Text<'_>, secret: Text<'_>) -> usize {
    let mut rest = secret;
    while !rest.is_empty() {
        let (part, after) = split(rest, length_until(rest, b" \t\n\x0c\r"));
        if part.len() >= SHORTEST_SECRET && starts_with(text, part) {
            return part.len();
        }
        rest = split(after, 1).1;
    }
    0
}

/// Writes a text with its secrets replaced. Returns whether there was one.
///
/// All but the first and the last three digits of a phone number are masked (`+1•••••••567`). A short
/// run of digits is masked whole where it follows a `+`, or separators after one, and written as it
/// is otherwise.
pub fn redact(wire: &mut Wire<'_, '_>, text: Text<'_>, secrets: &Secrets, kind: TextKind) -> bool {
    let (mut rest, mut found, mut follows_plus) = (text, false, false);
    // The number of digits of the run that `rest` is in, and how many of them are left.
    let (mut run, mut left) = (0_usize, 0_usize);
    while let Some((&byte, after)) = rest.split_first() {
        let secret = secret_length(wire, rest, secrets, kind);
        if secret > 0 {
            wire.bytes(REDACTED);
            found = true;
            rest = split(rest, secret).1;
            left = left.saturating_sub(secret);
            continue;
        }
        if left == 0 && kind == TextKind::Sentence {
            run = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            left = run;
        }
        let is_masked = if run >= SHORTEST_MASKED_RUN {
            left < run && left > 3
        } else {
            follows_plus && left > 0
        };
        if is_masked {
            wire.bytes("•".as_bytes());
        } else {
            wire.byte(byte);
        }
        if left > 0 {
            left = left.wrapping_sub(1);
        } else {
            // Spaces, dashes, dots and brackets, which are below the digits, may be inside a number.
            follows_plus = byte == b'+' || follows_plus && byte < b'0';
        }
        rest = after;
    }
    found
}

/// Writes a text with every phone number in it masked. The first and the last three digits are
/// shown, and none of a short number.
pub fn mask(wire: &mut Wire<'_, '_>, text: Text<'_>) {
    redact(wire, text, &Secrets::default(), TextKind::Sentence);
}
