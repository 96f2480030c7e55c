//! What people may read: texts without keys and without full phone numbers.

use alloc::string::String;

use crate::value::until;

/// What stands for a secret.
pub const REDACTED: &str = "•••";

/// A run of at least this many digits is taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// Masks every phone number in a text: the first and the last three digits stay (`+1•••••••567`), short numbers are
/// masked whole.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = until(rest, |byte| byte.is_ascii_digit());
        let run = rest.get(plain.len()..).unwrap_or_default();
        let run = until(run, |byte| !byte.is_ascii_digit());
        masked.push_str(plain);
        let is_number = run.len() >= SHORTEST_MASKED_RUN;
        for (index, digit) in run.char_indices() {
            let is_hidden = if is_number {
                index > 0 && index.saturating_add(3) < run.len()
            } else {
                plain.ends_with('+')
            };
            masked.push(if is_hidden { '•' } else { digit });
        }
        let done = plain.len().saturating_add(run.len());
        rest = rest.get(done..).unwrap_or_default();
    }
    masked
}

/// Words shorter than this, such as `Bearer`, are no secrets and may stand in any text.
const SHORTEST_SECRET: usize = 7;

/// The text without the words of `secrets`: servers and hosts send back what they were sent.
#[must_use]
pub fn redact(text: &str, secrets: &[&str]) -> String {
    let mut redacted = String::new();
    let mut rest = text;
    'text: while let Some(c) = rest.chars().next() {
        for secret in secrets {
            for word in secret.split_ascii_whitespace() {
                if word.len() >= SHORTEST_SECRET
                    && let Some(after) = rest.strip_prefix(word)
                {
                    redacted.push_str(REDACTED);
                    rest = after;
                    continue 'text;
                }
            }
        }
        redacted.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    redacted
}
