//! The contact card: the fields that can be edited ([`Fields`]), their rules ([`check_params`]),
//! the check of a contact card in a response ([`is_card`]), and the smallest update
//! ([`changed_fields`]).

use crate::phone_number::{PHONE_NUMBER, check_phone_number};
use crate::text::{
    Text, equal, has_no_space_or_control, invisible_length, is_without, length_until, split,
    starts_with,
};
use crate::validation::{Issues, Problem};
use crate::wire::{Kind, Value, Wire};

/// The names of the params of a write: the phone number, then the fields that can be edited.
const NAMES: &str = "phone_number\0first_name\0last_name\0image_url\0";

/// A field that can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Field {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The URL of the picture.
    ImageUrl,
}

impl Field {
    /// All fields, in the order in which the reference page has them in a body.
    pub const ALL: &[Self] = &[Self::FirstName, Self::LastName, Self::ImageUrl];

    /// The field's name in JSON.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        match self {
            Self::FirstName => b"first_name",
            Self::LastName => b"last_name",
            Self::ImageUrl => b"image_url",
        }
    }

    /// The field's value in params or in a contact card.
    #[must_use]
    pub fn value_in(self, wire: &Wire<'_, '_>, object: Value) -> Value {
        wire.get(object, self.name())
    }
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u8);

impl Fields {
    /// The set of all fields.
    pub const ALL: Self = Self(0b111);

    /// Adds a field.
    pub const fn add(&mut self, field: Field) {
        self.0 |= 1 << field as u8;
    }

    /// Whether a field is in the set.
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 >> field as u8 & 1 != 0
    }

    /// Whether no field is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The fields that the params of a write must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Any field, as an update without one would waste a write.
    AnyField,
    /// The first name, without which a contact card can't be created.
    FirstName,
    /// No field, as Linq's own SDK sends `{}`.
    Nothing,
}

/// Checks the params of a write and writes every issue. With `send_empty`, `''` is allowed as a
/// field's value.
pub fn check_params(
    issues: &mut Issues<'_, '_, '_>,
    params: Value,
    needs: Needs,
    send_empty: bool,
) {
    if issues.wire.kind(params) != Kind::OBJECT {
        return issues.field(b"", Problem::NotAnObject);
    }
    let phone_number = issues.wire.get(params, PHONE_NUMBER);
    check_phone_number(issues, PHONE_NUMBER, phone_number);
    // An unknown name is probably the reason for an empty update, so its issue is enough.
    let mut is_empty = !issues.unknown_fields(params, NAMES);
    for &field in Field::ALL {
        let value = field.value_in(issues.wire, params);
        let problem = if issues.wire.is_absent(value) {
            let is_required = needs == Needs::FirstName && field == Field::FirstName;
            is_required.then_some(Problem::Required)
        } else {
            is_empty = false;
            problem_of(issues.wire, field, value, send_empty)
        };
        if let Some(problem) = problem {
            issues.field(field.name(), problem);
        }
    }
    if is_empty && needs == Needs::AnyField {
        issues.field(b"", Problem::EmptyUpdate);
    }
}

/// Checks the query of a retrieval and writes every issue. It may be absent, or an object with at
/// most a phone number.
pub fn check_query(issues: &mut Issues<'_, '_, '_>, query: Value) {
    if !matches!(issues.wire.kind(query), Kind::OBJECT | Kind::ABSENT) {
        issues.field(b"", Problem::NotAnObject);
    }
    let phone_number = issues.wire.get(query, PHONE_NUMBER);
    if !issues.wire.is_absent(phone_number) {
        check_phone_number(issues, PHONE_NUMBER, phone_number);
    }
    issues.unknown_fields(query, "phone_number\0");
}

/// The problem of a field's value; `None` where it is valid.
fn problem_of(
    wire: &Wire<'_, '_>,
    field: Field,
    value: Value,
    send_empty: bool,
) -> Option<Problem> {
    match wire.kind(value) {
        Kind::TEXT => match wire.text(value) {
            [] if send_empty => None,
            [] => Some(Problem::CannotClear),
            url if field == Field::ImageUrl && !is_https_url(url) => Some(Problem::NotHttpsUrl),
            text if invisible_length(text) == text.len() => Some(Problem::Blank),
            _ => None,
        },
        Kind::NULL => Some(Problem::NullNotSupported),
        Kind::ILL_FORMED => Some(Problem::IllFormed),
        _ => Some(Problem::NotAString),
    }
}

