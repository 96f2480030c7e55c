//! Keys: which texts can be one, and where one may be used.
//!
//! Linq's keys open every line that they cover and there is no scoped one, so a key never goes into a page by accident,
//! nor over a connection that others can read.

use super::environment::Environment;
use crate::api::BaseUrl;
use crate::error::Failure;
use crate::text::Text;
use crate::wire::Wire;

/// Whether a header can carry the text as a key. Hosts put bad header values into their errors, so none is tried.
#[must_use]
pub fn is_key(text: Text<'_>) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_graphic)
}

/// Checks that a key may be used in this environment and sent to this URL. `allows_page`: the caller accepts that everyone
/// who opens the page can read it.
#[must_use]
pub fn check_key_use(
    wire: &Wire<'_, '_>,
    environment: Environment,
    base_url: BaseUrl<'_>,
    allows_page: bool,
) -> Option<Failure> {
    if !allows_page && environment.is_page(wire) {
        return Some(Failure::KeyInPage);
    }
    let mut url = base_url;
    if !url.is_absolute() {
        url = BaseUrl::trimmed(wire.text(environment.origin(wire)));
    }
    (!url.is_private()).then_some(Failure::KeyOverHttp)
}
