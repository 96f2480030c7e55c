//! [`Issues`]: the problems in a caller's input, each with its path, a code for programs and a
//! sentence for people.

use core::fmt;

use crate::redact::mask;
use crate::text::{Text, lower, nth, position, split_list};
use crate::wire::{Kind, Value, Wire};

/// Declares the problems with their codes and messages, which are part of the public API. A message
/// is the predicate of a sentence whose subject is the name of the field or option.
macro_rules! problems {
    ($($(#[$doc:meta])* $problem:ident = $code:literal, $message:literal;)*) => {
        /// What is wrong with a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Problem {
            $($(#[$doc])* $problem,)*
        }

        impl Problem {
            /// All problems, in the order of their discriminants.
            pub const ALL: &[Self] = &[$(Self::$problem),*];
        }

        const CODES: &str = concat!($($code, "\0"),*);
        const MESSAGES: &str = concat!($($message, "\0"),*);
    };
}

problems! {
    /// A required field is absent.
    Required = "required", "is required";
    /// The input as a whole isn't an object.
    NotAnObject = "not_an_object", "must be an object";
    /// The value isn't a string.
    NotAString = "not_a_string", "must be a string";
    /// The phone number is `''`.
    Empty = "empty", "must not be empty; it must start with + and a country code, for example +15551234567";
    /// The phone number doesn't start with `+`.
    MissingPlus = "missing_plus", "must start with + and a country code, for example +15551234567";
    /// The phone number has a character other than the ASCII digits 0 to 9 after the `+`, or an
    /// invisible one in front of the `+`.
    InvalidCharacter = "invalid_character", "must have only the digits 0 to 9 after the +; remove spaces, dashes, brackets and invisible characters";
    /// The country code starts with 0.
    LeadingZero = "leading_zero", "must not start with 0 after the +; use a country code, for example +15551234567";
    /// The phone number has fewer than 2 digits.
    TooShort = "too_short", "is too short; a phone number has 2 to 15 digits";
    /// The phone number has more than 15 digits.
    TooLong = "too_long", "is too long; a phone number has 2 to 15 digits";
    /// The field is `null`: Linq responds to it with a 500.
    NullNotSupported = "null_not_supported", "must not be null; leave it out to keep its value";
    /// The field is `''`: Linq documents no way to clear one.
    CannotClear = "cannot_clear", "must not be empty, as Linq can't clear a field; leave it out to keep its value";
    /// The name has only spaces and invisible characters.
    Blank = "blank", "must have a visible character";
    /// The string has a lone surrogate, which UTF-8 can't carry.
    IllFormed = "ill_formed", "must not have a lone surrogate";
    /// The image URL isn't an `https://` URL that Linq could fetch.
    NotHttpsUrl = "not_https_url", "must be a public https:// URL without user name, spaces or control characters";
    /// The name isn't one of the fields.
    UnknownField = "unknown_field", "is not a field; check its name";
    /// No field is set.
    EmptyUpdate = "empty_update", "must have first_name, last_name or image_url to update";
    /// The name isn't one of the options.
    UnknownOption = "unknown_option", "is not an option; check its name";
    /// The option isn't a text that can be a key.
    NotAKey = "invalid_option", "must have only visible ASCII characters";
    /// The option isn't a URL that requests can be sent to.
    NotABaseUrl = "invalid_option", "must be an http or https URL without user name, query and fragment, or a path such as /api/linq";
    /// The option isn't one of `fetch`'s credentials modes.
    NotCredentials = "invalid_option", "must be 'omit', 'same-origin' or 'include'";
    /// The option is neither `true` nor `false`.
    NotABoolean = "invalid_option", "must be true or false";
    /// The option isn't a function.
    NotAFunction = "invalid_option", "must be a function";
    /// The option isn't a set of headers.
    NotHeaders = "invalid_option", "must have texts that HTTP can carry, or null";
    /// The option isn't a whole number.
    NotACount = "invalid_option", "must be a whole number, 0 or more";
    /// The option isn't a duration of at least 1 ms that a timer takes.
    NotATimeout = "invalid_option", "must be a number of milliseconds, from 1 to 2147483647";
    /// The option isn't a duration that a timer takes.
    NotAWait = "invalid_option", "must be a number of milliseconds, from 0 to 2147483647";
    /// The option isn't an `AbortSignal`.
    NotASignal = "invalid_option", "must be an AbortSignal or null";
    /// The base URL is a path, and there is no page whose origin it could be on.
    RelativeBaseUrl = "invalid_option", "must be an absolute URL outside a page; is apiKey undefined?";
}

impl Problem {
    /// The code, as it is in an issue.
    #[must_use]
    pub fn code(self) -> Text<'static> {
        nth(CODES.as_bytes(), self as usize)
    }

    /// The reason and what to do about it, in English: the predicate of a sentence. It never
    /// contains the value itself.
    #[must_use]
    pub fn message(self) -> Text<'static> {
        nth(MESSAGES.as_bytes(), self as usize)
    }
}

/// How issues are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As objects with all members, for a form, which knows the value anyway.
    ///
    /// The value is the phone number as the host reads it in ASCII, from which a suggestion is made:
    /// with the digits, plus signs, dashes, dots and brackets of ASCII in place of those of other
    /// scripts, without spaces, without invisible characters, and without line breaks at its ends.
    /// All other characters are as they were. It is absent where no suggestion is needed.
    Whole(Value),
    /// As objects that a log may contain: phone numbers are masked and suggestions are left out.
    Masked,
    /// As one line of sentences, masked: `phone_number is required. image_url must …`.
    Line,
}

