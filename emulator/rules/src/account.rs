//! The account: its cards, and the writes that count against the write budget.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A time in milliseconds since 1970.
pub type Millis = i64;

/// How long a write counts against the write budget, in milliseconds.
pub const WRITE_WINDOW: Millis = 10 * 60 * 1000;

/// A contact card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The phone number in E.164 form, which identifies the card.
    pub phone_number: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: Option<String>,
    /// The URL of Linq's copy of the image.
    pub image_url: Option<String>,
    /// Whether requests can see and change the card.
    pub status: CardStatus,
}

/// The status of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStatus {
    /// The card is shown to recipients.
    Active,
    /// The card is saved but not yet shown to recipients: its `is_active` is `false`.
    Pending,
    /// The number has no active card: an update is refused, and a create replaces the card.
    Inactive,
    /// The number belongs to another account: every request for it is refused.
    Foreign,
}

impl CardStatus {
    /// All statuses.
    pub const ALL: [Self; 4] = [Self::Active, Self::Pending, Self::Inactive, Self::Foreign];

    /// The name under which a card is persisted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Inactive => "inactive",
            Self::Foreign => "foreign",
        }
    }
}

impl Card {
    /// The card as a response's JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut card = json!({
            "phone_number": self.phone_number,
            "first_name": self.first_name,
            "is_active": self.status == CardStatus::Active,
        });
        let optional = [
            ("last_name", &self.last_name),
            ("image_url", &self.image_url),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                card[name] = json!(value);
            }
        }
        card
    }
}

/// A change of the account: a write that counts against the write budget of a number, and the card
/// that it stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number whose write budget is charged.
    pub phone_number: String,
    /// When the write was made.
    pub at: Millis,
    /// The card that is stored; `None` for a write that counts although it stored nothing.
    pub card: Option<Card>,
}

/// The cards and the recent writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    cards: BTreeMap<String, Card>,
    /// The times of each number's writes, in ascending order.
    writes: BTreeMap<String, Vec<Millis>>,
}

impl Default for Account {
    /// The account that the emulator starts with: a card of each status, one without a last name,
    /// and one that is written from right to left.
    fn default() -> Self {
        let card = |phone_number: &str, first_name: &str, last_name: Option<&str>, status| Card {
            phone_number: phone_number.to_owned(),
            first_name: first_name.to_owned(),
            last_name: last_name.map(str::to_owned),
            image_url: None,
            status,
        };
        let mut john = card("+15551234567", "John", Some("Doe"), CardStatus::Active);
        john.image_url = Some("https://cdn.linqapp.com/contact-card/example.jpg".to_owned());
        let cards = [
            john,
            card("+15551230001", "Ada", None, CardStatus::Active),
            card("+15551230002", "Grace", Some("Hopper"), CardStatus::Pending),
            card("+972545550003", "נועה", Some("לוי 🌻"), CardStatus::Active),
            card("+15551230004", "Alan", Some("Turing"), CardStatus::Inactive),
            card(
                "+15559990000",
                "Another",
                Some("Account"),
                CardStatus::Foreign,
            ),
        ];
        Self::new(cards, [])
    }
}

impl Account {
    /// An account with these cards and writes. A write is a phone number and a time.
    pub fn new(
        cards: impl IntoIterator<Item = Card>,
        writes: impl IntoIterator<Item = (String, Millis)>,
    ) -> Self {
        let cards = cards.into_iter();
        let mut account = Self {
            cards: cards
                .map(|card| (card.phone_number.clone(), card))
                .collect(),
            writes: BTreeMap::new(),
        };
        for (phone_number, at) in writes {
            account.count_write(phone_number, at);
        }
        account
    }

    /// The card of a number.
    #[must_use]
    pub fn card(&self, phone_number: &str) -> Option<&Card> {
        self.cards.get(phone_number)
    }

    /// All cards in the order of their numbers, with those of other accounts.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.values()
    }

    /// Makes a change.
    pub fn apply(&mut self, change: Change) {
        if let Some(card) = change.card {
            self.cards.insert(card.phone_number.clone(), card);
        }
        self.count_write(change.phone_number, change.at);
    }

    fn count_write(&mut self, phone_number: String, at: Millis) {
        let writes = self.writes.entry(phone_number).or_default();
        writes.retain(|write| *write > at - WRITE_WINDOW);
        let index = writes.partition_point(|write| *write <= at);
        writes.insert(index, at);
    }

    /// Milliseconds until a number's next write is within a write budget of `limit`; 0 when it is
    /// now.
    pub(crate) fn wait(&self, phone_number: &str, limit: u32, now: Millis) -> Millis {
        if limit == 0 {
            return WRITE_WINDOW;
        }
        let writes = self.writes.get(phone_number).map_or(&[][..], Vec::as_slice);
        let counted = &writes[writes.partition_point(|write| *write <= now - WRITE_WINDOW)..];
        let blocking = counted.iter().rev().nth(limit as usize - 1);
        blocking.map_or(0, |write| write + WRITE_WINDOW - now)
    }
}

#[cfg(test)]
mod tests {
    use super::CardStatus;

    #[test]
    fn statuses_have_the_names_under_which_they_are_persisted() {
        let names = CardStatus::ALL.map(CardStatus::name);
        assert_eq!(names, ["active", "pending", "inactive", "foreign"]);
    }
}
