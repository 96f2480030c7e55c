//! The query of a request's target.

/// The first `phone_number` of a target's query, decoded as HTML forms are: a bare `+` is a space.
pub(crate) fn phone_number(target: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(name, _)| *name == "phone_number")
        .map(|(_, value)| decode(value))
}

/// Decodes percent-encoded text. Each malformed sequence becomes a `?`.
fn decode(text: &str) -> String {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    bytes
                        .next()
                        .and_then(|digit| char::from(digit).to_digit(16))
                };
                match (digit(), digit()) {
                    (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                    _ => b'?',
                }
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::phone_number;

    #[test]
    fn decodes_the_first_phone_number() {
        for (target, expected) in [
            ("/card", None),
            ("/card?", None),
            ("/card?other=1", None),
            ("/card?phone_number", Some("")),
            (
                "/card?a=1&phone_number=%2B1555&phone_number=2",
                Some("+1555"),
            ),
            ("/card?phone_number=+1555", Some(" 1555")),
            ("/card?phone_number=%C3%A4%zz%2", Some("ä??")),
            ("/card?phone_number=%FF", Some("\u{fffd}")),
        ] {
            assert_eq!(phone_number(target).as_deref(), expected, "{target}");
        }
    }
}
