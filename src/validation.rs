//! [`Issues`]: what is wrong with a caller's input, each problem with where it is and what to do.

use crate::redact::mask;
use crate::text::{Text, cut, lower, nth, position};
use crate::wire::{Kind, Value, Wire};

/// Declares the problems with their codes and messages, which are part of the public API.
macro_rules! problems {
    ($($(#[$doc:meta])* $problem:ident = $code:literal, $message:literal;)*) => {
        /// What is wrong with a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Problem {
            $($(#[$doc])* $problem,)*
        }

        impl Problem {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$problem),*];
        }

        const CODES: &str = concat!($($code, "\0"),*);
        const MESSAGES: &str = concat!($($message, "\0"),*);
    };
}

problems! {
    /// A field that must be there isn't.
    Required = "required", "is required";
    /// The input as a whole is no object.
    NotAnObject = "not_an_object", "must be an object";
    /// The value is no string.
    NotAString = "not_a_string", "must be a string";
    /// The number is `''`.
    Empty = "empty", "is empty; give a number such as +15551234567";
    /// The number doesn't start with `+`.
    MissingPlus = "missing_plus", "must start with + and the country code, such as +15551234567";
    /// The number has something else than the ASCII digits 0 to 9.
    InvalidCharacter = "invalid_character", "may hold only the digits 0 to 9 after the +, no spaces, dashes or brackets";
    /// The country code starts with 0.
    LeadingZero = "leading_zero", "must not start with 0 after the +; give the country code";
    /// The number has fewer than 2 digits.
    TooShort = "too_short", "is too short; E.164 numbers have at least 2 digits";
    /// The number has more than 15 digits.
    TooLong = "too_long", "is too long; E.164 numbers have at most 15 digits";
    /// `null` for a field: Linq responds to it with a 500.
    NullNotSupported = "null_not_supported", "must not be null; leave it out to keep its value";
    /// `''` for a field: Linq documents no way to clear one.
    CannotClear = "cannot_clear", "must not be empty, as Linq has no way to clear a field; leave it out to keep its value";
    /// A lone surrogate, which UTF-8 can't carry.
    IllFormed = "ill_formed", "holds half of a surrogate pair, which can't be sent";
    /// The image URL is no `https://` URL that Linq could fetch.
    NotHttpsUrl = "not_https_url", "must be a public URL that starts with https://, without user name, spaces or control characters";
    /// A key that an update doesn't have.
    UnknownField = "unknown_field", "is not a field";
    /// No field to change.
    EmptyUpdate = "empty_update", "Nothing to update: give first_name, last_name or image_url";
    /// An option that doesn't exist.
    UnknownOption = "unknown_option", "is not an option";
    /// An option that is no key.
    NotAKey = "invalid_option", "must be a key of visible ASCII characters, without spaces or line breaks";
    /// An option that is no URL to send requests to.
    NotABaseUrl = "invalid_option", "must be an http or https URL without user name, query and fragment, or a path such as /api/linq";
    /// An option that is none of `fetch`'s words for cookies.
    NotCredentials = "invalid_option", "must be 'omit', 'same-origin' or 'include'";
    /// An option that is neither on nor off.
    NotABoolean = "invalid_option", "must be true or false";
    /// An option that is no function.
    NotAFunction = "invalid_option", "must be a function";
    /// An option that is no headers.
    NotHeaders = "invalid_option", "must be names and texts that HTTP can carry; null removes one";
    /// An option that counts nothing.
    NotACount = "invalid_option", "must be a whole number, 0 or more";
    /// An option that is no duration.
    NotMilliseconds = "invalid_option", "must be milliseconds: a number above 0, at most 2147483647";
    /// An option that is no signal.
    NotASignal = "invalid_option", "must be an AbortSignal";
    /// A base URL that leads nowhere, as there is no page.
    RelativeBaseUrl = "invalid_option", "must be absolute outside a page; without apiKey, the default is /api/linq on the page's own origin";
}

impl Problem {
    /// The code as the API names it.
    #[must_use]
    pub fn code(self) -> Text<'static> {
        nth(CODES.as_bytes(), self as usize)
    }

    /// What is wrong and what to do, in English, to be read after the path; never with the value itself.
    #[must_use]
    pub fn message(self) -> Text<'static> {
        nth(MESSAGES.as_bytes(), self as usize)
    }
}

/// How issues are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As objects, whole: for a form, which knows the value anyway.
    Whole,
    /// As objects that a log may hold: phone numbers masked, no suggestions.
    Masked,
    /// As one line for people, masked: `phone_number is required; image_url must …`.
    Line,
}

/// The first step of the path of an option's issue.
pub const OPTIONS: Text<'static> = b"options";

/// The issues of one input, written as they are found: inputs are checked to the end, so that all issues come at once.
pub struct Issues<'w, 'i, 'o> {
    /// What is read and written.
    pub wire: &'w mut Wire<'i, 'o>,
    style: Style,
    count: u32,
}

