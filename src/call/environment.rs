//! [`Environment`]: where the code runs, as far as the core has to know.

use crate::text::Text;
use crate::wire::{Value, Wire};

/// The host's report of where the code runs: an object with the members `hasDocument` (there is a `document`),
/// `hasWorkerScope` (there is a `WorkerGlobalScope`), `isServer` (it is Node, Deno, Bun or workerd, whose global scopes may
/// look like those of a page or its worker), and `origin` (of relative URLs; absent where they can't be used).
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment(pub Value);

impl Environment {
    fn is(self, wire: &Wire<'_, '_>, name: Text<'_>) -> bool {
        wire.is_true(wire.get(self.0, name))
    }

    /// Whether everyone who opens a page can read what is in memory here.
    #[must_use]
    pub fn is_page(self, wire: &Wire<'_, '_>) -> bool {
        self.is(wire, b"hasDocument")
            || self.is(wire, b"hasWorkerScope") && !self.is(wire, b"isServer")
    }

    /// Whether `fetch` is a browser's, with caches, cookies and referrers: servers have none, and some refuse the options
    /// for them.
    #[must_use]
    pub fn has_browser_fetch(self, wire: &Wire<'_, '_>) -> bool {
        self.is(wire, b"hasDocument") || !self.is(wire, b"isServer")
    }

    /// The origin of relative URLs; absent where they can't be used.
    #[must_use]
    pub fn origin(self, wire: &Wire<'_, '_>) -> Value {
        wire.get(self.0, b"origin")
    }
}
