//! What people may read: texts without keys and without full phone numbers.

use crate::text::{Text, same, split, starts_with, until};
use crate::wire::{Value, Wire};

/// What is written in the place of a secret.
pub const REDACTED: Text<'static> = "•••".as_bytes();

/// A run of at least this many digits is taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// Words shorter than this, such as `Bearer`, are no secrets and may be part of any text.
const SHORTEST_SECRET: usize = 7;

/// The type of every body, as a header has it: the one header value that is no secret.
pub const JSON: Text<'static> = b"application/json";

/// What is sent with a request and must not be shown: servers and hosts repeat what they were sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Secrets {
    /// The key that the request carries.
    pub key: Value,
    /// The caller's headers.
    pub headers: Value,
    /// The number that the request is about.
    pub phone_number: Value,
}

/// How a text is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a sentence: every phone number in it is masked.
    Sentence,
    /// As an identifier, in which a run of digits is seldom a number: the request's own is hidden.
    Identifier,
}

/// The length of the secret that a text starts with; 0 where it starts with none.
fn secret_length(wire: &Wire<'_, '_>, text: Text<'_>, secrets: &Secrets, shown: Shown) -> usize {
    let length = word_length(text, wire.text(secrets.key));
    if length > 0 {
        return length;
    }
    let headers = secrets.headers;
    let mut pair = wire.first_pair(headers);
    while pair < wire.after(headers) {
        let name = wire.pair_name(headers, pair);
        let value = wire.text(wire.after(name));
        pair = wire.next_pair(headers, pair);
        let length = word_length(text, value);
        if length > 0 && !same(value, JSON) && !wire.has_pair(headers, pair, wire.text(name)) {
            return length;
        }
    }
    if shown == Shown::Sentence {
        return 0;
    }
    let (_, digits) = split(wire.text(secrets.phone_number), 1);
    word_length(text, digits)
}

/// The length of the word of a secret that a text starts with; 0 where there is none that is long enough.
fn word_length(text: Text<'_>, secret: Text<'_>) -> usize {
    let mut rest = secret;
    while !rest.is_empty() {
        let (word, after) = split(rest, until(rest, b" \t\n\x0c\r"));
        if word.len() >= SHORTEST_SECRET && starts_with(text, word) {
            return word.len();
        }
        rest = split(after, 1).1;
    }
    0
}

/// Writes a text without the secrets. Returns whether there was one.
pub fn redact(wire: &mut Wire<'_, '_>, text: Text<'_>, secrets: &Secrets, shown: Shown) -> bool {
    let (mut rest, mut found, mut follows_plus) = (text, false, false);
    while !rest.is_empty() {
        let (mut run, mut secret) = (0_usize, 0);
        while run < rest.len() {
            let ahead = split(rest, run).1;
            secret = secret_length(wire, ahead, secrets, shown);
            let is_digit = ahead.first().is_some_and(u8::is_ascii_digit);
            if secret > 0 || shown != Shown::Sentence || !is_digit {
                break;
            }
            run = run.wrapping_add(1);
        }
        let (digits, after) = split(rest, run);
        mask_run(wire, digits, follows_plus);
        rest = after;
        follows_plus = false;
        if secret > 0 {
            wire.raw(REDACTED);
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

/// Writes digits: those of a number with all but the first and the last three masked (`+1•••••••567`), those of a short
/// number masked, and any others as they are.
fn mask_run(wire: &mut Wire<'_, '_>, digits: Text<'_>, follows_plus: bool) {
    let mut left = digits.len();
    for &digit in digits {
        let is_masked = if digits.len() >= SHORTEST_MASKED_RUN {
            left < digits.len() && left > 3
        } else {
            follows_plus
        };
        if is_masked {
            wire.raw("•".as_bytes());
        } else {
            wire.byte(digit);
        }
        left = left.wrapping_sub(1);
    }
}

/// Writes a text with every phone number in it masked: the first and the last three digits stay, short numbers are masked
/// whole.
pub fn mask(wire: &mut Wire<'_, '_>, text: Text<'_>) {
    redact(wire, text, &Secrets::default(), Shown::Sentence);
}
