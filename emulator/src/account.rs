//! The account's cards and the writes to them, in SQLite. Every change is one transaction.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};

/// How long a write counts against the budget, in milliseconds.
const WINDOW: i64 = 10 * 60 * 1000;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS cards (
        phone_number TEXT PRIMARY KEY,
        first_name TEXT NOT NULL,
        last_name TEXT,
        image_url TEXT,
        status TEXT NOT NULL CHECK (status IN ('active', 'pending', 'inactive', 'foreign'))
    ) STRICT;
    CREATE TABLE IF NOT EXISTS writes (phone_number TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
";

/// Number, first name, last name, image and status of a card at the start. `pending`: writes are saved, but not applied to the device. `inactive`: there is no active
/// card, so an update is refused. `foreign`: a number of another account.
type Seed = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
);

const SEED: &[Seed] = &[
    (
        "+15551234567",
        "John",
        Some("Doe"),
        Some("https://cdn.linqapp.com/contact-card/example.jpg"),
        "active",
    ),
    ("+15551230001", "Ada", None, None, "active"),
    ("+15551230002", "Grace", Some("Hopper"), None, "pending"),
    ("+972545550003", "נועה", Some("לוי 🌻"), None, "active"),
    ("+15551230004", "Alan", Some("Turing"), None, "inactive"),
    ("+15559990000", "Somebody", Some("Else"), None, "foreign"),
];

/// A card and how it stands.
pub struct Card {
    pub phone_number: String,
    pub first_name: String,
    pub last_name: Option<String>,
    pub image_url: Option<String>,
    pub status: String,
}

impl Card {
    /// The card as Linq answers it.
    pub fn to_json(&self) -> Value {
        let mut card = json!({
            "phone_number": self.phone_number,
            "first_name": self.first_name,
            "is_active": self.status == "active",
        });
        for (name, value) in [
            ("last_name", &self.last_name),
            ("image_url", &self.image_url),
        ] {
            if let Some(value) = value {
                card[name] = json!(value);
            }
        }
        card
    }
}

/// The account.
pub struct Account(Connection);

type Result<T> = rusqlite::Result<T>;

impl Account {
    /// Opens the file, or an account in memory. An empty one gets the cards of the start.
    pub fn open(file: Option<&Path>) -> Result<Self> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(SCHEMA)?;
        let mut account = Self(connection);
        if account
            .0
            .query_row("SELECT count(*) FROM cards", [], |row| row.get::<_, i64>(0))?
            == 0
        {
            account.reset()?;
        }
        Ok(account)
    }

    /// Back to the cards of the start.
    pub fn reset(&mut self) -> Result<()> {
        self.change(|account| {
            account
                .0
                .execute_batch("DELETE FROM cards; DELETE FROM writes;")?;
            for (phone_number, first_name, last_name, image_url, status) in SEED {
                account.put(&Card {
                    phone_number: (*phone_number).to_owned(),
                    first_name: (*first_name).to_owned(),
                    last_name: last_name.map(str::to_owned),
                    image_url: image_url.map(str::to_owned),
                    status: (*status).to_owned(),
                })?;
            }
            Ok(())
        })
    }

    /// Makes a change that happens as a whole or not at all.
    pub fn change<T>(&mut self, change: impl FnOnce(&Change<'_>) -> Result<T>) -> Result<T> {
        let change_of = Change(self.0.transaction()?);
        let done = change(&change_of)?;
        change_of.0.commit()?;
        Ok(done)
    }
}

/// A change under way.
pub struct Change<'a>(Transaction<'a>);

impl Change<'_> {
    /// The card of a number.
    pub fn card(&self, phone_number: &str) -> Result<Option<Card>> {
        let select = "SELECT phone_number, first_name, last_name, image_url, status FROM cards WHERE phone_number = ?1";
        self.0
            .query_row(select, [phone_number], read_card)
            .optional()
    }

    /// The account's own cards, in the order of their numbers.
    pub fn cards(&self) -> Result<Vec<Card>> {
        let select = "SELECT phone_number, first_name, last_name, image_url, status FROM cards
                      WHERE status <> 'foreign' ORDER BY phone_number";
        self.0.prepare(select)?.query_map([], read_card)?.collect()
    }

    /// Stores a card.
    pub fn put(&self, card: &Card) -> Result<()> {
        let insert =
            "INSERT OR REPLACE INTO cards (phone_number, first_name, last_name, image_url, status)
                      VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = params![
            card.phone_number,
            card.first_name,
            card.last_name,
            card.image_url,
            card.status
        ];
        self.0.execute(insert, values).map(drop)
    }

    /// Notes a write that counts.
    pub fn count_write(&self, phone_number: &str, now: i64) -> Result<()> {
        self.0
            .execute("DELETE FROM writes WHERE at <= ?1", [now - WINDOW])?;
        let insert = "INSERT INTO writes (phone_number, at) VALUES (?1, ?2)";
        self.0.execute(insert, params![phone_number, now]).map(drop)
    }

    /// Milliseconds until the next write fits into a budget of `limit`; 0 when it does now.
    pub fn wait(&self, phone_number: &str, limit: u32, now: i64) -> Result<i64> {
        let select = "SELECT at FROM writes WHERE phone_number = ?1 AND at > ?2 ORDER BY at DESC LIMIT 1 OFFSET ?3";
        if limit == 0 {
            return Ok(WINDOW);
        }
        let values = params![phone_number, now - WINDOW, limit - 1];
        let blocking: Option<i64> = self
            .0
            .query_row(select, values, |row| row.get(0))
            .optional()?;
        Ok(blocking.map_or(0, |at| at + WINDOW - now))
    }
}

fn read_card(row: &rusqlite::Row<'_>) -> Result<Card> {
    Ok(Card {
        phone_number: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        image_url: row.get(3)?,
        status: row.get(4)?,
    })
}
