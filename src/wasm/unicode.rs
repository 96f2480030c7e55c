//! [`HostUnicode`]: the tables of Unicode of the JavaScript engine.

use alloc::string::String;
use core::fmt;

use js_sys::{JsString, RegExp};

use crate::number_in_ascii::Unicode;

/// The tables of Unicode of the JavaScript engine: regular expressions with one property each.
pub struct HostUnicode {
    digit: RegExp,
    other_number: RegExp,
    dash: RegExp,
    invisible: RegExp,
}

impl HostUnicode {
    /// Makes the regular expressions.
    #[must_use]
    pub fn new() -> Self {
        let property = |pattern| RegExp::new(pattern, "u");
        Self {
            digit: property(r"\p{Nd}"),
            other_number: property(r"\p{No}"),
            dash: property(r"\p{Pd}"),
            invisible: property(r"[\p{Cf}\p{DI}\p{Zs}]"),
        }
    }
}

impl Default for HostUnicode {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HostUnicode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HostUnicode")
    }
}

impl Unicode for HostUnicode {
    fn is_digit(&self, character: char) -> bool {
        has(character, &self.digit)
    }

    fn is_other_number(&self, character: char) -> bool {
        has(character, &self.other_number)
    }

    fn is_dash(&self, character: char) -> bool {
        has(character, &self.dash)
    }

    fn is_invisible(&self, character: char) -> bool {
        has(character, &self.invisible)
    }

    fn compatibility_form(&self, text: &str) -> String {
        JsString::from(text).normalize("NFKC").into()
    }
}

fn has(character: char, property: &RegExp) -> bool {
    property.test(character.encode_utf8(&mut [0; 4]))
}
