//! [`Secrets`]: texts that no error and no `Debug` output may contain.

use arbitrary::{Arbitrary, Result, Unstructured};
use serde_json::Value;

/// The length below which any text may contain a secret by chance.
const SHORTEST: usize = 7;

/// A key and a phone number that don't occur in the core's own texts, where an example would look
/// like a leak.
#[derive(Debug)]
pub struct Secrets {
    /// `sk-` and characters of bearer tokens, without any that `Debug` escapes or that separate
    /// parts of a URL.
    pub key: String,
    /// A number in E.164 form that starts with a 9.
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
    /// Returns the phone number without its `+`.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.phone_number[1..]
    }

    /// Returns secrets with the same key, and a phone number that isn't looked for.
    #[must_use]
    pub fn without_number(&self) -> Self {
        Self {
            key: self.key.clone(),
            phone_number: "+".to_owned(),
        }
    }

    /// Asserts that a text contains neither the key nor the phone number.
    ///
    /// # Panics
    /// Panics if it contains one of them.
    pub fn assert_not_in(&self, text: &str) {
        // The digits are part of the number with its plus.
        for secret in [&self.key, self.digits()] {
            assert!(
                secret.len() < SHORTEST || !text.contains(secret),
                "{secret} is in {text}"
            );
        }
    }

    /// Asserts that no text and no name of a JSON value contains the key or the phone number.
    ///
    /// # Panics
    /// Panics if one does.
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
