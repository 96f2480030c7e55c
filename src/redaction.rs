//! What people may read: texts without keys and without full phone numbers.

use alloc::string::String;

/// What stands for a secret.
pub const REDACTED: &str = "•••";

/// A run of at least this many digits is taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// Masks every phone number in a text: the first and the last three digits stay (`+1•••••••567`), short numbers are
/// masked whole.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let mut masked = String::new();
    // Digits of the run up to here, and from here on.
    let mut done = 0_usize;
    let mut after_plus = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !c.is_ascii_digit() {
            after_plus = c == '+';
            done = 0;
            masked.push(c);
            continue;
        }
        // More needn't be known, and a server may send a megabyte of them.
        let next = rest.as_str().bytes().take(SHORTEST_MASKED_RUN);
        let left = next.take_while(u8::is_ascii_digit).count();
        let is_number = done.saturating_add(left) >= SHORTEST_MASKED_RUN - 1;
        let is_hidden = if is_number {
            done > 0 && left > 2
        } else {
            after_plus
        };
        masked.push(if is_hidden { '•' } else { c });
        done = done.saturating_add(1);
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
