//! [`Plain`]: any value that can cross the border, with the secrets of the case among its texts.

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::value::Value;

use crate::secrets::Secrets;

/// A [`Value`] to be. Its `Debug` shows everything, as a finding can't be read otherwise.
#[derive(Arbitrary, Debug)]
pub enum Plain {
    Absent,
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    IllFormed,
    List(Vec<Plain>),
    Object(Vec<(Name, Plain)>),
    /// These members, and those that make it what it should be where none of these has the name.
    Almost(Shape, Vec<(Name, Plain)>),
    Function,
    Other,
}

impl Plain {
    /// The value with the secrets in their places.
    #[must_use]
    pub fn value(&self, secrets: &Secrets) -> Value {
        match self {
            Self::Absent => Value::Absent,
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.0),
            Self::Text(text) => Value::Text(text.with(secrets)),
            Self::IllFormed => Value::IllFormed,
            Self::List(items) => {
                Value::List(items.iter().map(|item| item.value(secrets)).collect())
            }
            Self::Object(given) => Value::Object(members(given, secrets)),
            Self::Almost(shape, given) => {
                let mut members = members(given, secrets);
                for (name, member) in shape.members(secrets) {
                    add(&mut members, name.to_owned(), member);
                }
                Value::Object(members)
            }
            Self::Function => Value::Function,
            Self::Other => Value::Other,
        }
    }
}

fn members(given: &[(Name, Plain)], secrets: &Secrets) -> Vec<(String, Value)> {
    let mut members = Vec::new();
    for (name, member) in given {
        add(&mut members, name.with(secrets), member.value(secrets));
    }
    members
}

/// In an object, a name stands once: the first one stays.
fn add(members: &mut Vec<(String, Value)>, name: String, member: Value) {
    if members.iter().all(|(other, _)| *other != name) {
        members.push((name, member));
    }
}

/// What chance alone seldom builds.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Shape {
    Update,
    Card,
    Options,
}

impl Shape {
    fn members(self, secrets: &Secrets) -> Vec<(&'static str, Value)> {
        let text = |text: &str| Value::Text(text.to_owned());
        match self {
            Self::Update => vec![
                ("phone_number", text(&secrets.phone_number)),
                ("first_name", text("Ada")),
                ("image_url", text("https://a.example/b.png")),
            ],
            Self::Card => vec![
                ("phone_number", text(&secrets.phone_number)),
                ("first_name", text("Ada")),
                ("is_active", Value::Bool(true)),
            ],
            Self::Options => vec![
                ("apiKey", text(&secrets.key)),
                ("dangerouslyAllowBrowser", Value::Bool(true)),
            ],
        }
    }
}

/// Whole numbers of up to five digits, and the borders of what the core tells apart. None has the digits of a secret:
/// a code or seconds that happened to have them would look like a leak.
#[derive(Debug)]
pub struct Number(f64);

impl<'a> Arbitrary<'a> for Number {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const BORDERS: [f64; 10] = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            -1.0,
            0.5,
            2_147_483_647.0,
            2_147_483_648.0,
            4_294_967_295.0,
            4_294_967_296.0,
        ];
        if u.arbitrary()? {
            return u.arbitrary::<u16>().map(|whole| Self(whole.into()));
        }
        u.choose(&BORDERS).copied().map(Self)
    }
}

/// A text in pieces, so that a secret can stand anywhere in it.
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
pub enum Name {
    Known(Known),
    Any(Text),
}

impl Name {
    fn with(&self, secrets: &Secrets) -> String {
        match self {
            Self::Known(known) => known.0.to_owned(),
            Self::Any(text) => {
                let name = text.with(secrets);
                if name.contains(&secrets.key) {
                    String::new()
                } else {
                    name
                }
            }
        }
    }
}

/// A word that the core knows.
#[derive(Debug)]
pub struct Known(&'static str);

impl<'a> Arbitrary<'a> for Known {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        const WORDS: [&str; 32] = [
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
            "sendEmpty",
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
