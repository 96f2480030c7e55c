//! [`Operation`]: what a call is for, and [`Method`]: what one of its requests does.

use crate::contact_card::Needs;
use crate::text::{Text, nth, position};

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Operation {
    /// Changes a card.
    Update,
    /// Changes a card as the vendor's SDK does, which also sends an update of nothing.
    VendorUpdate,
    /// Makes the first card of a number.
    Create,
    /// Gives a number a card with these fields, whether it has one or not.
    Ensure,
    /// Reads the card of one number, or all cards that the key covers.
    Retrieve,
}

/// The operations as the package's JavaScript names them.
const NAMES: &str = "update\0vendorUpdate\0create\0ensure\0retrieve\0";

impl Operation {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 5] = [
        Self::Update,
        Self::VendorUpdate,
        Self::Create,
        Self::Ensure,
        Self::Retrieve,
    ];

    /// Takes an operation by its name.
    #[must_use]
    pub fn parse(name: Text<'_>) -> Option<Self> {
        Self::ALL.get(position(NAMES.as_bytes(), name)).copied()
    }

    /// As the package's JavaScript names it.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(NAMES.as_bytes(), self as usize)
    }

    /// Whether it may change something, so that it waits for other writes of the same number.
    #[must_use]
    pub fn is_write(self) -> bool {
        self != Self::Retrieve
    }

    /// The method of its first request.
    #[must_use]
    pub const fn first_method(self) -> Method {
        match self {
            Self::Update | Self::VendorUpdate => Method::Patch,
            Self::Create => Method::Post,
            Self::Ensure | Self::Retrieve => Method::Get,
        }
    }

    /// Which fields its params must have, where they are a write's.
    #[must_use]
    pub const fn needs(self) -> Needs {
        match self {
            Self::Update | Self::Retrieve => Needs::AnyField,
            Self::VendorUpdate => Needs::Nothing,
            Self::Create | Self::Ensure => Needs::FirstName,
        }
    }
}

/// What a request does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Method {
    /// Changes a card.
    #[default]
    Patch,
    /// Makes a card.
    Post,
    /// Reads cards.
    Get,
}

/// In upper case: `patch` would fail the preflight in every browser.
const METHODS: &str = "PATCH\0POST\0GET\0";

impl Method {
    /// The method as it is sent.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(METHODS.as_bytes(), self as usize)
    }

    /// Whether it changes something, and so counts against the write budget.
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
