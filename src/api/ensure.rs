//! The operation `ensure`, which makes several requests: it reads the contact card, then creates it
//! or updates the fields that differ.

use super::operation::Method;
use super::response::Response;
use crate::contact_card::{Fields, missing_fields, write_card};
use crate::error::Failure;
use crate::text::{Text, nth};
use crate::wire::{Value, Wire};

/// Linq's code for the creation of a contact card that exists, as another client has created it in
/// the meantime.
const ALREADY_EXISTS: i64 = 2014;

/// What `ensure` has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "web", target_arch = "wasm32"),
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum EnsureAction {
    /// The contact card was created.
    Created,
    /// The fields that differed were updated.
    Updated,
    /// The contact card had every field already.
    Unchanged,
}

impl EnsureAction {
    /// The action's name in the public API.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(b"created\0updated\0unchanged\0", self as usize)
    }
}

/// What `ensure` does after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It sends one more request, with these fields.
    Send(Method, Fields),
    /// It ends. The action was done, unless the request has failed.
    Done(EnsureAction),
}

/// Decides what `ensure` does after a request: `failure` and `response` are the request's.
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
                return Next::Send(Method::Post, Fields::ALL);
            }
            let missing = missing_fields(wire, card, params, replaces_image);
            if missing.is_empty() {
                return Next::Done(EnsureAction::Unchanged);
            }
            Next::Send(Method::Patch, missing)
        }
        (Method::Get, Some(Failure::Api)) if response.has_no_card(wire) => {
            Next::Send(Method::Post, Fields::ALL)
        }
        (Method::Post, Some(Failure::Api))
            if status == 409 && response.code(wire) == ALREADY_EXISTS =>
        {
            Next::Send(Method::Patch, Fields::ALL)
        }
        (Method::Post, _) => Next::Done(EnsureAction::Created),
        _ => Next::Done(EnsureAction::Updated),
    }
}

/// The first contact card of a list; absent where it is empty.
fn first_card(wire: &Wire<'_, '_>, response: &Response) -> Value {
    wire.first_item(wire.get(response.json(wire), b"contact_cards"))
}

/// Writes the value of a call that has succeeded: what was done, and the contact card as it is now.
pub fn write_ensured(
    wire: &mut Wire<'_, '_>,
    method: Method,
    response: &Response,
    action: EnsureAction,
) {
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
