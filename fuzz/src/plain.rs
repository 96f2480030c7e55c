//! [`Plain`]: any value that can cross the boundary, with the secrets of the case among its texts.

use std::borrow::Cow;

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::secrets::Secrets;
use crate::tree::{Name, Tree};

/// A value to be. Its `Debug` shows everything, as a finding can't be read otherwise.
#[derive(Arbitrary, Debug)]
pub enum Plain {
    Absent,
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    IllFormed,
    List(Vec<Plain>),
    Object(Vec<(PlainName, Plain)>),
    /// These members, and those that make it what it should be where none of these has the name.
    Almost(Shape, Vec<(PlainName, Plain)>),
    Function,
    Other,
}

impl Plain {
    /// The value with the secrets in their places.
    #[must_use]
    pub fn tree(&self, secrets: &Secrets) -> Tree {
        match self {
            Self::Absent => Tree::Absent,
            Self::Null => Tree::Null,
            Self::Bool(flag) => Tree::Bool(*flag),
            Self::Number(number) => Tree::Number(number.0.to_string()),
            Self::Text(text) => Tree::Text(text.with(secrets)),
            Self::IllFormed => Tree::IllFormed,
            Self::List(items) => Tree::List(items.iter().map(|item| item.tree(secrets)).collect()),
            Self::Object(given) => Tree::Object(members(given, secrets)),
            Self::Almost(shape, given) => {
                let mut members = members(given, secrets);
                for (name, member) in shape.members(secrets) {
                    add(&mut members, Name::Text(name.to_owned()), member);
                }
                Tree::Object(members)
            }
            Self::Function => Tree::Function,
            Self::Other => Tree::Other,
        }
    }

    /// The same in the wire format.
    #[must_use]
    pub fn encode(&self, secrets: &Secrets) -> Vec<u8> {
        self.tree(secrets).encode()
    }
}

fn members(given: &[(PlainName, Plain)], secrets: &Secrets) -> Vec<(Name, Tree)> {
    let mut members = Vec::new();
    for (name, member) in given {
        add(&mut members, name.with(secrets), member.tree(secrets));
    }
    members
}

/// An object has a name once: the first one stays. Of those that are ill-formed, no two need be the same.
fn add(members: &mut Vec<(Name, Tree)>, name: Name, member: Tree) {
    if name == Name::IllFormed || members.iter().all(|(other, _)| *other != name) {
        members.push((name, member));
    }
}

/// What chance alone seldom builds.
#[derive(Arbitrary, Debug)]
pub enum Shape {
    Update,
    Card,
    Options,
    /// Options with these milliseconds.
    Times(Number),
}

impl Shape {
    fn members(&self, secrets: &Secrets) -> Vec<(&'static str, Tree)> {
        let text = |text: &str| Tree::Text(text.to_owned());
        match self {
            Self::Update => vec![
                ("phone_number", text(&secrets.phone_number)),
                ("first_name", text("Ada")),
                ("image_url", text("https://a.example/b.png")),
            ],
            Self::Card => vec![
                ("phone_number", text(&secrets.phone_number)),
                ("first_name", text("Ada")),
                ("is_active", Tree::Bool(true)),
            ],
            Self::Options => vec![
                ("apiKey", text(&secrets.key)),
                ("dangerouslyAllowBrowser", Tree::Bool(true)),
            ],
            Self::Times(number) => vec![
                ("apiKey", text(&secrets.key)),
                ("dangerouslyAllowBrowser", Tree::Bool(true)),
                ("timeout", Tree::Number(number.0.to_string())),
                ("maxRetryAfter", Tree::Number(number.0.to_string())),
            ],
        }
    }
}

/// Whole numbers of up to five digits, and the limits of what the core distinguishes, as JavaScript writes them. None has
/// the digits of a secret: a code or seconds that happened to have them would look like a leak.
#[derive(Debug)]
pub struct Number(Cow<'static, str>);

impl<'a> Arbitrary<'a> for Number {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const LIMITS: [&str; 16] = [
            "NaN",
            "Infinity",
            "-Infinity",
            "0",
            "-1",
            "0.5",
            "-0.5",
            "2147483647",
            "2147483647.5",
            "2147483648",
            "4294967295",
            "4294967296",
            "1e+21",
            "1.5e+21",
            "1e-7",
            "1.5e-7",
        ];
        if u.arbitrary()? {
            return u
                .arbitrary::<u16>()
                .map(|whole| Self(whole.to_string().into()));
        }
        u.choose(&LIMITS).map(|limit| Self((*limit).into()))
    }
}

/// A text in pieces, so that a secret can be anywhere in it.
#[derive(Arbitrary, Debug)]
pub struct Text(Vec<Piece>);

#[derive(Arbitrary, Debug)]
enum Piece {
    Key,
    PhoneNumber,
    Digits,
    Known(Known),
    Any(String),
}

impl Text {
    fn with(&self, secrets: &Secrets) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Key => &secrets.key,
            Piece::PhoneNumber => &secrets.phone_number,
            Piece::Digits => secrets.digits(),
            Piece::Known(known) => known.0,
            Piece::Any(text) => text,
        });
        pieces.collect()
    }
}

/// A member's name. It may hold the number but not the key: errors show a caller's own names, digits masked.
#[derive(Arbitrary, Debug)]
pub enum PlainName {
    Known(Known),
    Any(Text),
    IllFormed,
}

impl PlainName {
    fn with(&self, secrets: &Secrets) -> Name {
        match self {
            Self::Known(known) => Name::Text(known.0.to_owned()),
            Self::Any(text) => {
                let name = text.with(secrets);
                if name.contains(&secrets.key) {
                    Name::Text(String::new())
                } else {
                    Name::Text(name)
                }
            }
            Self::IllFormed => Name::IllFormed,
        }
    }
}

/// A word that the core knows.
#[derive(Debug)]
pub struct Known(&'static str);

impl<'a> Arbitrary<'a> for Known {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const WORDS: [&str; 37] = [
            // An update and a card
            "phone_number",
            "first_name",
            "last_name",
            "image_url",
            "is_active",
            "contact_cards",
            // Options
            "apiKey",
            "baseURL",
            "credentials",
            "dangerouslyAllowBrowser",
            "fetch",
            "headers",
            "keepalive",
            "maxRetries",
            "maxRetryAfter",
            "onAttempt",
            "replaceImage",
            "sendEmpty",
            "shouldRetry",
            "signal",
            "timeout",
            "Authorization",
            "Content-Type",
            // An error
            "error",
            "code",
            "message",
            "trace_id",
            "doc_url",
            "retry_after",
            // Values
            "https://",
            "http://",
            "127.0.0.1",
            "localhost:",
            "/",
            "Bearer ",
            "include",
            "+",
        ];
        u.choose(&WORDS).copied().map(Self)
    }
}
