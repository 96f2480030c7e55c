//! The API key, and what the vendor's documentation leaves open.

use std::fmt;

/// An API key. `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ApiKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(•••)")
    }
}

/// The API key, and the assumptions where the vendor's documentation is silent.
#[derive(Clone, Debug)]
pub struct Config {
    /// The API key that is accepted.
    pub key: ApiKey,
    /// Writes per number in ten minutes; `None` is unlimited.
    pub write_budget: Option<u32>,
    /// Whether a write that a script responds to with a 5xx counts against the write budget.
    pub counts_scripted_5xx: bool,
    /// The code of the 404 for a missing card.
    pub missing_card_code: u32,
    /// The code of the 400 for a body without fields and for an empty string.
    pub empty_value_code: u32,
    /// Whether a body with an unknown field is refused with 400/1005. Otherwise the field is
    /// ignored.
    pub refuses_unknown_fields: bool,
}

impl Config {
    /// The default API key.
    pub const KEY: &str = "linq-emulator-key";
    /// The default code of the 404 for a missing card.
    pub const MISSING_CARD_CODE: u32 = 2012;
    /// The default code of the 400 for a body without fields and for an empty string.
    pub const EMPTY_VALUE_CODE: u32 = 1005;
}

impl Default for Config {
    fn default() -> Self {
        Self {
            key: ApiKey::from(Self::KEY),
            write_budget: Some(3),
            counts_scripted_5xx: true,
            missing_card_code: Self::MISSING_CARD_CODE,
            empty_value_code: Self::EMPTY_VALUE_CODE,
            refuses_unknown_fields: false,
        }
    }
}
