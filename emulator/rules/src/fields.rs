//! The fields of a request's body.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::Value;

use crate::account::Card;
use crate::config::Config;
use crate::response::ApiError;

/// The host of Linq's copies of images.
const IMAGE_HOST: &str = "https://cdn.linqapp.com/";

/// The known fields of a body. Those that are present aren't empty.
#[derive(Default)]
pub(crate) struct Fields {
    pub phone_number: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub image_url: Option<String>,
}

impl Fields {
    /// Reads a body that must have the `required` fields.
    pub(crate) fn read(body: &[u8], required: &[&str], config: &Config) -> Result<Self, ApiError> {
        let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
            return Err(ApiError::new(400, 1003, "Invalid request body"));
        };
        if let Some(name) = required.iter().find(|name| !members.contains_key(**name)) {
            let message = format!("Missing required field: {name}");
            return Err(ApiError::new(400, 1001, message));
        }
        let mut fields = Self::default();
        for (name, value) in members {
            let field = match name.as_str() {
                "phone_number" => &mut fields.phone_number,
                "first_name" => &mut fields.first_name,
                "last_name" => &mut fields.last_name,
                "image_url" => &mut fields.image_url,
                _ if config.refuses_unknown_fields => {
                    return Err(ApiError::new(400, 1005, "Unknown field"));
                }
                _ => continue,
            };
            *field = Some(text(&name, value, config)?);
        }
        Ok(fields)
    }

    /// Whether no known field is present.
    pub(crate) fn is_empty(&self) -> bool {
        let all = [
            &self.phone_number,
            &self.first_name,
            &self.last_name,
            &self.image_url,
        ];
        all.iter().all(|field| field.is_none())
    }

    /// The card with these fields. Those that are absent keep their values.
    pub(crate) fn merge_into(self, card: Card) -> Card {
        Card {
            first_name: self.first_name.unwrap_or(card.first_name),
            last_name: self.last_name.or(card.last_name),
            image_url: self.image_url.map(copy_of_image).or(card.image_url),
            ..card
        }
    }
}

/// The value of a known field.
fn text(name: &str, value: Value, config: &Config) -> Result<String, ApiError> {
    let invalid = |code| ApiError::new(400, code, format!("Invalid value: {name}"));
    match value {
        // Not documented, but observed.
        Value::Null => Err(ApiError::documented(500)),
        Value::String(text) if text.is_empty() => Err(invalid(config.empty_value_code)),
        Value::String(text) if name == "image_url" && !is_public_https(&text) => {
            let message = "image_url must be a publicly reachable HTTPS URL";
            Err(ApiError::new(400, 1005, message))
        }
        Value::String(text) => Ok(text),
        _ => Err(invalid(1005)),
    }
}

/// The URL of the copy that Linq makes of an image. A URL of Linq's own is unchanged, as in the
/// reference page's example.
fn copy_of_image(url: String) -> String {
    if url.starts_with(IMAGE_HOST) {
        return url;
    }
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    format!("{IMAGE_HOST}contact-card/{:016x}.jpg", hasher.finish())
}

/// Whether a URL is `https` and its host has a dot, as names on the public web have.
fn is_public_https(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = host.split(':').next().unwrap_or_default();
    let is_unencoded = |byte: u8| byte.is_ascii_control() || byte == b' ';
    scheme.eq_ignore_ascii_case("https") && host.contains('.') && !url.bytes().any(is_unencoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_public_https_urls() {
        for (url, expected) in [
            ("https://example.com", true),
            ("HTTPS://example.com/a.png?b#c", true),
            ("https://user@example.com:8443/a.png", true),
            ("http://example.com/a.png", false),
            ("https://localhost/a.png", false),
            ("https://localhost/example.com", false),
            ("https:///a.png", false),
            ("https://example.com/a b.png", false),
            ("example.com/a.png", false),
            ("//example.com/a.png", false),
        ] {
            assert_eq!(is_public_https(url), expected, "{url}");
        }
    }

    #[test]
    fn copies_images_of_other_hosts_alone() {
        let own = "https://cdn.linqapp.com/contact-card/example.jpg";
        assert_eq!(copy_of_image(own.to_owned()), own);
        let copy = |url: &str| copy_of_image(url.to_owned());
        assert!(copy("https://example.com/a.png").starts_with(IMAGE_HOST));
        assert_eq!(
            copy("https://example.com/a.png"),
            copy("https://example.com/a.png")
        );
        assert_ne!(
            copy("https://example.com/a.png"),
            copy("https://example.com/b.png")
        );
    }
}
