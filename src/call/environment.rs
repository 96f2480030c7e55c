//! [`Environment`]: where the code runs.

use crate::text::Text;
use crate::wire::{Value, Wire};

/// The host's report of where the code runs, an object with these members:
///
/// * `hasDocument`: whether there is a global `document`;
/// * `hasWorkerScope`: whether there is a global `WorkerGlobalScope`;
/// * `isServer`: whether it is Node, Deno, Bun or workerd, whose globals may be like those of a
///   page or a worker;
/// * `origin`: the page's origin; absent where there is no page, and `null` in a sandbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment(pub Value);

impl Environment {
    /// Whether a member is `true`.
    fn is(self, wire: &Wire<'_, '_>, name: Text<'_>) -> bool {
        wire.is_true(wire.get(self.0, name))
    }

    /// Whether the code runs in a page, or in a worker of a page, so that everyone who opens the
    /// page can read a key.
    #[must_use]
    pub fn is_page(self, wire: &Wire<'_, '_>) -> bool {
        self.is(wire, b"hasDocument")
            || self.is(wire, b"hasWorkerScope") && !self.is(wire, b"isServer")
    }

    /// Whether `fetch` is a browser's, with cache, cookies and referrer. Servers don't have them,
    /// and some refuse the options about them.
    #[must_use]
    pub fn has_browser_fetch(self, wire: &Wire<'_, '_>) -> bool {
        self.is(wire, b"hasDocument") || !self.is(wire, b"isServer")
    }

    /// The origin of a base URL that is a path: the page's own, whatever its `<base>` is. It is absent
    /// where a path can't be used.
    #[must_use]
    pub fn origin(self, wire: &Wire<'_, '_>) -> Value {
        let origin = wire.get(self.0, b"origin");
        if wire.is(origin, b"null") {
            return Value::ABSENT;
        }
        origin
    }
}
