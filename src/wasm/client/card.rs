//! What calls take and return: contact cards and their fields.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::encode::{DEPTH, as_string, encode};
use super::error::Error;
use crate::call::Checked;
use crate::contact_card::{Field, Needs, changed_fields};
use crate::phone_number::PhoneNumber;
use crate::wire::{Encoder, Value, Wire};

pub use crate::api::Action as EnsureAction;

/// An update: the fields that are `Some` are sent, the others keep their value.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct ContactCardUpdate {
    /// Whose card: a phone number in E.164 form, such as `+15551234567`.
    pub phone_number: String,
    /// First name on the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name on the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// A public `https://` URL. Linq copies the image and responds with a URL of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// A card that is to exist.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct ContactCardCreate {
    /// Whose card: a phone number in E.164 form, such as `+15551234567`.
    pub phone_number: String,
    /// First name on the card.
    pub first_name: String,
    /// Last name on the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// A public `https://` URL. Linq copies the image and responds with a URL of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// A contact card as Linq responds with it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct SetContactCard {
    /// Whose card it is, in E.164 form.
    pub phone_number: String,
    /// First name on the card.
    pub first_name: String,
    /// Last name on the card, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// An `https://` URL of the image, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether the card is shown to others yet. `false` after a write means: saved, and not yet active.
    pub is_active: bool,
}

/// What [`Client::ensure`](super::Client::ensure) did.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct EnsuredContactCard {
    /// The card as it is now.
    pub card: SetContactCard,
    /// Whether the card was created, was updated, or had everything already.
    pub action: EnsureAction,
}

/// What [`Client::update`](super::Client::update) would send first.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct RequestPreview {
    /// `PATCH`
    pub method: String,
    /// Absolute, or a path on the page's own origin.
    pub url: String,
    /// Names and values; `•••` in place of a key.
    pub headers: BTreeMap<String, String>,
    /// JSON.
    pub body: String,
}

impl ContactCardUpdate {
    /// Takes a JavaScript object.
    ///
    /// # Errors
    ///
    /// Every issue of the object, as the core finds them. `''` and whether there is anything to update are checked by the
    /// call, as the client's options decide about them.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        let checked = Checked::Params(Value::FIRST, Needs::Nothing);
        from_js(value, checked, |field| Self {
            phone_number: field("phone_number").unwrap_or_default(),
            first_name: field("first_name"),
            last_name: field("last_name"),
            image_url: field("image_url"),
        })
    }
}

impl ContactCardCreate {
    /// Takes a JavaScript object.
    ///
    /// # Errors
    ///
    /// Every issue of the object, as the core finds them. `''` is checked by the call, as the client's options decide about
    /// it.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        let checked = Checked::Params(Value::FIRST, Needs::FirstName);
        from_js(value, checked, |field| Self {
            phone_number: field("phone_number").unwrap_or_default(),
            first_name: field("first_name").unwrap_or_default(),
            last_name: field("last_name"),
            image_url: field("image_url"),
        })
    }
}

/// Reads an object's own members, each once, and builds params of those that are valid.
fn from_js<T>(
    value: &JsValue,
    checked: Checked<'static>,
    build: impl FnOnce(&dyn Fn(&str) -> Option<String>) -> T,
) -> Result<T, Error> {
    let mut message = Encoder::new();
    encode(&mut message, value, DEPTH).map_err(Error::from_thrown)?;
    let message = message.finish();
    let issues = Error::of_issues(&message, |_| checked);
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
    /// Takes a JavaScript object, such as one that `linq-contact-card` of npm resolved with.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidResponse`](super::ErrorKind::InvalidResponse) where it is no card.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        Ok(serde_wasm_bindgen::from_value(value.clone())?)
    }

    /// The card as a plain JavaScript object.
    #[must_use]
    pub fn to_js(&self) -> JsValue {
        super::json::to_js(self)
    }

    /// The fields of a form that differ from the card, as the update to send; `None` where nothing differs. `''` for a
    /// field that the card doesn't have is an untouched input, so unchanged.
    #[must_use]
    pub fn changes(&self, edited: &ContactCardUpdate) -> Option<ContactCardUpdate> {
        let mut message = Encoder::new();
        message.encoded(&self.encode()).encoded(&edited.encode());
        let message = message.finish();
        let input = message.as_slice();
        let wire = Wire::new(&input, &mut []);
        let changed = changed_fields(&wire, Value::FIRST, wire.after(Value::FIRST));
        let keep = |field, value: &Option<String>| value.clone().filter(|_| changed.has(field));
        (!changed.is_empty()).then(|| ContactCardUpdate {
            phone_number: edited.phone_number.clone(),
            first_name: keep(Field::FirstName, &edited.first_name),
            last_name: keep(Field::LastName, &edited.last_name),
            image_url: keep(Field::ImageUrl, &edited.image_url),
        })
    }
}

/// What crosses to the core as an object of texts.
pub(super) trait Encode {
    /// Names and values; nothing for those that are absent.
    fn members(&self) -> [(&'static str, Option<&str>); 4];

    /// The object in the wire format.
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

/// Implements what cards and params have in common. `Debug` shows the masked number alone: names are nobody's business in
/// a log.
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

/// The method alone: the URL has the number, headers may hold secrets.
impl fmt::Debug for RequestPreview {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("RequestPreview");
        shown.field("method", &self.method).finish_non_exhaustive()
    }
}
