//! [`Session`]: the user who sent a request, and the phone numbers whose contact cards they may
//! read and change.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::phone_number::PhoneNumber;
use crate::text::{Text, parse_digits};
use crate::wire::{Kind, Value, Wire};

/// The longest name of a user, in bytes, as stores limit the length of their keys.
const LONGEST_USER: usize = 512;

/// The result of authorizing a request.
#[derive(Clone, Debug)]
pub enum Authorized {
    /// The session of the user who sent the request.
    Session(Session),
    /// The request has no session.
    SignedOut,
    /// Authorizing failed, so it isn't known whether there is a session.
    Failed,
    /// The result isn't a session.
    Invalid,
}

impl Authorized {
    /// Reads what the option `authorize` returned, in the wire format: `null`, or an object with
    /// `user`, a name, and `numbers`, a list of phone numbers or `all`; `false` where it failed.
    /// The session is copied, so that a later change by its owner has no effect on this request.
    #[must_use]
    pub fn parse(report: Text<'_>) -> Self {
        let wire = Wire::new(&report, &mut []);
        match wire.kind(Value::FIRST) {
            Kind::NULL => return Self::SignedOut,
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

/// A user and their phone numbers.
#[derive(Clone)]
pub struct Session {
    /// The user's name, by which limits count.
    pub(super) user: String,
    numbers: Numbers,
}

/// Shows nothing of the user, as the name and the phone numbers are private.
impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").finish_non_exhaustive()
    }
}

#[derive(Clone)]
enum Numbers {
    All,
    /// The digits of each phone number as an integer, in ascending order. E.164 has at most 15
    /// digits and no leading zero, so that each number is another integer.
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
        let numbers = wire.items(report);
        let digits = numbers.map(|number| digits(wire.text(number)));
        let mut listed: Vec<_> = digits.collect::<Option<_>>()?;
        listed.sort_unstable();
        Some(Self::Listed(listed))
    }
}

impl Session {
    /// Whether a phone number is one of the user's.
    pub(super) fn may_see(&self, number: Text<'_>) -> bool {
        match &self.numbers {
            Numbers::All => true,
            Numbers::Listed(listed) => {
                digits(number).is_some_and(|digits| listed.binary_search(&digits).is_ok())
            }
        }
    }

    /// Whether the user may see every contact card of the account.
    pub(super) const fn may_see_all(&self) -> bool {
        matches!(self.numbers, Numbers::All)
    }
}

/// The digits of a phone number in E.164 form, as an integer.
fn digits(number: Text<'_>) -> Option<i64> {
    PhoneNumber::parse(number).map(|number| parse_digits(number.digits()))
}