/// The first step of the path of an option's issue.
pub const OPTIONS: Text<'static> = b"options";

/// The name that the input as a whole has in sentences.
const INPUT: Text<'static> = b"input";

/// Writes issues. An input is checked to its end, and each issue is written when it is found, so
/// that a caller gets all of them at once.
pub struct Issues<'w, 'i, 'o> {
    /// The input that is checked, and the output that the issues are written to.
    pub wire: &'w mut Wire<'i, 'o>,
    style: Style,
    count: u32,
    #[cfg(feature = "gateway")]
    first: Option<Problem>,
}

/// Shows nothing of the input, which may contain a key.
impl fmt::Debug for Issues<'_, '_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Issues");
        shown.field("count", &self.count).finish_non_exhaustive()
    }
}

impl<'w, 'i, 'o> Issues<'w, 'i, 'o> {
    /// Makes a writer. It separates the issues with commas; the brackets around them are up to the
    /// caller.
    #[must_use]
    pub const fn new(wire: &'w mut Wire<'i, 'o>, style: Style) -> Self {
        Self {
            wire,
            style,
            count: 0,
            #[cfg(feature = "gateway")]
            first: None,
        }
    }

    /// Whether no issue was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The first problem that was found, which decides about the code of a gateway's error.
    #[cfg(feature = "gateway")]
    #[must_use]
    pub const fn first_problem(&self) -> Option<Problem> {
        self.first
    }

    /// Writes an issue of a field, or of the input as a whole where the name is empty.
    pub fn field(&mut self, name: Text<'_>, problem: Problem) {
        self.begin(b"", name, problem);
        self.end();
    }

    /// Writes an issue of an option.
    pub fn option(&mut self, name: Text<'_>, problem: Problem) {
        self.begin(OPTIONS, name, problem);
        self.end();
    }

    /// Writes the issue of a gateway's option, with a message of its own.
    #[cfg(feature = "gateway")]
    pub fn gateway_option(&mut self, name: Text<'_>, message: Text<'_>) {
        // All problems of an option's value have the same code.
        let invalid_option = Problem::NotAKey.code();
        self.begin_with(OPTIONS, name, invalid_option, message);
        self.end();
    }

