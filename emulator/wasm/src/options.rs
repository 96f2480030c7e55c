//! The options of an emulator in JavaScript.

use std::collections::BTreeSet;

use emulator_rules::{Account, ApiKey, Card, CardStatus, Config, is_e164};
use serde::Deserialize;

/// The options. Those that are absent are the rules' own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    api_key: String,
    budget: Option<u32>,
    also_counts: AlsoCounts,
    missing_card: u32,
    empty_value: u32,
    unknown_fields: UnknownFields,
    cards: Option<Vec<CardOption>>,
}

/// What counts against the write budget in addition to successful writes.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum AlsoCounts {
    #[serde(rename = "scripted_5xx")]
    Scripted5xx,
    Nothing,
}

/// What happens to fields that the reference page doesn't have.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum UnknownFields {
    Ignored,
    Refused,
}

/// A card of the account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardOption {
    phone_number: String,
    first_name: String,
    last_name: Option<String>,
    image_url: Option<String>,
    is_active: Option<bool>,
    status: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        let config = Config::default();
        Self {
            api_key: config.key.expose().to_owned(),
            budget: config.write_budget,
            also_counts: match config.counts_scripted_5xx {
                true => AlsoCounts::Scripted5xx,
                false => AlsoCounts::Nothing,
            },
            missing_card: config.missing_card_code,
            empty_value: config.empty_value_code,
            unknown_fields: match config.refuses_unknown_fields {
                true => UnknownFields::Refused,
                false => UnknownFields::Ignored,
            },
            cards: None,
        }
    }
}

impl Options {
    /// The configuration of the rules.
    pub fn config(&self) -> Config {
        Config {
            key: ApiKey::from(self.api_key.as_str()),
            write_budget: self.budget,
            counts_scripted_5xx: self.also_counts == AlsoCounts::Scripted5xx,
            missing_card_code: self.missing_card,
            empty_value_code: self.empty_value,
            refuses_unknown_fields: self.unknown_fields == UnknownFields::Refused,
        }
    }

    /// The account, which is the rules' own without cards.
    pub fn account(&self) -> Result<Account, String> {
        let Some(cards) = &self.cards else {
            return Ok(Account::default());
        };
        let cards = cards.iter().enumerate();
        let cards: Vec<_> = cards
            .map(|(index, card)| {
                card.read()
                    .map_err(|problem| format!("cards[{index}].{problem}"))
            })
            .collect::<Result<_, _>>()?;
        let mut numbers = BTreeSet::new();
        for (index, card) in cards.iter().enumerate() {
            if !numbers.insert(&card.phone_number) {
                return Err(format!(
                    "cards[{index}].phone_number must be of one card alone"
                ));
            }
        }
        Ok(Account::new(cards, []))
    }
}

impl CardOption {
    /// The card. An error starts with the name of the field.
    fn read(&self) -> Result<Card, &'static str> {
        if !is_e164(&self.phone_number) {
            return Err("phone_number must be in E.164 format, such as +15551234567");
        }
        let status = match (self.status.as_deref(), self.is_active) {
            (Some(name), None) => CardStatus::ALL
                .into_iter()
                .find(|status| status.name() == name)
                .ok_or("status must be active, pending, inactive or foreign")?,
            (Some(_), Some(_)) => return Err("status must be absent next to is_active"),
            (None, Some(false)) => CardStatus::Pending,
            (None, _) => CardStatus::Active,
        };
        Ok(Card {
            phone_number: self.phone_number.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            image_url: self.image_url.clone(),
            status,
        })
    }
}
