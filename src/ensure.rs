//! [`Ensure`]: how a card is made to say what it should, whether it exists or not.

use alloc::string::String;

use crate::contact_card::{ContactCardUpdate, SetContactCard};
use crate::endpoint::{Cards, Operation};
use crate::error::Error;
use crate::json::Json;

/// A card exists already: it is to be updated instead.
const ALREADY_EXISTS: u32 = 2014;

/// What the card should say.
#[derive(Clone, Copy, Debug)]
pub struct Ensure<'a> {
    /// All fields that are known.
    pub card: ContactCardUpdate<'a>,
    /// Whether an image is sent although there is one: Linq rewrites its URL, so the two can't be compared.
    pub replace_image: bool,
}

/// What was done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// There was no card.
    Created,
    /// The card said something else.
    Updated,
    /// The card said all of it.
    Unchanged,
}

impl Action {
    /// As the API names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }

    /// The card and what was done for it, for a caller, as JSON.
    #[must_use]
    pub fn to_json(self, cards: Cards<'_>) -> String {
        Json::object(|ensured| {
            if let Some(card) = cards.first() {
                ensured.member("card", |member| card.write(member));
            }
            ensured.text("action", self.as_str());
        })
    }
}

/// What follows an operation.
#[derive(Debug)]
pub enum Next<'a> {
    /// One more operation.
    Then(Operation<'a>),
    /// The operation's outcome is the call's.
    Done(Action),
}

impl<'a> Ensure<'a> {
    /// The first operation: to look whether there is a card.
    #[must_use]
    pub const fn first(&self) -> Operation<'a> {
        Operation::Retrieve(Some(self.card.phone_number()))
    }

    /// What follows the outcome of `operation`.
    #[must_use]
    pub fn next(
        &self,
        operation: &Operation<'_>,
        outcome: &Result<Cards<'_>, Error<'_>>,
    ) -> Next<'a> {
        match (operation, outcome) {
            (Operation::Retrieve(_), Ok(cards)) => self.compare(cards.first()),
            (Operation::Retrieve(_), Err(Error::Api(error))) if error.status == 404 => {
                self.compare(None)
            }
            // Somebody was faster.
            (Operation::Create(_), Err(Error::Api(error)))
                if error.status == 409 && error.code == Some(ALREADY_EXISTS) =>
            {
                Next::Then(Operation::Update(self.card))
            }
            (Operation::Create(_), _) => Next::Done(Action::Created),
            _ => Next::Done(Action::Updated),
        }
    }

    fn compare(&self, current: Option<SetContactCard<'_>>) -> Next<'a> {
        let Some(current) = current else {
            return Next::Then(Operation::Create(self.card));
        };
        match self.card.missing_in(&current, self.replace_image) {
            Some(missing) => Next::Then(Operation::Update(missing)),
            None => Next::Done(Action::Unchanged),
        }
    }
}