    /// The phone number in ASCII; empty where no suggestion is made.
    #[must_use]
    pub fn number_in_ascii(&self) -> Text<'i> {
        match self.style {
            Style::Whole(ascii) => self.wire.text(ascii),
            Style::Masked | Style::Line => &[],
        }
    }

    /// Writes an issue of a phone number.
    ///
    /// `name` is the field's, or empty for a number on its own. `offset` is where an invalid
    /// character is, in UTF-16 units; other problems concern the whole number. `suggestion` is the number that was probably
    /// meant, or empty.
    pub fn phone_number(
        &mut self,
        name: Text<'_>,
        problem: Problem,
        offset: u32,
        suggestion: Text<'_>,
    ) {
        self.begin(b"", name, problem);
        if self.style != Style::Line && problem == Problem::InvalidCharacter {
            self.wire.number_member(b"offset", offset.into());
        }
        self.suggest(suggestion);
        self.end();
    }

    /// Writes an issue for every member of an object whose name isn't in the list `known`. Returns
    /// whether there was one.
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

    /// Writes an issue of an unknown name, and suggests the most similar name of the list `known`.
    /// `parent` is the first step of the path, or empty.
    pub fn unknown(
        &mut self,
        parent: Text<'_>,
        name: Value,
        problem: Problem,
        known: &'static str,
    ) {
        let mut text = self.wire.text(name);
        if self.wire.kind(name) == Kind::ILL_FORMED {
            text = "\u{fffd}".as_bytes();
        }
        self.begin(parent, text, problem);
        self.suggest(nearest(text, known));
        self.end();
    }

    fn begin(&mut self, parent: Text<'_>, name: Text<'_>, problem: Problem) {
        #[cfg(feature = "gateway")]
        self.first.get_or_insert(problem);
        self.begin_with(parent, name, problem.code(), problem.message());
    }

    /// Begins an issue: writes its path, code and message. [`end`](Self::end) closes it.
    fn begin_with(&mut self, parent: Text<'_>, name: Text<'_>, code: Text<'_>, message: Text<'_>) {
        if self.style == Style::Line {
            if self.count > 0 {
                self.wire.bytes(b". ");
            }
        } else {
            self.wire.separate();
            self.wire.bytes(b"{\"path\":[");
            self.step(parent);
            self.step(name);
            self.wire.byte(b']');
            self.wire.member(b"code", code);
            self.wire.open_text(b"message");
        }
        self.count = self.count.wrapping_add(1);
        if !parent.is_empty() {
            self.wire.bytes(parent);
            self.wire.byte(b'.');
        }
        self.name(if name.is_empty() { INPUT } else { name });
        self.wire.byte(b' ');
        self.wire.bytes(message);
        if self.style != Style::Line {
            self.wire.close_string();
        }
    }

    /// Writes a step of the path; none for an empty name.
    fn step(&mut self, name: Text<'_>) {
        if !name.is_empty() {
            self.wire.open_string();
            self.name(name);
            self.wire.close_string();
        }
    }

    /// Writes a name. It is masked except in the style [`Style::Whole`], as an unknown name is the
    /// caller's and may be a phone number.
    fn name(&mut self, name: Text<'_>) {
        if self.is_whole() {
            self.wire.bytes(name);
        } else {
            mask(self.wire, name);
        }
    }

    const fn is_whole(&self) -> bool {
        matches!(self.style, Style::Whole(_))
    }

    fn suggest(&mut self, suggestion: Text<'_>) {
        if self.is_whole() && !suggestion.is_empty() {
            self.wire.member(b"suggestion", suggestion);
        }
    }

    fn end(&mut self) {
        if self.style != Style::Line {
            self.wire.byte(b'}');
        }
    }
}

/// Whether a name is in a list of names, each of which ends with a zero byte.
#[must_use]
pub fn is_listed(names: &'static str, name: Text<'_>) -> bool {
    !nth(names.as_bytes(), position(names.as_bytes(), name)).is_empty()
}

/// How many letters and digits two names must have in common, from their start, for one to be
/// suggested for the other.
const MIN_SHARED_LETTERS: usize = 4;

/// The known name that `name` was probably meant to be, such as `first_name` for `firstName`,
/// `first-name`, `firstname` and `first`; empty where no name is near.
fn nearest(name: Text<'_>, known: &'static str) -> Text<'static> {
    let (mut most, mut best): (_, Text<'_>) = (MIN_SHARED_LETTERS.wrapping_sub(1), &[]);
    let mut rest = known.as_bytes();
    while !rest.is_empty() {
        let candidate;
        (candidate, rest) = split_list(rest);
        let shared = shared_letters(name, candidate);
        if shared > most {
            (most, best) = (shared, candidate);
        }
    }
    best
}

/// The number of letters and digits that two names have in common from their start.
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

/// Removes the first ASCII letter or digit of a text, with everything before it, and returns it in
/// lower case; 0 where there is none.
fn take_letter(text: &mut Text<'_>) -> u8 {
    while let Some((&byte, rest)) = text.split_first() {
        *text = rest;
        if byte.is_ascii_alphanumeric() {
            return lower(byte);
        }
    }
    0
}
