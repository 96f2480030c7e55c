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
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some((head, tail)) = rest.split_at_checked(run.max(c.len_utf8())) else {
            break;
        };
        if run >= SHORTEST_MASKED_RUN {
            for (index, digit) in head.chars().enumerate() {
                let shown = index == 0 || index.saturating_add(3) >= run;
                masked.push(if shown { digit } else { '•' });
            }
        } else if run > 0 && masked.ends_with('+') {
            masked.extend(head.chars().map(|_| '•'));
        } else {
            masked.push_str(head);
        }
        rest = tail;
    }
    masked
}

/// The text with every occurrence of a secret replaced: servers send back what they were sent.
#[must_use]
pub fn replace(text: &str, secret: &str, stand_in: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix(secret) {
            Some(after) if !secret.is_empty() => {
                replaced.push_str(stand_in);
                rest = after;
            }
            _ => {
                replaced.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    replaced
}

/// Values shorter than this are no secrets but words such as `Bearer`, which may stand in any text.
const SHORTEST_SECRET: usize = 8;

/// The secrets of one call.
#[derive(Default)]
pub struct Secrets(Vec<(String, String)>);

impl Secrets {
    /// Adds the words of a header's value.
    pub fn add_header(&mut self, value: &str) {
        let words = value.split_ascii_whitespace();
        let secrets = words.filter(|word| word.len() >= SHORTEST_SECRET);
        self.0
            .extend(secrets.map(|word| (word.to_owned(), REDACTED.to_owned())));
    }

    /// Adds a phone number: it stays recognisable.
    pub fn add_number(&mut self, digits: &str) {
        self.0.push((digits.to_owned(), mask_numbers(digits)));
    }

    /// Whether a text holds one of the secrets.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.0
            .iter()
            .any(|(secret, _)| text.contains(secret.as_str()))
    }

    /// The text without the secrets.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        self.0
            .iter()
            .fold(text.to_owned(), |text, (secret, stand_in)| {
                replace(&text, secret, stand_in)
            })
    }
}
