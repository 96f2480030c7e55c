//! [`AnyValue`]: any value that can cross the boundary. Its texts may contain the secrets of the
//! case.

use std::borrow::Cow;

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::secrets::Secrets;
use crate::tree::{Name, Tree};

/// A random value. Its `Debug` shows everything, so that a finding can be read.
#[derive(Arbitrary, Debug)]
pub enum AnyValue {
    Absent,
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    IllFormed,
    List(Vec<AnyValue>),
    Object(Vec<(AnyName, AnyValue)>),
    /// An object with these members, and with those of a valid shape whose names are missing.
    Shaped(Shape, Vec<(AnyName, AnyValue)>),
    Function,
    Other,
}

impl AnyValue {
    /// Returns the value with the secrets inserted.
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
            Self::Object(members) => Tree::Object(unique_members(members, secrets)),
            Self::Shaped(shape, members) => {
                let mut members = unique_members(members, secrets);
                for (name, member) in shape.members(secrets) {
                    add(&mut members, Name::Text(name.to_owned()), member);
                }
                Tree::Object(members)
            }
            Self::Function => Tree::Function,
            Self::Other => Tree::Other,
        }
    }

    /// Encodes the value in the wire format.
    #[must_use]
    pub fn encode(&self, secrets: &Secrets) -> Vec<u8> {
        self.tree(secrets).encode()
    }
}

fn unique_members(any: &[(AnyName, AnyValue)], secrets: &Secrets) -> Vec<(Name, Tree)> {
    let mut members = Vec::new();
    for (name, member) in any {
        add(&mut members, name.with(secrets), member.tree(secrets));
    }
    members
}

/// Adds a member unless its name exists. Ill-formed names may stand for different names, so they
/// are always added.
fn add(members: &mut Vec<(Name, Tree)>, name: Name, member: Tree) {
    if name == Name::IllFormed || members.iter().all(|(other, _)| *other != name) {
        members.push((name, member));
    }
}

/// Objects that random members rarely form.
#[derive(Arbitrary, Debug)]
pub enum Shape {
    Update,
    Card,
    Options,
    /// Options whose times are this number of milliseconds.
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

/// Whole numbers of up to five digits, and numbers at limits of the core, as JavaScript writes
/// them. None contains the digits of a secret, because such a code or duration would look like a
/// leak.
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

/// A text of pieces, so that a secret can occur anywhere.
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

/// A member's name. It may contain the phone number, but not the key: errors show the names of a
/// caller with masked digits.
#[derive(Arbitrary, Debug)]
pub enum AnyName {
    Known(Known),
    Any(Text),
    IllFormed,
}

impl AnyName {
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

/// A text that has a meaning to the core.
#[derive(Debug)]
pub struct Known(&'static str);

impl<'a> Arbitrary<'a> for Known {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const KNOWN: [&str; 37] = [
            // Members of updates and cards.
            "phone_number",
            "first_name",
            "last_name",
            "image_url",
            "is_active",
            "contact_cards",
            // Options and headers.
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
            // Members of errors.
            "error",
            "code",
            "message",
            "trace_id",
            "doc_url",
            "retry_after",
            // Parts of values.
            "https://",
            "http://",
            "127.0.0.1",
            "localhost:",
            "/",
            "Bearer ",
            "include",
            "+",
        ];
        u.choose(&KNOWN).copied().map(Self)
    }
}
