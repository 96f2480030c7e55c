//! The client for front ends in Rust, such as those of Leptos and Yew.
//!
//! It drives the same [`Machine`](crate::call::Machine) as the npm package, so a call behaves the same: everything that can
//! be decided before the network is, writes of one number are sent one after the other, one deadline covers all of a call,
//! and the error tells what became of the write.
//!
//! ```ignore
//! use contact_card::client::{Client, ClientOptions, ContactCardUpdate};
//!
//! // Without a key: requests go to your gateway at /api/linq.
//! let client = Client::new(ClientOptions::default());
//! let card = client
//!     .update(&ContactCardUpdate {
//!         phone_number: "+15551234567".into(),
//!         first_name: Some("John".into()),
//!         ..Default::default()
//!     })
//!     .await?;
//! ```
#![deny(unsafe_code)]

mod card;
mod encode;
mod environment;
mod error;
mod fetch;
mod json;
mod live;
mod numbers;
mod options;
mod thrown;
mod transfer;
mod wait;

use alloc::rc::Rc;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use self::card::Encode;
pub use self::card::{
    ContactCardCreate, ContactCardUpdate, EnsureAction, EnsuredContactCard, RequestPreview,
    SetContactCard,
};
use self::encode::get;
pub use self::error::{Error, ErrorKind, Issue, IssueCode, Outcome};
use self::json::respond;
use self::live::{Live, request};
pub use self::options::{
    ApiKey, AttemptEvent, ClientOptions, Credentials, KeyFuture, OnAttempt, ShouldRetry,
};
use crate::api::Operation;
use crate::call::{self, Checked, preview, read_call};
use crate::contact_card::check_params;
use crate::time::Millis;
use crate::validation::{Issues, Style};
use crate::wasm::bindings::now;
use crate::wire::{Encoder, Value};

/// Calls with the same options. Cloning one is cheap.
///
/// A call begins when its future is first polled: its timeout runs from there, and writes of one number are sent in that
/// order. Dropping the future aborts the call; what became of a write that was sent is then unknown.
#[derive(Clone, Debug, Default)]
pub struct Client {
    options: Rc<ClientOptions>,
}

/// The same client, not an equal one: for frameworks that compare what they pass to components.
impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.options, &other.options)
    }
}

impl Client {
    /// A client with these options, which each call checks.
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self {
            options: Rc::new(options),
        }
    }

    /// The options, to be cloned and changed for one call: `ClientOptions { timeout, ..client.options().clone() }`.
    #[must_use]
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Updates the card of one number: sends the fields that are `Some`, the others keep their value.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn update(&self, params: &ContactCardUpdate) -> Result<SetContactCard, Error> {
        let value = self.run(Operation::Update, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Retrieves the card of one number, or without a number all cards that the key covers. A number without a card is an
    /// empty list or [`ErrorKind::NotFound`], as the server responds.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn retrieve(&self, phone_number: Option<&str>) -> Result<Vec<SetContactCard>, Error> {
        let mut query = Encoder::new();
        query.object(|members| {
            if let Some(number) = phone_number {
                members.text("phone_number").text(number);
            }
        });
        let number = phone_number.unwrap_or_default();
        let value = self
            .run(Operation::Retrieve, query.finish(), number)
            .await?;
        Ok(serde_wasm_bindgen::from_value(get(
            &value,
            "contact_cards",
        ))?)
    }

    /// Creates the first card of a number. A number that has one is [`ErrorKind::Conflict`], code 2014.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn create(&self, params: &ContactCardCreate) -> Result<SetContactCard, Error> {
        let value = self.run(Operation::Create, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Gives a number a card with these fields: creates it, updates what differs, or leaves it.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn ensure(&self, params: &ContactCardCreate) -> Result<EnsuredContactCard, Error> {
        let value = self.run(Operation::Ensure, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Every issue of an update; none where it can be sent.
    #[must_use]
    pub fn validate(&self, params: &ContactCardUpdate) -> Vec<Issue> {
        let (_, object) = respond(&params.encode(), &mut Vec::new(), |wire| {
            wire.open(b"issues", b'[');
            let mut issues = Issues::new(wire, Style::Whole);
            let needs = Operation::Update.needs();
            check_params(&mut issues, Value::FIRST, needs, self.options.send_empty);
            wire.byte(b']');
        });
        serde_wasm_bindgen::from_value(get(&object, "issues")).unwrap_or_default()
    }

    /// What [`update`](Self::update) would send first, without sending it.
    ///
    /// # Errors
    ///
    /// What is wrong with the params, the options or the use of a key.
    pub fn preview(&self, params: &ContactCardUpdate) -> Result<RequestPreview, Error> {
        let request = request(Operation::Update, &params.encode(), &self.options);
        let (_, object) = respond(&request, &mut Vec::new(), |wire| {
            let mut place = Value::FIRST;
            let call = read_call(wire, &mut place, Operation::Update, Millis::default());
            preview(wire, &call);
        });
        let value = get(&object, "value");
        if value.is_undefined() {
            return Err(Error::read(&object));
        }
        Ok(serde_wasm_bindgen::from_value(value)?)
    }

    async fn run(
        &self,
        operation: Operation,
        params: Vec<u8>,
        number: &str,
    ) -> Result<JsValue, Error> {
        Live::new(operation, &params, number, &self.options)
            .run()
            .await
    }
}

/// What is known of a number's writes: those that were sent from this page, and what a 429 or a gateway reported. It informs
/// and forbids nothing: the server decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct WriteBudget {
    /// Writes in ten minutes: 3, unless a gateway reports another limit.
    pub limit: u32,
    /// Those that are known of, at most `limit`. Linq may have counted more.
    pub used: u32,
    /// The others.
    pub remaining: u32,
    /// Milliseconds until a write is free again; `None` where one is left.
    pub next_write_in: Option<u32>,
}

/// What is known of a number's write budget.
///
/// # Errors
///
/// [`ErrorKind::Validation`] for a number that isn't E.164.
pub fn write_budget(phone_number: &str) -> Result<WriteBudget, Error> {
    let mut message = Encoder::new();
    message.text(phone_number);
    let issues = Error::of_issues(&message.finish(), |_| Checked::PhoneNumber(Value::FIRST));
    if let Some(error) = issues {
        return Err(error);
    }
    let budget = numbers::stored_budget(phone_number);
    let now = Millis::from_f64(now());
    let (_, object) = respond(b"", &mut Vec::new(), |wire| {
        wire.name(b"value");
        call::WriteBudget::parse(budget.as_bytes(), now).write_usage(wire, now);
    });
    Ok(serde_wasm_bindgen::from_value(get(&object, "value"))?)
}

/// Whether a text is a phone number in E.164 form.
#[must_use]
pub fn is_e164(text: &str) -> bool {
    crate::phone_number::is_e164(text.as_bytes())
}
