//! The check of the option `origins`. An origin that no browser sends would allow no page, and its
//! gateway would refuse every write without a hint; so it is refused with the reason.

use url::Url;

use crate::text::Text;

/// The option isn't a list of origins.
pub(super) const NO_LIST: Text<'static> =
    b"must list the origins of the pages that may write, for example https://dashboard.example";

/// An entry has a wildcard, or other characters of a pattern.
const PATTERN: Text<'static> = b"must list whole origins: they are compared exactly, so that a wildcard or a pattern matches no page; name each origin by itself, for example https://dashboard.example";

/// An entry has no scheme, or one that pages on the web don't have.
const SCHEME: Text<'static> =
    b"must list origins that start with https:// or http://, for example https://dashboard.example";

/// Every sandboxed frame of every site has this origin.
const NULL: Text<'static> =
    b"must not list null, which is the origin of every site's sandboxed frames";

/// An entry goes on after the host and the port.
const TRAILING: Text<'static> = b"must list origins without anything after the host and port: no slash, path, query or fragment";

/// An entry has a user name.
const USER: Text<'static> =
    b"must list origins without user name and password, which browsers never send";

/// An entry isn't in lower case.
const UPPER_CASE: Text<'static> = b"must list origins in lower case, as browsers send them";

/// An entry has a host that isn't in ASCII.
const NOT_ASCII: Text<'static> =
    b"must list origins as browsers send them: a host with other letters than a to z in its xn-- form";

/// An entry has the port that its scheme has anyway.
const DEFAULT_PORT: Text<'static> = b"must list origins without the port that is the scheme's own, :443 of https and :80 of http: browsers leave it out";

/// An entry isn't written as browsers write it, in some other way.
const SPELLING: Text<'static> = b"must list origins exactly as browsers send them: scheme, host, and the port where it isn't the scheme's own, for example https://dashboard.example";

/// Checks that a text is an origin as browsers write it in the `Origin` header (WHATWG HTML
/// standard, "serialization of an origin"). Otherwise returns what is wrong with it.
pub(super) fn check(text: &str) -> Result<(), Text<'static>> {
    if text == "null" {
        return Err(NULL);
    }
    if text.contains(is_of_pattern) {
        return Err(PATTERN);
    }
    if !text.is_ascii() {
        return Err(NOT_ASCII);
    }
    let lower = text.to_ascii_lowercase();
    let Some((scheme, rest)) = lower.split_once("://") else {
        return Err(SCHEME);
    };
    let own_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return Err(SCHEME),
    };
    let is_canonical = Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text);
    if is_canonical {
        Ok(())
    } else if text.contains(char::is_whitespace) {
        Err(SPELLING)
    } else if rest.contains(['/', '?', '#', '\\']) {
        Err(TRAILING)
    } else if rest.contains('@') {
        Err(USER)
    } else if lower != text {
        Err(UPPER_CASE)
    } else if rest.ends_with(own_port) {
        Err(DEFAULT_PORT)
    } else {
        Err(SPELLING)
    }
}

/// Whether a character is in patterns, and in no host name or address.
const fn is_of_pattern(character: char) -> bool {
    matches!(
        character,
        '*' | '^' | '$' | '(' | ')' | '|' | '{' | '}' | '+' | '!' | ',' | ';' | '<' | '>'
    )
}
