//! How `ensure` goes on after each of its requests: read the card, then create it, or change what differs.

use super::operation::Method;
use super::response::Response;
use crate::contact_card::{Fields, missing_fields, write_card};
use crate::error::Failure;
use crate::text::{Text, nth};
use crate::wire::{Value, Wire};

/// Linq's code for a creation where a card exists: somebody else was faster.
const ALREADY_EXISTS: i64 = 2014;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "web", target_arch = "wasm32"),
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Action {
    /// There was no card.
    Created,
    /// The card had something else in these fields.
    Updated,
    /// The card had all of it.
    Unchanged,
}

impl Action {
    /// As the API names it.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(b"created\0updated\0unchanged\0", self as usize)
    }
}

/// What follows a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// One more request, with these fields.
    Then(Method, Fields),
    /// Nothing: this was done, or failed.
    Done(Action),
}

/// Decides what follows a request of `ensure`, from its method and from what came of it.
#[must_use]
pub fn next(
    wire: &Wire<'_, '_>,
    method: Method,
    params: Value,
    replaces_image: bool,
    failure: Option<Failure>,
    response: &Response,
) -> Next {
    let status = response.status(wire);
    match (method, failure) {
        (Method::Get, None) => {
            let card = first_card(wire, response);
            if card == Value::ABSENT {
                return Next::Then(Method::Post, Fields::ALL);
            }
            let missing = missing_fields(wire, card, params, replaces_image);
            if missing.is_empty() {
                return Next::Done(Action::Unchanged);
            }
            Next::Then(Method::Patch, missing)
        }
        (Method::Get, Some(Failure::Api)) if status == 404 => Next::Then(Method::Post, Fields::ALL),
        (Method::Post, Some(Failure::Api))
            if status == 409 && response.code(wire) == ALREADY_EXISTS =>
        {
            Next::Then(Method::Patch, Fields::ALL)
        }
        (Method::Post, _) => Next::Done(Action::Created),
        _ => Next::Done(Action::Updated),
    }
}

fn first_card(wire: &Wire<'_, '_>, response: &Response) -> Value {
    wire.first_item(wire.get(response.json(wire), b"contact_cards"))
}

/// Writes what was done and the card as it is now.
pub fn write_ensured(wire: &mut Wire<'_, '_>, method: Method, response: &Response, action: Action) {
    let card = match method {
        Method::Get => first_card(wire, response),
        _ => response.json(wire),
    };
    wire.byte(b'{');
    wire.name(b"card");
    write_card(wire, card);
    wire.member(b"action", action.name());
    wire.byte(b'}');
}
