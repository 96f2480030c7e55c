//! Keys: which texts can be a key, and where a key may be used.
//!
//! A key of Linq's has full access to every phone number that it covers, and its scope can't be
//! limited. So a key isn't used in a page by accident, and isn't sent over a connection that others
//! can read.

use super::environment::Environment;
use crate::api::BaseUrl;
use crate::error::Failure;
use crate::text::Text;
use crate::wire::Wire;

/// Whether a text can be a key: visible ASCII. Hosts put an invalid header value into their error
/// messages, so that a text must be checked before it is sent.
#[must_use]
pub fn is_key(text: Text<'_>) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_graphic)
}

/// Checks that a key may be used in this environment and sent to this URL. Returns the failure;
/// `None` where it may. With `allows_page`, the caller accepts that everyone who opens the page can
/// read the key.
pub(super) fn check_key_use(
    wire: &Wire<'_, '_>,
    environment: Environment,
    base_url: BaseUrl<'_>,
    allows_page: bool,
) -> Option<Failure> {
    if !allows_page && environment.is_page(wire) {
        return Some(Failure::KeyInPage);
    }
    let mut url = base_url;
    if url.is_path() {
        url = BaseUrl::trimmed(wire.text(environment.origin(wire)));
    }
    (!url.is_private()).then_some(Failure::KeyOverHttp)
}
