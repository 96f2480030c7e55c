//! [`Session`]: whose request it is, and for whose cards they may ask.

use alloc::string::String;
use alloc::vec::Vec;

use crate::phone_number::PhoneNumber;
use crate::text::{Text, whole};
use crate::wire::{Kind, Value, Wire};

/// Of a user's name, in bytes: stores have limits for their keys.
const LONGEST_USER: usize = 512;

/// The result of asking whose request it is.
#[derive(Clone)]
pub enum Authorized {
    /// A user's.
    Session(Session),
    /// Nobody's who may use the gateway.
    Nobody,
    /// It can't be told.
    Failed,
    /// The result is no session.
    Invalid,
}

impl Authorized {
    /// Takes what `authorize` returned, encoded: `null`, or an object with a user's name and the list of their numbers, or
    /// `all`; `false` where it failed. The session is checked and copied here, once: what its owner changes later doesn't
    /// count.
    #[must_use]
    pub fn parse(report: Text<'_>) -> Self {
        let wire = Wire::new(&report, &mut []);
        match wire.kind(Value::FIRST) {
            Kind::NULL => return Self::Nobody,
            Kind::FALSE => return Self::Failed,
            _ => {}
        }
        let user = core::str::from_utf8(wire.text(wire.get(Value::FIRST, b"user")));
        let numbers = Numbers::parse(&wire, wire.get(Value::FIRST, b"numbers"));
        match (user, numbers) {
            (Ok(user), Some(numbers)) if (1..=LONGEST_USER).contains(&user.len()) => {
                let user = user.into();
                Self::Session(Session { user, numbers })
            }
            _ => Self::Invalid,
        }
    }
}

/// A user, and the numbers that are theirs. Without `Debug`, as those are private.
#[derive(Clone)]
pub struct Session {
    pub(super) user: String,
    numbers: Numbers,
}

#[derive(Clone)]
enum Numbers {
    All,
    /// The digits of each one as a whole number: E.164 has at most 15 of them, and no leading zero. In ascending order.
    Listed(Vec<i64>),
}

impl Numbers {
    fn parse(wire: &Wire<'_, '_>, report: Value) -> Option<Self> {
        if wire.is(report, b"all") {
            return Some(Self::All);
        }
        if wire.kind(report) != Kind::LIST {
            return None;
        }
        let mut listed = Vec::new();
        let mut number = wire.first(report, Kind::LIST);
        while number < wire.after(report) {
            listed.push(digits(wire.text(number))?);
            number = wire.after(number);
        }
        listed.sort_unstable();
        Some(Self::Listed(listed))
    }
}

impl Session {
    /// Whether the number is one of this user's.
    pub(super) fn may_see(&self, number: Text<'_>) -> bool {
        match &self.numbers {
            Numbers::All => true,
            Numbers::Listed(listed) => {
                digits(number).is_some_and(|digits| listed.binary_search(&digits).is_ok())
            }
        }
    }

    /// Whether every number is theirs.
    pub(super) const fn may_see_all(&self) -> bool {
        matches!(self.numbers, Numbers::All)
    }
}

/// The digits of a number in E.164 form.
fn digits(number: Text<'_>) -> Option<i64> {
    PhoneNumber::parse(number).map(|number| whole(number.digits()))
}
