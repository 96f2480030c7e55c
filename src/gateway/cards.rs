//! The contact cards of Linq's responses, read from JSON and written again in one pass.
//!
//! No tree is built: stored are only the card that is being read, in place, and the text that is
//! written, which isn't longer than the response. What isn't part of a card is skipped without
//! recursion. So the time and memory that a hostile response costs are bounded by its length,
//! however deep it is nested and however many members it has.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::error::Category;

use super::session::Session;
use crate::error::Failure;

/// What the cards of a response must be.
pub(super) struct Expected<'a> {
    /// Whether the response is a list of cards; otherwise it is one card.
    pub(super) is_list: bool,
    /// The phone number of every card; `None` where those of all numbers are read.
    pub(super) number: Option<&'a str>,
    /// The user: of a list, cards of other users are left out.
    pub(super) session: &'a Session,
}

/// Returns the card of a response, or the list of the user's cards, as JSON with the documented
/// members alone.
pub(super) fn rewrite(json: &[u8], expected: &Expected<'_>) -> Result<String, Failure> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    // For the whole text at once, which is faster than for each of its strings.
    let json = core::str::from_utf8(json).map_err(|_| Failure::NotJson)?;
    let mut rewriter = Rewriter {
        expected,
        output: Vec::new(),
        failure: expected.failure(),
    };
    if expected.session.may_see_all() {
        rewriter.output.reserve_exact(json.len());
    }
    let mut input = serde_json::Deserializer::from_str(json);
    let read = Document(&mut rewriter).deserialize(&mut input);
    match read.and_then(|()| input.end()) {
        Ok(()) => String::from_utf8(rewriter.output).map_err(|_| Failure::NotJson),
        Err(error) if error.classify() == Category::Data => Err(rewriter.failure),
        Err(_) => Err(Failure::NotJson),
    }
}

/// The state of reading and writing.
struct Rewriter<'e> {
    expected: &'e Expected<'e>,
    output: Vec<u8>,
    /// What it means if the value that is being read has another form than is expected.
    failure: Failure,
}

impl Expected<'_> {
    /// The failure of a response that isn't what is expected.
    const fn failure(&self) -> Failure {
        if self.is_list {
            Failure::NotAList
        } else {
            Failure::NotACard
        }
    }

    /// Checks a card. Returns whether it is part of the output.
    fn check(&self, card: &Card<'_>) -> Result<bool, Failure> {
        let (Some(number), Some(_), Some(_)) =
            (&card.phone_number, &card.first_name, card.is_active)
        else {
            return Err(Failure::NotACard);
        };
        if self.number.is_some_and(|expected| expected != number) {
            return Err(Failure::OtherNumber);
        }
        Ok(!self.is_list || self.session.may_see(number.as_bytes()))
    }
}

impl Rewriter<'_> {
    /// Checks a card, and writes it where it is the user's.
    fn add<E: Error>(&mut self, card: &Card<'_>) -> Result<(), E> {
        match self.expected.check(card) {
            Ok(true) => {
                if self.output.last() == Some(&b'}') {
                    self.output.push(b',');
                }
                serde_json::to_writer(&mut self.output, card).map_err(E::custom)
            }
            Ok(false) => Ok(()),
            Err(failure) => self.fail(failure),
        }
    }

    /// Ends the reading.
    fn fail<E: Error>(&mut self, failure: Failure) -> Result<(), E> {
        self.failure = failure;
        Err(E::custom("not what is expected"))
    }
}

/// Implements a seed that is its own visitor.
macro_rules! seed {
    ($seed:ty, $value:ty) => {
        impl<'de> DeserializeSeed<'de> for $seed {
            type Value = $value;

            fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
                input.deserialize_any(self)
            }
        }
    };
}

/// A whole response.
struct Document<'r, 'e>(&'r mut Rewriter<'e>);

seed!(Document<'_, '_>, ());

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self(rewriter) = self;
        let is_list = rewriter.expected.is_list;
        let (mut card, mut has_list, mut has_error) = (Card::default(), false, false);
        while let Some(member) = members.next_key_seed(Name)? {
            match member {
                Member::Error => has_error = members.next_value_seed(IsObject)?,
                Member::ContactCards if is_list => {
                    members.next_value_seed(List(rewriter))?;
                    has_list = true;
                }
                _ if is_list => {
                    members.next_value::<IgnoredAny>()?;
                }
                _ => card.read(member, &mut members)?,
            }
        }
        if has_error {
            rewriter.fail(Failure::SuccessAndError)
        } else if !is_list {
            rewriter.add(&card)
        } else if !has_list {
            rewriter.fail(Failure::NotAList)
        } else {
            Ok(())
        }
    }
}

