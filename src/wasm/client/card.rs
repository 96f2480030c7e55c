//! The params and results of calls: contact cards and their fields.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::encode::{DEPTH, as_string, encode};
use super::error::Error;
use crate::call::Check;
use crate::contact_card::{Field, Needs, changed_fields};
use crate::phone_number::PhoneNumber;
use crate::wire::{Encoder, Value, Wire};

pub use crate::api::EnsureAction;

/// The params of an update. The fields that are `Some` are sent, and the others keep their value.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct ContactCardUpdate {
    /// The phone number of the contact card, in E.164 form such as `+15551234567`.
    pub phone_number: String,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// A public `https://` URL of the picture. Linq copies the picture and responds with a URL of
    /// its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// The params of a creation.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct ContactCardCreate {
    /// The phone number of the contact card, in E.164 form such as `+15551234567`.
    pub phone_number: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// A public `https://` URL of the picture. Linq copies the picture and responds with a URL of
    /// its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// A contact card in a response of Linq's.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct SetContactCard {
    /// The phone number of the contact card, in E.164 form.
    pub phone_number: String,
    /// The first name.
    pub first_name: String,
    /// The last name, if the contact card has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The `https://` URL of the picture on Linq's own host, if the contact card has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether the contact card is shown to others. `false` after a write means that it is saved,
    /// but not yet active.
    pub is_active: bool,
}

/// The result of [`Client::ensure`](super::Client::ensure).
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct EnsuredContactCard {
    /// The contact card as it is now.
    pub card: SetContactCard,
    /// Whether the contact card was created, was updated, or had every field already.
    pub action: EnsureAction,
}

/// The first request of [`Client::update`](super::Client::update).
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct RequestPreview {
    /// The method, `PATCH`.
    pub method: String,
    /// The URL, which is absolute.
    pub url: String,
    /// The headers' names and values, with `•••` in place of a key.
    pub headers: BTreeMap<String, String>,
    /// The body, a JSON object.
    pub body: String,
}

impl ContactCardUpdate {
    /// Reads the params from a JavaScript object.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Validation`](super::ErrorKind::Validation) with every issue of the object. An
    /// update without fields and `''` are checked by the call, as they depend on the client's
    /// options.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        let check = Check::Params(Value::FIRST, Needs::Nothing);
        from_js(value, check, |field| Self {
            phone_number: field("phone_number").unwrap_or_default(),
            first_name: field("first_name"),
            last_name: field("last_name"),
            image_url: field("image_url"),
        })
    }
}

impl ContactCardCreate {
    /// Reads the params from a JavaScript object.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Validation`](super::ErrorKind::Validation) with every issue of the object. `''`
    /// is checked by the call, as it depends on the client's options.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        let check = Check::Params(Value::FIRST, Needs::FirstName);
        from_js(value, check, |field| Self {
            phone_number: field("phone_number").unwrap_or_default(),
            first_name: field("first_name").unwrap_or_default(),
            last_name: field("last_name"),
            image_url: field("image_url"),
        })
    }
}

/// Checks the own members of a JavaScript object, and builds params from them. Each member is read
/// once.
fn from_js<T>(
    value: &JsValue,
    check: Check<'static>,
    build: impl FnOnce(&dyn Fn(&str) -> Option<String>) -> T,
) -> Result<T, Error> {
    let mut message = Encoder::new();
    encode(&mut message, value, DEPTH).map_err(Error::from_thrown)?;
    let message = message.finish();
    let issues = Error::of_issues(&message, |_| check);
    if let Some(error) = issues {
        return Err(error);
    }
    let input = message.as_slice();
    let wire = Wire::new(&input, &mut []);
    Ok(build(&|name| {
        as_string(&wire, wire.get(Value::FIRST, name.as_bytes()))
    }))
}

impl SetContactCard {
    /// Reads a contact card from a JavaScript object, such as one that the npm package has
    /// returned.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidResponse`](super::ErrorKind::InvalidResponse) where it isn't a contact
    /// card.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        Ok(serde_wasm_bindgen::from_value(value.clone())?)
    }

    /// Converts the contact card to a plain JavaScript object.
    #[must_use]
    pub fn to_js(&self) -> JsValue {
        super::json::to_js(self)
    }

    /// The update with the fields of a form that differ from this contact card; `None` where
    /// nothing differs. `''` for a field that the contact card doesn't have is an untouched input,
    /// so the field is unchanged.
    #[must_use]
    pub fn changes(&self, edited: &ContactCardUpdate) -> Option<ContactCardUpdate> {
        let mut message = Encoder::new();
        message.encoded(&self.encode()).encoded(&edited.encode());
        let message = message.finish();
        let input = message.as_slice();
        let wire = Wire::new(&input, &mut []);
        let changed = changed_fields(&wire, Value::FIRST, wire.after(Value::FIRST));
        let keep =
            |field, value: &Option<String>| value.clone().filter(|_| changed.contains(field));
        (!changed.is_empty()).then(|| ContactCardUpdate {
            phone_number: edited.phone_number.clone(),
            first_name: keep(Field::FirstName, &edited.first_name),
            last_name: keep(Field::LastName, &edited.last_name),
            image_url: keep(Field::ImageUrl, &edited.image_url),
        })
    }
}

/// A value that is encoded as an object of strings.
pub(super) trait Encode {
    /// The names and values of the members; `None` for one that is absent.
    fn members(&self) -> [(&'static str, Option<&str>); 4];

    /// Encodes the object in the wire format.
    fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new();
        out.object(|members| {
            for (name, value) in self.members() {
                if let Some(text) = value {
                    members.text(name).text(text);
                }
            }
        });
        out.finish()
    }
}

/// Implements [`Encode`] and `Debug`, which shows only the masked phone number, as a log must not
/// have people's names.
macro_rules! fields {
    ($($type:ident: $first_name:expr;)*) => {$(
        impl Encode for $type {
            fn members(&self) -> [(&'static str, Option<&str>); 4] {
                let first_name: fn(&Self) -> Option<&str> = $first_name;
                [
                    ("phone_number", Some(&self.phone_number)),
                    ("first_name", first_name(self)),
                    ("last_name", self.last_name.as_deref()),
                    ("image_url", self.image_url.as_deref()),
                ]
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = formatter.debug_struct(stringify!($type));
                if let Some(number) = PhoneNumber::parse(self.phone_number.as_bytes()) {
                    shown.field("phone_number", &number);
                }
                shown.finish_non_exhaustive()
            }
        }
    )*};
}

fields! {
    ContactCardUpdate: |params| params.first_name.as_deref();
    ContactCardCreate: |params| Some(&params.first_name);
    SetContactCard: |card| Some(&card.first_name);
}

impl fmt::Debug for EnsuredContactCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("EnsuredContactCard");
        shown
            .field("card", &self.card)
            .field("action", &self.action)
            .finish()
    }
}

/// Shows only the method, as the URL has the phone number, and the headers may have secrets.
impl fmt::Debug for RequestPreview {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("RequestPreview");
        shown.field("method", &self.method).finish_non_exhaustive()
    }
}
