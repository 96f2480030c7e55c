//! [`Exchange`]: what a host knows of one request and its answer, so far.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::http::Head;
use crate::phone_number::PhoneNumber;
use crate::value::{Value, until};

/// Of a user's name, in bytes: stores have limits for their keys.
const LONGEST_USER: usize = 512;

/// One request and what came of it so far. What isn't known yet is `None`.
#[derive(Clone, Default)]
pub struct Exchange<'a> {
    /// As it came: HTTP's methods are case-sensitive.
    pub method: &'a str,
    /// Path and query, as they came where the host shows that.
    pub target: &'a str,
    /// Names and values, as they came where the host shows that.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Whose request this is.
    pub session: Option<Authorized<'a>>,
    /// What came of reading its body.
    pub body: Option<BodyRead<'a>>,
    /// What the store said.
    pub reserved: Option<Reserved>,
    /// What Linq said.
    pub answer: Option<Answer<'a>>,
}

impl<'a> Exchange<'a> {
    /// Takes the report of a host in JavaScript: a list of method, target, a list of names and values of headers by turns,
    /// what came of `authorize` (`false`: it threw), of the body, of the store (`false`: it rejected), and of Linq (in a
    /// list, its head and what came of its body). What isn't known yet is absent.
    #[must_use]
    pub fn parse(report: Value<'a>, body: &'a [u8], answer: &'a [u8]) -> Self {
        let mut parts = report.items();
        let mut part = || parts.next().unwrap_or_default();
        let (method, target) = (part().as_text(), part().as_text());
        let mut names = part().items();
        let mut headers = Vec::new();
        while let (Some(name), Some(value)) = (names.next(), names.next()) {
            // A name or value that UTF-8 can't carry is one that nothing is called.
            let text = |part: Value<'a>| part.as_text().unwrap_or("\u{fffd}");
            headers.push((text(name), text(value)));
        }
        let known = |part: Value<'a>| Some(part).filter(|part| !part.is_absent());
        Self {
            method: method.unwrap_or_default(),
            target: target.unwrap_or_default(),
            headers,
            session: known(part()).map(Authorized::parse),
            body: known(part()).map(|read| BodyRead::parse(read, body)),
            reserved: known(part()).map(Reserved::parse),
            answer: known(part()).map(|got| Answer::parse(got, answer)),
        }
    }

    /// A header's value; several are joined, as the Fetch standard joins them ("get", 2.2.2), so that they match nothing.
    pub(super) fn header(&self, name: &str) -> Option<alloc::borrow::Cow<'a, str>> {
        let mut values = self
            .headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        let (_, first) = values.next()?;
        Some(values.fold((*first).into(), |joined, (_, value)| {
            (joined.into_owned() + ", " + value).into()
        }))
    }
}

/// What came of asking whose request it is.
#[derive(Clone, Copy)]
pub enum Authorized<'a> {
    /// A user's.
    Session(Session<'a>),
    /// Nobody's who may use the gateway.
    Nobody,
    /// It can't be told.
    Failed,
    /// The answer is no session.
    Nonsense,
}

impl<'a> Authorized<'a> {
    /// Takes what `authorize` answered: `null`, or a user's name with the list of their numbers, or `all`.
    #[must_use]
    pub fn parse(answer: Value<'a>) -> Self {
        match answer {
            Value::Null => return Self::Nobody,
            Value::Bool(false) => return Self::Failed,
            _ => {}
        }
        let numbers = answer.get("numbers");
        let is_number = |item| PhoneNumber::parse("", item).is_ok();
        let is_valid = match numbers {
            Value::List(mut numbers) => numbers.all(is_number),
            numbers => numbers.as_text() == Some("all"),
        };
        match answer.get("user").as_text() {
            Some(user) if is_valid && (1..=LONGEST_USER).contains(&user.len()) => {
                Self::Session(Session { user, numbers })
            }
            _ => Self::Nonsense,
        }
    }
}

/// Who asks, and for whose cards they may ask.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// A name for limits and logs.
    pub user: &'a str,
    numbers: Value<'a>,
}

impl Session<'_> {
    /// Whether the number is one of this user's.
    #[must_use]
    pub fn may_see(&self, number: &str) -> bool {
        match self.numbers {
            Value::List(mut numbers) => numbers.any(|own| own.as_text() == Some(number)),
            _ => true,
        }
    }

    /// Their numbers, to look many up; `None`: all.
    pub(super) fn own_numbers(&self) -> Option<BTreeSet<&str>> {
        match self.numbers {
            Value::List(numbers) => Some(numbers.filter_map(Value::as_text).collect()),
            _ => None,
        }
    }
}

/// What came of reading a body, of the request or of the answer.
#[derive(Clone, Copy)]
pub enum BodyRead<'a> {
    /// The whole body.
    Whole(&'a [u8]),
    /// It is longer than was asked for; the rest isn't read.
    TooLong,
    /// The time was over before it ended.
    Late,
    /// It broke off.
    Broken,
}

impl<'a> BodyRead<'a> {
    fn parse(read: Value<'_>, bytes: &'a [u8]) -> Self {
        match read.as_text() {
            Some("whole") => Self::Whole(bytes),
            Some("too long") => Self::TooLong,
            Some("late") => Self::Late,
            _ => Self::Broken,
        }
    }
}

/// What came of reserving.
#[derive(Clone, Debug, PartialEq)]
pub enum Reserved {
    /// The store's answer.
    Places {
        /// Whether all places were taken; otherwise none was.
        is_granted: bool,
        /// For each place that was asked for: how many are used now, and the milliseconds until one of them is free.
        usages: Vec<(u32, u32)>,
    },
    /// The store gave no usable answer.
    Away,
}

impl Reserved {
    /// Takes what a store answered: `granted`, and for each of the places `used` and `reset`.
    #[must_use]
    pub fn parse(answer: Value<'_>) -> Self {
        let Value::Bool(is_granted) = answer.get("granted") else {
            return Self::Away;
        };
        let usage = |place: Value<'_>| {
            let Value::Number(reset) = place.get("reset") else {
                return None;
            };
            let reset = crate::number::parse_u32(until(reset, |byte| byte == b'.'))?;
            Some((place.get("used").as_u32()?, reset))
        };
        let usages: Option<Vec<_>> = answer.get("places").items().map(usage).collect();
        usages.map_or(Self::Away, |usages| Self::Places { is_granted, usages })
    }
}

/// What came of asking Linq.
#[derive(Clone, Copy)]
pub enum Answer<'a> {
    /// A response.
    Response(Head<'a>, BodyRead<'a>),
    /// None, as the connection failed.
    Unreachable,
    /// None in time.
    Late,
}

impl<'a> Answer<'a> {
    fn parse(got: Value<'a>, bytes: &'a [u8]) -> Self {
        let mut parts = got.items();
        match (got.as_text(), parts.next()) {
            (_, Some(head)) => {
                let body = BodyRead::parse(parts.next().unwrap_or_default(), bytes);
                Self::Response(Head::parse(head), body)
            }
            (Some("late"), None) => Self::Late,
            _ => Self::Unreachable,
        }
    }
}
