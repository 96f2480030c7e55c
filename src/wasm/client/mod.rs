//! The client for front ends in Rust, such as those of Leptos and Yew.
//!
//! It uses the same [`Machine`](crate::call::Machine) as the npm package, so that calls behave the
//! same: input is checked before anything is sent, writes of one phone number are sent one after
//! the other, one timeout covers the whole call, and an error reports whether a write took effect.
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
mod driver;
mod encode;
mod environment;
mod error;
mod fetch;
mod json;
mod options;
mod per_number;
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
use self::driver::{Driver, request};
use self::encode::get;
pub use self::error::{Error, ErrorKind, Issue, IssueCode, Outcome};
use self::json::respond;
pub use self::options::{
    ApiKey, AttemptEvent, ClientOptions, Credentials, KeyFuture, OnAttempt, ShouldRetry,
};
use crate::api::Operation;
use crate::call::{self, Check, preview, read_call};
use crate::contact_card::check_params;
use crate::number_in_ascii::number_in_ascii;
use crate::time::Millis;
use crate::validation::{Issues, Style};
use crate::wasm::bindings::now;
use crate::wasm::unicode::HostUnicode;
use crate::wire::{Encoder, Value};

/// A client, whose calls have the same options. Cloning it is cheap.
///
/// A call starts when its future is first polled. Its timeout starts then, and writes of one phone
/// number are sent in that order. Dropping the future aborts the call, and it isn't known whether a
/// write that was sent took effect.
#[derive(Clone, Debug, Default)]
pub struct Client {
    options: Rc<ClientOptions>,
}

/// Compares identities, for frameworks that compare the properties of components: a clone is equal,
/// and a client with the same options isn't.
impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.options, &other.options)
    }
}

impl Client {
    /// Makes a client with these options, which each call checks.
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self {
            options: Rc::new(options),
        }
    }

    /// The options. To change them for one call, make another client:
    /// `ClientOptions { timeout, ..client.options().clone() }`.
    #[must_use]
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Updates the contact card of one phone number. The fields that are `Some` are sent, and the
    /// others keep their value.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn update(&self, params: &ContactCardUpdate) -> Result<SetContactCard, Error> {
        let value = self.run(Operation::Update, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Retrieves the contact card of one phone number, or all contact cards that the key covers.
    /// For a phone number without a contact card, the server may respond with an empty list or
    /// [`ErrorKind::NotFound`] with [`no_card`](Error::no_card).
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

    /// Creates the first contact card of a phone number. Where it has one, the error is
    /// [`ErrorKind::Conflict`] with code 2014.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn create(&self, params: &ContactCardCreate) -> Result<SetContactCard, Error> {
        let value = self.run(Operation::Create, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Makes sure that a phone number has a contact card with these fields: creates it, or updates
    /// the fields that differ.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn ensure(&self, params: &ContactCardCreate) -> Result<EnsuredContactCard, Error> {
        let value = self.run(Operation::Ensure, params.encode(), &params.phone_number);
        Ok(serde_wasm_bindgen::from_value(value.await?)?)
    }

    /// Returns every issue of an update; none where it can be sent.
    #[must_use]
    pub fn validate(&self, params: &ContactCardUpdate) -> Vec<Issue> {
        let number = number_in_ascii(&params.phone_number, &HostUnicode::new());
        let mut message = Encoder::new();
        message.encoded(&params.encode()).text(&number);
        let (_, object) = respond(&message.finish(), &mut Vec::new(), |wire| {
            wire.open(b"issues", b'[');
            let style = Style::Whole(wire.after(Value::FIRST));
            let mut issues = Issues::new(wire, style);
            let needs = Operation::Update.needs();
            check_params(&mut issues, Value::FIRST, needs, self.options.send_empty);
            wire.byte(b']');
        });
        serde_wasm_bindgen::from_value(get(&object, "issues")).unwrap_or_default()
    }

    /// Returns the first request of [`update`](Self::update), without sending it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Validation`] for the params and options, [`ErrorKind::UnsafeKey`] for the use
    /// of a key.
    pub fn preview(&self, params: &ContactCardUpdate) -> Result<RequestPreview, Error> {
        let request = request(Operation::Update, &params.encode(), &self.options);
        let (_, object) = respond(&request, &mut Vec::new(), |wire| {
            let mut cursor = Value::FIRST;
            let call = read_call(wire, &mut cursor, Operation::Update, Millis::default());
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
        Driver::new(operation, &params, number, &self.options)
            .run()
            .await
    }
}

/// The known writes of a phone number: those of this page, and those that a 429 or a gateway has
/// reported. A call is sent even where no write is left, as the server decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct WriteBudget {
    /// The number of writes in ten minutes: 3, unless a gateway reports another limit.
    pub limit: u32,
    /// The number of known writes, at most `limit`. Linq may have counted more.
    pub used: u32,
    /// The number of writes that are left.
    pub remaining: u32,
    /// Milliseconds until a write is free again; `None` where one is left.
    pub next_write_in: Option<u32>,
}

/// Returns the known write budget of a phone number.
///
/// # Errors
///
/// [`ErrorKind::Validation`] for a phone number that isn't in E.164 form.
pub fn write_budget(phone_number: &str) -> Result<WriteBudget, Error> {
    let mut message = Encoder::new();
    message.text(phone_number);
    let issues = Error::of_issues(&message.finish(), |_| Check::PhoneNumber(Value::FIRST));
    if let Some(error) = issues {
        return Err(error);
    }
    let budget = per_number::stored_budget(phone_number);
    let now = Millis::from_f64(now());
    let (_, object) = respond(b"", &mut Vec::new(), |wire| {
        wire.name(b"value");
        call::WriteBudget::parse(budget.as_bytes(), now).write_usage(wire, now);
    });
    Ok(serde_wasm_bindgen::from_value(get(&object, "value"))?)
}

/// Returns whether a text is a phone number in E.164 form.
#[must_use]
pub fn is_e164(text: &str) -> bool {
    crate::phone_number::is_e164(text.as_bytes())
}