/// Whether a text is an `https://` URL with a host and without a user name, spaces and control
/// characters. Linq fetches the image, so that no other URL can work.
fn is_https_url(url: Text<'_>) -> bool {
    let (scheme, rest) = split(url, 8);
    let (host, _) = split(rest, length_until(rest, b"/?#"));
    equal(scheme, b"https://")
        && !host.is_empty()
        && !starts_with(host, b":")
        && is_without(host, b"@\\")
        && has_no_space_or_control(url)
}

/// Writes the body of a PATCH or, with the phone number, of a POST. It has those of the `fields`
/// that the params have.
pub fn write_body(wire: &mut Wire<'_, '_>, params: Value, fields: Fields, with_number: bool) {
    wire.byte(b'{');
    if with_number {
        wire.copy_member(PHONE_NUMBER, wire.get(params, PHONE_NUMBER));
    }
    for &field in Field::ALL {
        if fields.contains(field) {
            wire.copy_member(field.name(), field.value_in(wire, params));
        }
    }
    wire.byte(b'}');
}

/// The fields of a form that differ from the current contact card, so that only those are sent.
///
/// `''` is an untouched input where the card doesn't have the field, so the field is unchanged.
/// Where the card has it, `''` is a change, which [`check_params`] refuses unless the caller allows
/// it.
#[must_use]
pub fn changed_fields(wire: &Wire<'_, '_>, current: Value, edited: Value) -> Fields {
    let mut changed = Fields::default();
    for &field in Field::ALL {
        let (current, edited) = (field.value_in(wire, current), field.value_in(wire, edited));
        let is_comparable =
            wire.is_text(edited) && (wire.is_text(current) || wire.is_absent_or_null(current));
        let is_unchanged = wire.is_absent(edited)
            || is_comparable && wire.are_equal(current, edited)
            || wire.is_absent_or_null(current) && wire.is_absent_or_null(edited);
        if !is_unchanged {
            changed.add(field);
        }
    }
    changed
}

/// Whether a value is a contact card of Linq's: `phone_number` and `first_name` are strings,
/// `last_name` and `image_url` are strings, `null` or absent, and `is_active` is `true` or `false`.
/// Source: the reference page, "Returns".
#[must_use]
pub fn is_card(wire: &Wire<'_, '_>, value: Value) -> bool {
    let mut is_card = wire.is_text(wire.get(value, PHONE_NUMBER))
        && wire.is_boolean(wire.get(value, b"is_active"));
    for &field in Field::ALL {
        let value = field.value_in(wire, value);
        is_card &=
            wire.is_text(value) || field != Field::FirstName && wire.is_absent_or_null(value);
    }
    is_card
}

/// The fields of params whose values differ from those of a contact card. Linq stores the image
/// under a URL of its own, so images can't be compared: the image is sent where the card has none,
/// or with `replaces_image`.
#[must_use]
pub fn missing_fields(
    wire: &Wire<'_, '_>,
    card: Value,
    params: Value,
    replaces_image: bool,
) -> Fields {
    let mut missing = Fields::default();
    for &field in Field::ALL {
        let (wanted, current) = (field.value_in(wire, params), field.value_in(wire, card));
        let differs = if field == Field::ImageUrl && wire.is_text(current) {
            replaces_image
        } else {
            // An absent field and `''` are the same here: a card without a last name may have an
            // empty one.
            !wire.are_equal(wanted, current)
        };
        if wire.is_text(wanted) && differs {
            missing.add(field);
        }
    }
    missing
}

/// Writes a contact card of a response for the caller: its known members, without those that are
/// `null`.
pub fn write_card(wire: &mut Wire<'_, '_>, card: Value) {
    wire.separate();
    wire.byte(b'{');
    wire.copy_member(PHONE_NUMBER, wire.get(card, PHONE_NUMBER));
    for &field in Field::ALL {
        wire.copy_member(field.name(), field.value_in(wire, card));
    }
    wire.boolean_member(b"is_active", wire.is_true(wire.get(card, b"is_active")));
    wire.byte(b'}');
}
