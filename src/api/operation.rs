//! [`Operation`], which a call is made for, and [`Method`], which each of its requests has.

use crate::contact_card::Needs;
use crate::text::{Text, nth, position};

/// The operation that a call is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Operation {
    /// Updates a contact card.
    Update,
    /// Updates a contact card as Linq's own SDK does, which sends an update without fields, too.
    VendorUpdate,
    /// Creates the first contact card of a phone number.
    Create,
    /// Creates the contact card of a phone number, or updates the fields that differ.
    Ensure,
    /// Reads the contact card of one phone number, or all contact cards that the key covers.
    Retrieve,
}

/// The names of the operations in messages of the package's JavaScript, in the order of
/// [`Operation`].
const NAMES: &str = "update\0vendorUpdate\0create\0ensure\0retrieve\0";

impl Operation {
    /// All operations, in the order of their names.
    pub const ALL: [Self; 5] = [
        Self::Update,
        Self::VendorUpdate,
        Self::Create,
        Self::Ensure,
        Self::Retrieve,
    ];

    /// The operation with this name, if there is one.
    #[must_use]
    pub fn parse(name: Text<'_>) -> Option<Self> {
        Self::ALL.get(position(NAMES.as_bytes(), name)).copied()
    }

    /// The operation's name in messages of the package's JavaScript.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(NAMES.as_bytes(), self as usize)
    }

    /// Whether the operation may change a contact card, so that it waits for other writes of the
    /// same phone number.
    #[must_use]
    pub fn is_write(self) -> bool {
        self != Self::Retrieve
    }

    /// The method of the operation's first request.
    #[must_use]
    pub const fn first_method(self) -> Method {
        match self {
            Self::Update | Self::VendorUpdate => Method::Patch,
            Self::Create => Method::Post,
            Self::Ensure | Self::Retrieve => Method::Get,
        }
    }

    /// The fields that the operation's params must have, where it is a write.
    #[must_use]
    pub const fn needs(self) -> Needs {
        match self {
            Self::Update | Self::Retrieve => Needs::AnyField,
            Self::VendorUpdate => Needs::Nothing,
            Self::Create | Self::Ensure => Needs::FirstName,
        }
    }
}

/// The method of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Method {
    /// Updates a contact card.
    #[default]
    Patch,
    /// Creates a contact card.
    Post,
    /// Reads contact cards.
    Get,
}

/// The methods in upper case, in the order of [`Method`]. Browsers don't change the case of
/// `patch`, so that it would fail the preflight.
const METHODS: &str = "PATCH\0POST\0GET\0";

impl Method {
    /// The method's name in HTTP.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(METHODS.as_bytes(), self as usize)
    }

    /// Whether the method changes a contact card, and so counts against the write budget.
    #[must_use]
    pub fn is_write(self) -> bool {
        self != Self::Get
    }

    /// The longest response body that is read, in bytes: 64 KiB for a card, 4 MiB for a list.
    #[must_use]
    pub fn longest_body(self) -> i64 {
        if self.is_write() { 65_536 } else { 4_194_304 }
    }
}
