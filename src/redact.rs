//! Redaction: texts for errors and logs, without keys, headers and full phone numbers.

use crate::text::{Text, equal, length_until, split, starts_with};
use crate::wire::{Value, Wire};

/// The text that replaces a secret.
pub const REDACTED: Text<'static> = "•••".as_bytes();

/// The number of digits in a row that are taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// The number of bytes from which a part of a header's value is a secret. Shorter parts, such as
/// `Bearer`, may occur in any text.
const SHORTEST_SECRET: usize = 7;

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
pub fn redact(wire: &mut Wire<'_, '_>, text: Text<'_>, secrets: &Secrets, kind: TextKind) -> bool {
    let (mut rest, mut found, mut follows_plus) = (text, false, false);
    while !rest.is_empty() {
        // The digits in front of the next secret, or of the next byte that isn't a digit.
        let (mut run, mut secret) = (0_usize, 0);
        while run < rest.len() {
            let ahead = split(rest, run).1;
            secret = secret_length(wire, ahead, secrets, kind);
            let is_digit = ahead.first().is_some_and(u8::is_ascii_digit);
            if secret > 0 || kind != TextKind::Sentence || !is_digit {
                break;
            }
            run = run.wrapping_add(1);
        }
        let (digits, after) = split(rest, run);
        mask_run(wire, digits, follows_plus);
        rest = after;
        follows_plus = false;
        if secret > 0 {
            wire.bytes(REDACTED);
            found = true;
            rest = split(rest, secret).1;
        } else if let Some((&byte, after)) = rest.split_first() {
            wire.byte(byte);
            follows_plus = byte == b'+';
            rest = after;
        }
    }
    found
}

/// Writes a run of digits. All but the first and the last three digits of a phone number are masked
/// (`+1•••••••567`). A short run is masked whole where it follows a `+`, and written as it is
/// otherwise.
fn mask_run(wire: &mut Wire<'_, '_>, digits: Text<'_>, follows_plus: bool) {
    let mut left = digits.len();
    for &digit in digits {
        let is_masked = if digits.len() >= SHORTEST_MASKED_RUN {
            left < digits.len() && left > 3
        } else {
            follows_plus
        };
        if is_masked {
            wire.bytes("•".as_bytes());
        } else {
            wire.byte(digit);
        }
        left = left.wrapping_sub(1);
    }
}

/// Writes a text with every phone number in it masked. The first and the last three digits are
/// shown, and none of a short number.
pub fn mask(wire: &mut Wire<'_, '_>, text: Text<'_>) {
    redact(wire, text, &Secrets::default(), TextKind::Sentence);
}
