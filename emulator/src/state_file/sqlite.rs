//! The account in SQLite. The account in memory is the one that the rules work on: the file is read
//! once, at the start, and each change is saved in one transaction before it takes effect.

use std::path::{Path, PathBuf};
use std::time::Duration;

use emulator_rules::{Account, Card, CardStatus, Change, Millis, WRITE_WINDOW};
use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, Result, Row, Transaction, params};

/// Locks the file for as long as it is open: another emulator would overwrite what it doesn't know
/// of. The lock is taken by a transaction, before the locking mode is set: in the other order, each
/// of two emulators that start at the same time could prevent the other from locking the file.
const SETUP: &str = "
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = FULL;
    BEGIN EXCLUSIVE;
    PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE IF NOT EXISTS cards (
        phone_number TEXT PRIMARY KEY,
        first_name TEXT NOT NULL,
        last_name TEXT,
        image_url TEXT,
        status TEXT NOT NULL CHECK (status IN ('active', 'pending', 'inactive', 'foreign'))
    ) STRICT;
    CREATE TABLE IF NOT EXISTS writes (phone_number TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    COMMIT;
";

/// How long to wait for another process that uses the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// Why a state file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum StateFileError {
    /// Another process uses the file.
    #[error(
        "the state file {} is in use by another program, such as an emulator: end that, or name another file with --state",
        .file.display()
    )]
    InUse {
        /// The file.
        file: PathBuf,
    },
    /// The file can't be opened or read.
    #[error("the state file {} can't be used: {source}. Name another file with --state", .file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: rusqlite::Error,
    },
    /// A change can't be saved.
    #[error("the state file can't be written: {0}")]
    Save(#[from] rusqlite::Error),
}

/// An open state file.
pub struct StateFile(Connection);

impl StateFile {
    /// Opens a file, and makes it where there is none. Returns it with the account that it stores.
    pub fn open(file: &Path) -> Result<(Self, Account), StateFileError> {
        Self::read(file).map_err(|source| {
            let file = file.to_owned();
            match source.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy) => StateFileError::InUse { file },
                _ => StateFileError::Open { file, source },
            }
        })
    }

    fn read(file: &Path) -> Result<(Self, Account)> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(SETUP)?;
        let mut account = load(&connection)?;
        let mut state_file = Self(connection);
        if account.cards().next().is_none() {
            account = Account::default();
            state_file.transact(|transaction| insert_cards(transaction, &account))?;
        }
        Ok((state_file, account))
    }

    /// Saves a change.
    pub fn save(&mut self, change: &Change) -> Result<(), StateFileError> {
        self.transact(|transaction| {
            if let Some(card) = &change.card {
                insert_card(transaction, card)?;
            }
            let expired = change.at - WRITE_WINDOW;
            transaction.execute("DELETE FROM writes WHERE at <= ?1", [expired])?;
            let insert = "INSERT INTO writes (phone_number, at) VALUES (?1, ?2)";
            transaction.execute(insert, params![change.phone_number, change.at])?;
            Ok(())
        })?;
        Ok(())
    }

    /// Replaces what is stored by the cards of an account without writes.
    pub fn replace(&mut self, account: &Account) -> Result<(), StateFileError> {
        self.transact(|transaction| {
            transaction.execute_batch("DELETE FROM cards; DELETE FROM writes;")?;
            insert_cards(transaction, account)
        })?;
        Ok(())
    }

    /// Makes changes, all of them or none.
    fn transact(&mut self, change: impl FnOnce(&Transaction<'_>) -> Result<()>) -> Result<()> {
        let transaction = self.0.transaction()?;
        change(&transaction)?;
        transaction.commit()
    }
}

fn load(connection: &Connection) -> Result<Account> {
    let select = "SELECT phone_number, first_name, last_name, image_url, status FROM cards";
    let mut select = connection.prepare(select)?;
    let cards: Vec<Card> = select.query_map([], read_card)?.collect::<Result<_>>()?;
    let mut select = connection.prepare("SELECT phone_number, at FROM writes")?;
    let writes: Vec<(String, Millis)> = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    Ok(Account::new(cards, writes))
}

fn read_card(row: &Row<'_>) -> Result<Card> {
    let name: String = row.get(4)?;
    let status = CardStatus::ALL
        .into_iter()
        .find(|status| status.name() == name);
    let unknown = || format!("a card has the unknown status {name:?}").into();
    Ok(Card {
        phone_number: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        image_url: row.get(3)?,
        status: status
            .ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(4, Type::Text, unknown()))?,
    })
}

fn insert_cards(transaction: &Transaction<'_>, account: &Account) -> Result<()> {
    account
        .cards()
        .try_for_each(|card| insert_card(transaction, card))
}

fn insert_card(transaction: &Transaction<'_>, card: &Card) -> Result<()> {
    let insert = "
        INSERT OR REPLACE INTO cards (phone_number, first_name, last_name, image_url, status)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![
        card.phone_number,
        card.first_name,
        card.last_name,
        card.image_url,
        card.status.name()
    ];
    transaction.execute(insert, values)?;
    Ok(())
}