/// The list of a response. Where a response has two, the last one counts, as in JavaScript.
struct List<'r, 'e>(&'r mut Rewriter<'e>);

seed!(List<'_, '_>, ());

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self(rewriter) = self;
        rewriter.output.clear();
        rewriter.output.extend_from_slice(br#"{"contact_cards":["#);
        rewriter.failure = Failure::NotACard;
        while let Some(card) = items.next_element_seed(Item)? {
            rewriter.add(&card)?;
        }
        rewriter.output.extend_from_slice(b"]}");
        rewriter.failure = Failure::NotAList;
        Ok(())
    }
}

/// A card as it was received. Its texts are in the response, except for those with escapes.
#[derive(Default)]
struct Card<'de> {
    phone_number: Option<Cow<'de, str>>,
    first_name: Option<Cow<'de, str>>,
    last_name: Option<Cow<'de, str>>,
    image_url: Option<Cow<'de, str>>,
    is_active: Option<bool>,
}

impl<'de> Card<'de> {
    /// Reads the value of a member. Of two with the same name, the last one counts, as in
    /// JavaScript.
    fn read<A: MapAccess<'de>>(&mut self, member: Member, members: &mut A) -> Result<(), A::Error> {
        match member {
            Member::PhoneNumber => self.phone_number = members.next_value_seed(OptionalText)?,
            Member::FirstName => self.first_name = members.next_value_seed(OptionalText)?,
            Member::LastName => self.last_name = members.next_value_seed(OptionalText)?,
            Member::ImageUrl => self.image_url = members.next_value_seed(OptionalText)?,
            Member::IsActive => self.is_active = members.next_value()?,
            Member::ContactCards | Member::Error | Member::Unknown => {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Writes the members that the card has. An image is left out unless its URL is an https URL, as
/// pages show it.
impl Serialize for Card<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let image_url = self.image_url.as_ref().filter(|url| is_https(url));
        let texts = [
            ("phone_number", self.phone_number.as_ref()),
            ("first_name", self.first_name.as_ref()),
            ("last_name", self.last_name.as_ref()),
            ("image_url", image_url),
        ];
        let mut members = serializer.serialize_map(None)?;
        for (name, text) in texts {
            if let Some(text) = text {
                members.serialize_entry(name, text)?;
            }
        }
        members.serialize_entry("is_active", &self.is_active)?;
        members.end()
    }
}

/// Whether a URL of a response may be passed on: a page may make a link of it, and
/// `javascript:…` in a link is a script (XSS).
pub(super) fn is_https(url: &str) -> bool {
    url.starts_with("https://")
}

/// A card in a list.
struct Item;

seed!(Item, Card<'de>);

impl<'de> Visitor<'de> for Item {
    type Value = Card<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a contact card")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Card<'de>, A::Error> {
        let mut card = Card::default();
        while let Some(member) = members.next_key_seed(Name)? {
            card.read(member, &mut members)?;
        }
        Ok(card)
    }
}

/// The members that are read.
enum Member {
    ContactCards,
    Error,
    PhoneNumber,
    FirstName,
    LastName,
    ImageUrl,
    IsActive,
    /// Any other.
    Unknown,
}

/// A member's name.
struct Name;

seed!(Name, Member);

impl Visitor<'_> for Name {
    type Value = Member;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Member, E> {
        Ok(match name {
            "contact_cards" => Member::ContactCards,
            "error" => Member::Error,
            "phone_number" => Member::PhoneNumber,
            "first_name" => Member::FirstName,
            "last_name" => Member::LastName,
            "image_url" => Member::ImageUrl,
            "is_active" => Member::IsActive,
            _ => Member::Unknown,
        })
    }
}

/// A text, or `null`.
struct OptionalText;

seed!(OptionalText, Option<Cow<'de, str>>);

impl<'de> Visitor<'de> for OptionalText {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.into())))
    }
}

/// Whether a value is an object. The value is skipped.
struct IsObject;

seed!(IsObject, bool);

impl<'de> Visitor<'de> for IsObject {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
}
