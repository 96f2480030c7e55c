//! [`Secrets`]: what no error and no `Debug` may hold.

use arbitrary::{Arbitrary, Result, Unstructured};
use serde_json::Value;

/// Words shorter than this may be part of any text by chance.
const SHORTEST: usize = 7;

/// A key and a number that none of the core's own texts holds: an example of theirs would look like a leak.
#[derive(Debug)]
pub struct Secrets {
    /// `sk-` and what bearer tokens are made of; nothing that `Debug` escapes or that parts a URL.
    pub key: String,
    /// E.164, beginning with a 9.
    pub phone_number: String,
}

impl<'a> Arbitrary<'a> for Secrets {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const TOKEN: &[u8] = b"ABCXYZabcxyz0123456789-._~+=";
        let mut key = "sk-".to_owned();
        for _ in 0..u.int_in_range(0..=24)? {
            key.push((*u.choose(TOKEN)?).into());
        }
        let mut phone_number = "+9".to_owned();
        for _ in 0..u.int_in_range(1..=14)? {
            phone_number.push(u.int_in_range(b'0'..=b'9')?.into());
        }
        Ok(Self { key, phone_number })
    }
}

impl Secrets {
    /// The number without its `+`.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.phone_number[1..]
    }

    /// The key alone.
    #[must_use]
    pub fn without_number(&self) -> Self {
        Self {
            key: self.key.clone(),
            phone_number: "+".to_owned(),
        }
    }

    /// Checks a text that a person may read.
    ///
    /// # Panics
    /// Where it holds the key or the number.
    pub fn assert_not_in(&self, text: &str) {
        // The number with its plus holds the digits too.
        for secret in [&self.key, self.digits()] {
            assert!(
                secret.len() < SHORTEST || !text.contains(secret),
                "{secret} is in {text}"
            );
        }
    }

    /// Checks every text of what a caller gets.
    ///
    /// # Panics
    /// As [`Secrets::assert_not_in`].
    pub fn assert_not_in_json(&self, json: &Value) {
        match json {
            Value::String(text) => self.assert_not_in(text),
            Value::Array(items) => items.iter().for_each(|item| self.assert_not_in_json(item)),
            Value::Object(members) => {
                for (name, member) in members {
                    self.assert_not_in(name);
                    self.assert_not_in_json(member);
                }
            }
            _ => {}
        }
    }
}
