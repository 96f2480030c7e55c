//! The endpoint: the outcome of a request, and the change that it makes.

use serde_json::{Value, json};

use crate::account::{Account, Card, CardStatus, Change, Millis};
use crate::config::{ApiKey, Config};
use crate::fields::Fields;
use crate::query;
use crate::response::ApiError;

/// The longest body of a request, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A request at the endpoint.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The HTTP method, in upper case.
    pub method: &'a str,
    /// The path and the query, as they were received.
    pub target: &'a str,
    /// The headers, their names in lower case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; `None` when it couldn't be read, because it is longer than [`MAX_BODY_BYTES`].
    pub body: Option<&'a [u8]>,
    /// Whether the request must have the API key. One that a page sends to its gateway has none, as
    /// the gateway adds it.
    pub needs_key: bool,
}

impl Request<'_> {
    /// Checks that the request has this API key, or none where it needs none.
    pub(crate) fn check_key(&self, key: &ApiKey) -> Result<(), ApiError> {
        let mut headers = self.headers.iter();
        let authorization = headers.find(|(name, _)| *name == "authorization");
        let is_authorized = authorization.map_or(!self.needs_key, |(_, value)| {
            value.strip_prefix("Bearer ") == Some(key.expose())
        });
        if is_authorized {
            Ok(())
        } else {
            Err(ApiError::documented(401))
        }
    }
}

impl std::fmt::Debug for Request<'_> {
    /// Shows only the method: the rest has the key and the number.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The body of a successful response, and the change that the request makes.
pub(crate) struct Accepted {
    pub body: Value,
    pub change: Option<Change>,
}

impl Accepted {
    fn unchanged(body: Value) -> Self {
        Self { body, change: None }
    }
}

/// What the outcome of a request depends on. It is only read: the change is part of the outcome.
pub(crate) struct Endpoint<'a> {
    pub config: &'a Config,
    pub account: &'a Account,
    /// Writes per number in ten minutes; `None` is unlimited.
    pub write_budget: Option<u32>,
    pub now: Millis,
}

impl Endpoint<'_> {
    /// Returns the outcome of a request that has the API key.
    pub(crate) fn respond(&self, request: &Request<'_>) -> Result<Accepted, ApiError> {
        let Some(body) = request.body else {
            return Err(ApiError::new(400, 1003, "Request body is too large"));
        };
        let phone_number = query::phone_number(request.target);
        match request.method {
            "GET" => self.retrieve(phone_number.as_deref()),
            "PATCH" => self.update(phone_number.as_deref(), body),
            "POST" => self.create(body),
            _ => Err(ApiError::new(405, 1003, "Method not allowed")),
        }
    }

    /// The card of a number, or all cards.
    fn retrieve(&self, phone_number: Option<&str>) -> Result<Accepted, ApiError> {
        let cards: Vec<Value> = match phone_number {
            Some(phone_number) => {
                let card = self.own_card(phone_number)?;
                card.iter().map(|card| card.to_json()).collect()
            }
            None => self
                .account
                .cards()
                .filter(|card| card.status != CardStatus::Foreign)
                .map(Card::to_json)
                .collect(),
        };
        Ok(Accepted::unchanged(json!({ "contact_cards": cards })))
    }

    /// Changes the fields of an active card.
    fn update(&self, phone_number: Option<&str>, body: &[u8]) -> Result<Accepted, ApiError> {
        let Some(phone_number) = phone_number else {
            let message = "Missing required field: phone_number";
            return Err(ApiError::new(400, 1001, message));
        };
        let card = self.own_card(phone_number)?;
        let fields = Fields::read(body, &[], self.config)?;
        if fields.is_empty() {
            let code = self.config.empty_value_code;
            return Err(ApiError::new(400, code, "At least one field is required"));
        }
        self.check_write_budget(phone_number)?;
        match card {
            Some(card) if card.status != CardStatus::Inactive => {
                Ok(self.accept(fields.merge_into(card.clone())))
            }
            _ => {
                let message = "No active contact card found for this phone number";
                Err(ApiError::new(404, self.config.missing_card_code, message))
            }
        }
    }

    /// Makes a card for a number that has no active one.
    fn create(&self, body: &[u8]) -> Result<Accepted, ApiError> {
        let fields = Fields::read(body, &["phone_number", "first_name"], self.config)?;
        let phone_number = fields.phone_number.clone().unwrap_or_default();
        let existing = self.own_card(&phone_number)?;
        self.check_write_budget(&phone_number)?;
        if existing.is_some_and(|card| card.status != CardStatus::Inactive) {
            return Err(ApiError::documented(409));
        }
        Ok(self.accept(fields.merge_into(Card {
            phone_number,
            first_name: String::new(),
            last_name: None,
            image_url: None,
            status: CardStatus::Active,
        })))
    }

    /// The card of a number, which must be well-formed and not another account's.
    fn own_card(&self, phone_number: &str) -> Result<Option<&Card>, ApiError> {
        if !is_e164(phone_number) {
            return Err(ApiError::documented(400));
        }
        match self.account.card(phone_number) {
            Some(card) if card.status == CardStatus::Foreign => Err(ApiError::documented(403)),
            card => Ok(card),
        }
    }

    fn check_write_budget(&self, phone_number: &str) -> Result<(), ApiError> {
        let wait = self
            .write_budget
            .map_or(0, |limit| self.account.wait(phone_number, limit, self.now));
        match wait {
            0 => Ok(()),
            // Rounded up, so that a retry after so many seconds isn't too early.
            wait => Err(ApiError::rate_limited((wait + 999) / 1000)),
        }
    }

    /// The outcome of a write that stores a card.
    fn accept(&self, card: Card) -> Accepted {
        Accepted {
            body: card.to_json(),
            change: Some(Change {
                phone_number: card.phone_number.clone(),
                at: self.now,
                card: Some(card),
            }),
        }
    }
}

/// Whether a text matches `^\+[1-9][0-9]{1,14}$`.
#[must_use]
pub fn is_e164(text: &str) -> bool {
    match text.as_bytes() {
        [b'+', b'1'..=b'9', rest @ ..] => {
            (1..=14).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_e164;

    #[test]
    fn recognizes_e164_numbers() {
        for number in ["+15551234567", "+12", "+123456789012345"] {
            assert!(is_e164(number), "{number}");
        }
        for text in [
            "",
            "+",
            "+1",
            "+0123",
            "15551234567",
            "+1234567890123456",
            "+1 555",
            "+1555\n",
            "+１２３",
        ] {
            assert!(!is_e164(text), "{text}");
        }
    }
}
