//! What people may read: texts without keys and without full phone numbers.

/// What stands for a secret.
pub const REDACTED: &str = "•••";

/// A run of at least this many digits is taken for a phone number, with or without a `+`.
const SHORTEST_MASKED_RUN: usize = 7;

/// Masks every phone number in a text: the first and the last three digits stay (`+1•••••••567`), short numbers are
/// masked whole.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run = 0_usize;
    let mut rest = text.chars();
    let mut after_plus = false;
    while let Some(c) = rest.next() {
        if !c.is_ascii_digit() {
            masked.push(c);
            after_plus = c == '+';
            run = 0;
            continue;
        }
        run = run.saturating_add(1);
        let left = rest.as_str().bytes().take_while(u8::is_ascii_digit).count();
        let is_number = run.saturating_add(left) >= SHORTEST_MASKED_RUN;
        let is_hidden = if is_number {
            run > 1 && left >= 3
        } else {
            after_plus
        };
        masked.push(if is_hidden { '•' } else { c });
    }
    masked
}

/// The secrets of one call: header values' words and the number's digits.
#[derive(Default)]
pub struct Secrets(Vec<String>);

/// Words shorter than this, such as `Bearer`, are no secrets and may stand in any text.
const SHORTEST_SECRET: usize = 8;

impl Secrets {
    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        for word in text.split(' ') {
            if word.len() >= SHORTEST_SECRET {
                self.0.push(word.to_owned());
            }
        }
    }

    /// The text without the secrets: servers and hosts send back what they were sent.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = text.chars();
        loop {
            let secret = self
                .0
                .iter()
                .find(|secret| rest.as_str().starts_with(secret.as_str()));
            if let Some(secret) = secret {
                redacted.push_str(REDACTED);
                rest = rest
                    .as_str()
                    .get(secret.len()..)
                    .unwrap_or_default()
                    .chars();
            } else if let Some(c) = rest.next() {
                redacted.push(c);
            } else {
                return redacted;
            }
        }
    }
}