impl<'w, 'i, 'o> Issues<'w, 'i, 'o> {
    /// No issues yet. They are written one after the other, without the brackets of a list.
    #[must_use]
    pub const fn new(wire: &'w mut Wire<'i, 'o>, style: Style) -> Self {
        Self {
            wire,
            style,
            count: 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Notes what is wrong with a field; with the input as a whole where the name is empty.
    pub fn field(&mut self, name: Text<'_>, problem: Problem) {
        self.begin(b"", name, problem);
        self.end();
    }

    /// Notes what is wrong with an option.
    pub fn option(&mut self, name: Text<'_>, problem: Problem) {
        self.begin(OPTIONS, name, problem);
        self.end();
    }

    /// Notes an option of a gateway that breaks a rule.
    #[cfg(feature = "gateway")]
    pub fn option_rule(&mut self, name: Text<'_>, rule: Text<'_>) {
        self.begin_path(OPTIONS, name);
        self.end_path(Problem::NotAKey.code(), rule);
        self.end();
    }

    /// Notes what is wrong with a number, at which offset (in UTF-16 units; 0: with all of it), and the number that was
    /// probably meant, which is empty where there is none.
    pub fn number(&mut self, name: Text<'_>, problem: Problem, offset: u32, suggestion: Text<'_>) {
        self.begin(b"", name, problem);
        if self.style != Style::Line && offset > 0 {
            self.wire.number_member(b"offset", offset.into());
        }
        self.suggest(suggestion);
        self.end();
    }

    /// Notes every name of an object that isn't in the list of those that are known. Returns whether there are any.
    pub fn unknown_fields(&mut self, object: Value, known: &'static str) -> bool {
        let before = self.count;
        let mut name = self.wire.first(object, Kind::OBJECT);
        while name < self.wire.after(object) {
            if !is_listed(known, self.wire.text(name)) {
                self.unknown(b"", name, Problem::UnknownField, known);
            }
            name = self.wire.after(self.wire.after(name));
        }
        self.count > before
    }

    /// Notes an unknown name, with the known one that was probably meant.
    pub fn unknown(&mut self, place: Text<'_>, name: Value, problem: Problem, known: &'static str) {
        let mut text = self.wire.text(name);
        if self.wire.kind(name) == Kind::ILL_FORMED {
            text = "\u{fffd}".as_bytes();
        }
        self.begin(place, text, problem);
        self.suggest(nearest(text, known));
        self.end();
    }

    fn begin(&mut self, place: Text<'_>, name: Text<'_>, problem: Problem) {
        self.begin_path(place, name);
        self.end_path(problem.code(), problem.message());
    }

    fn begin_path(&mut self, place: Text<'_>, name: Text<'_>) {
        let is_line = self.style == Style::Line;
        if is_line {
            if self.count > 0 {
                self.wire.raw(b"; ");
            }
        } else {
            self.wire.separate();
            self.wire.raw(b"{\"path\":[");
        }
        self.count = self.count.wrapping_add(1);
        self.step(place);
        self.step(name);
    }

    fn end_path(&mut self, code: Text<'_>, message: Text<'_>) {
        if self.style == Style::Line {
            return self.wire.raw(message);
        }
        self.wire.byte(b']');
        self.wire.member(b"code", code);
        self.wire.member(b"message", message);
    }

    /// Writes a step of the path.
    fn step(&mut self, name: Text<'_>) {
        if name.is_empty() {
            return;
        }
        if self.style == Style::Line {
            mask(self.wire, name);
            return self.wire.byte(b' ');
        }
        self.wire.open_string();
        if self.style == Style::Masked {
            mask(self.wire, name);
        } else {
            self.wire.raw(name);
        }
        self.wire.close_string();
    }

    fn suggest(&mut self, suggestion: Text<'_>) {
        if self.style == Style::Whole && !suggestion.is_empty() {
            self.wire.member(b"suggestion", suggestion);
        }
    }

    fn end(&mut self) {
        if self.style != Style::Line {
            self.wire.byte(b'}');
        }
    }
}

/// Whether a list of names has this one.
#[must_use]
pub fn is_listed(names: &'static str, name: Text<'_>) -> bool {
    !nth(names.as_bytes(), position(names.as_bytes(), name)).is_empty()
}

/// How many letters and digits two names must share from their start to be taken for the same.
const SHARED_LETTERS: usize = 4;

/// The known name that `name` was probably meant to be: `first_name` for `firstName`, `first-name`, `firstname` and
/// `first`; empty where there is none.
fn nearest(name: Text<'_>, known: &'static str) -> Text<'static> {
    let (mut most, mut nearest): (_, Text<'_>) = (SHARED_LETTERS.wrapping_sub(1), &[]);
    let mut rest = known.as_bytes();
    while !rest.is_empty() {
        let candidate;
        (candidate, rest) = cut(rest);
        let shared = shared_letters(name, candidate);
        if shared > most {
            (most, nearest) = (shared, candidate);
        }
    }
    nearest
}

fn shared_letters(mut one: Text<'_>, mut other: Text<'_>) -> usize {
    let mut count = 0_usize;
    loop {
        let letter = take_letter(&mut one);
        if letter == 0 || letter != take_letter(&mut other) {
            return count;
        }
        count = count.wrapping_add(1);
    }
}

/// Takes the next ASCII letter or digit of a text, in lower case; 0 at its end.
fn take_letter(text: &mut Text<'_>) -> u8 {
    while let Some((&byte, rest)) = text.split_first() {
        *text = rest;
        if byte.is_ascii_alphanumeric() {
            return lower(byte);
        }
    }
    0
}
