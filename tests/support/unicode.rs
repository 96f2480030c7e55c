//! The tables of Unicode, which hosts have and the core doesn't, from the crates of ICU4X.

use contact_card::number_in_ascii::{Unicode, number_in_ascii};
use contact_card::validation::Style;
use contact_card::wire::{Encoder, Value, Wire, from_json};
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use serde_json::Value as Json;

pub struct Icu;

pub fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

pub fn is_ignorable(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

impl Unicode for Icu {
    fn is_digit(&self, character: char) -> bool {
        category(character) == GeneralCategory::DecimalNumber
    }

    fn is_other_number(&self, character: char) -> bool {
        category(character) == GeneralCategory::OtherNumber
    }

    fn is_dash(&self, character: char) -> bool {
        category(character) == GeneralCategory::DashPunctuation
    }

    fn is_invisible(&self, character: char) -> bool {
        let category = category(character);
        is_ignorable(character)
            || matches!(
                category,
                GeneralCategory::Format | GeneralCategory::SpaceSeparator
            )
    }

    fn compatibility_form(&self, text: &str) -> String {
        ComposingNormalizerBorrowed::new_nfkc()
            .normalize(text)
            .into_owned()
    }
}

/// Encodes a value, and after it a phone number in ASCII, which [`suggesting`] refers to.
pub fn with_number_in_ascii(value: &Json, number: &Json) -> Vec<u8> {
    let ascii = number_in_ascii(number.as_str().unwrap_or_default(), &Icu);
    let mut message = Encoder::new();
    message.encoded(&from_json(value)).text(&ascii);
    message.finish()
}

/// The style of issues with suggestions.
pub fn suggesting(wire: &Wire<'_, '_>) -> Style {
    Style::Whole(wire.after(Value::FIRST))
}
