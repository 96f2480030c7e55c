//! The endpoint's rules: a request in, an answer out. Source: the reference page and the vendor's other texts.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value, json};

use crate::account::{Account, Card, Change};
use crate::answer::Answer;
use crate::config::{Config, UnknownFields};

/// A request at the endpoint.
pub struct Request<'a> {
    pub method: &'a Method,
    pub query: Option<&'a str>,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// What the rules depend on.
pub struct Rules<'a> {
    pub config: &'a Config,
    pub budget: Option<u32>,
    /// Milliseconds since 1970.
    pub now: i64,
}

type Outcome = Result<Answer, Answer>;

impl Rules<'_> {
    /// Answers a request.
    pub fn answer(&self, request: &Request<'_>, account: &mut Account) -> Answer {
        let answered = account.change(|account| {
            Ok(self
                .decide(request, account)
                .unwrap_or_else(|refused| refused))
        });
        answered.unwrap_or_else(|_| Answer::documented(500))
    }

    fn decide(&self, request: &Request<'_>, account: &Change<'_>) -> Outcome {
        self.check_key(request.headers)?;
        let phone_number = query_number(request.query);
        match *request.method {
            Method::GET => {
                let Some(phone_number) = phone_number else {
                    return list(account.cards());
                };
                let card = self.own_card(&phone_number, account)?;
                list(Ok(card.into_iter().collect()))
            }
            Method::PATCH => {
                let phone_number = phone_number.ok_or_else(|| {
                    Answer::error(400, 1001, "Missing required field: phone_number")
                })?;
                let card = self.own_card(&phone_number, account)?;
                let fields = self.fields(request.body, &[])?;
                if fields.is_empty() {
                    return Err(Answer::error(
                        400,
                        self.config.empty_value,
                        "At least one field is required",
                    ));
                }
                self.check_budget(&phone_number, account)?;
                let card = card
                    .filter(|card| card.status != "inactive")
                    .ok_or_else(|| {
                        let message = "No active contact card found for this phone number";
                        Answer::error(404, self.config.missing_card, message)
                    })?;
                self.store(merge(card, &fields), account)
            }
            Method::POST => {
                let fields = self.fields(request.body, &["phone_number", "first_name"])?;
                let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
                let phone_number = text("phone_number").unwrap_or_default();
                let existing = self.own_card(&phone_number, account)?;
                self.check_budget(&phone_number, account)?;
                if existing.is_some_and(|card| card.status != "inactive") {
                    return Err(Answer::documented(409));
                }
                let card = Card {
                    phone_number,
                    first_name: text("first_name").unwrap_or_default(),
                    last_name: None,
                    image_url: None,
                    status: "active".to_owned(),
                };
                self.store(merge(card, &fields), account)
            }
            _ => Err(Answer::error(405, 1003, "Method not allowed")),
        }
    }

    fn check_key(&self, headers: &HeaderMap) -> Result<(), Answer> {
        let sent = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let key = sent.and_then(|value| value.strip_prefix("Bearer "));
        if key == Some(&self.config.key) {
            Ok(())
        } else {
            Err(Answer::documented(401))
        }
    }

    /// The card of a number that must be well-formed and the account's own.
    fn own_card(&self, phone_number: &str, account: &Change<'_>) -> Result<Option<Card>, Answer> {
        if !is_e164(phone_number) {
            return Err(Answer::documented(400));
        }
        let card = account
            .card(phone_number)
            .map_err(|_| Answer::documented(500))?;
        if card.as_ref().is_some_and(|card| card.status == "foreign") {
            return Err(Answer::documented(403));
        }
        Ok(card)
    }

    fn fields(&self, body: &[u8], required: &[&str]) -> Result<Map<String, Value>, Answer> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return Err(Answer::error(400, 1003, "Invalid request body"));
        };
        for name in required {
            if !fields.contains_key(*name) {
                return Err(Answer::error(
                    400,
                    1001,
                    &format!("Missing required field: {name}"),
                ));
            }
        }
        for (name, value) in &fields {
            let is_known = matches!(
                name.as_str(),
                "phone_number" | "first_name" | "last_name" | "image_url"
            );
            if !is_known {
                if self.config.unknown_fields == UnknownFields::Refused {
                    return Err(Answer::error(400, 1005, "Unknown field"));
                }
                continue;
            }
            match value {
                // Observed in the wild.
                Value::Null => return Err(Answer::documented(500)),
                Value::String(text) if text.is_empty() => {
                    return Err(Answer::error(
                        400,
                        self.config.empty_value,
                        &format!("Invalid value: {name}"),
                    ));
                }
                Value::String(text) if name == "image_url" && !is_public_https(text) => {
                    return Err(Answer::error(
                        400,
                        1005,
                        "image_url must be a publicly reachable HTTPS URL",
                    ));
                }
                Value::String(_) => {}
                _ => return Err(Answer::error(400, 1005, &format!("Invalid value: {name}"))),
            }
        }
        let editable = |name: &String| {
            ["first_name", "last_name", "image_url", "phone_number"].contains(&name.as_str())
        };
        Ok(fields
            .into_iter()
            .filter(|(name, _)| editable(name))
            .collect())
    }

    fn check_budget(&self, phone_number: &str, account: &Change<'_>) -> Result<(), Answer> {
        let Some(limit) = self.budget else {
            return Ok(());
        };
        let wait = account
            .wait(phone_number, limit, self.now)
            .map_err(|_| Answer::documented(500))?;
        if wait == 0 {
            return Ok(());
        }
        Err(Answer::rate_limited(
            u64::try_from(wait).unwrap_or_default().div_ceil(1000),
        ))
    }

    fn store(&self, card: Card, account: &Change<'_>) -> Outcome {
        let stored = account
            .put(&card)
            .and_then(|()| account.count_write(&card.phone_number, self.now));
        stored.map_err(|_| Answer::documented(500))?;
        Ok(Answer::ok(card.to_json()))
    }
}

/// Omitted fields keep their value.
fn merge(mut card: Card, fields: &Map<String, Value>) -> Card {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    card.first_name = text("first_name").unwrap_or(card.first_name);
    card.last_name = text("last_name").or(card.last_name);
    card.image_url = text("image_url")
        .map(|url| copied_image(&url))
        .or(card.image_url);
    card
}

/// Linq copies the image and answers with its own URL. One that is its own already stays, as in the reference page.
fn copied_image(url: &str) -> String {
    if url.starts_with("https://cdn.linqapp.com/") {
        return url.to_owned();
    }
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    format!(
        "https://cdn.linqapp.com/contact-card/{:016x}.jpg",
        hasher.finish()
    )
}

fn list(cards: rusqlite::Result<Vec<Card>>) -> Outcome {
    let cards = cards.map_err(|_| Answer::documented(500))?;
    let cards: Vec<_> = cards.iter().map(Card::to_json).collect();
    Ok(Answer::ok(json!({ "contact_cards": cards })))
}

/// `phone_number` of a query, decoded as forms are: a bare `+` is a space.
pub fn query_number(query: Option<&str>) -> Option<String> {
    let pairs = query?
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .filter(|(name, _)| *name == "phone_number")
        .map(|(_, value)| decode(value))
        .next()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (hex(rest.next()), hex(rest.next())) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                _ => b'?',
            },
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `^\+[1-9][0-9]{1,14}$`
fn is_e164(text: &str) -> bool {
    match text.as_bytes() {
        [b'+', b'1'..=b'9', rest @ ..] => {
            (1..=14).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

fn is_public_https(url: &str) -> bool {
    let uri: Option<axum::http::Uri> = url.parse().ok();
    uri.is_some_and(|uri| {
        uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| host.contains('.'))
    })
}
