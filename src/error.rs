//! Why a call failed ([`Failure`]), whether its write took effect ([`Outcome`]), and the error that
//! a caller gets.

use crate::text::{Text, nth};
use crate::wire::Wire;

/// Whether a write took effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "web", target_arch = "wasm32"),
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[repr(u8)]
pub enum Outcome {
    /// The write was never sent.
    #[default]
    NotSent,
    /// Linq, or a gateway in front of it, responded that nothing was changed.
    Refused,
    /// The write was sent, and it isn't known whether it was saved.
    Unknown,
}

/// The names of the outcomes, in the order of [`Outcome`].
const OUTCOMES: &str = "not_sent\0refused\0unknown\0";

impl Outcome {
    /// The outcome's name in the public API.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        nth(OUTCOMES.as_bytes(), self as usize)
    }
}

/// Declares the failures with their error classes and messages.
macro_rules! failures {
    ($($(#[$doc:meta])* $failure:ident = $class:literal, $message:literal;)*) => {
        /// Why a call failed.
        #[must_use]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Failure {
            $($(#[$doc])* $failure,)*
        }

        impl Failure {
            /// All failures, in the order of their discriminants.
            pub const ALL: &[Self] = &[$(Self::$failure),*];
        }

        const CLASSES: &str = concat!($($class, "\0"),*);
        const MESSAGES: &str = concat!($($message, "\0"),*);
    };
}

failures! {
    /// The input has issues, and nothing was sent. The issues as one line are the message.
    Invalid = "ValidationError", "";
    /// Everyone who opens the page could read the key. Nothing was sent.
    KeyInPage = "UnsafeKeyError", "A key must not be in a page, where everyone can read it. Call your own gateway without one, or set dangerouslyAllowBrowser";
    /// Others on the network could read the key. Nothing was sent.
    KeyOverHttp = "UnsafeKeyError", "A key must not be sent over http, where others can read it. Use https, or a loopback address";
    /// No response arrived.
    NoResponse = "APIConnectionError", "The request got no response; check the network and CORS";
    /// The call's timeout passed.
    TimedOut = "APIConnectionTimeoutError", "The call took longer than its timeout";
    /// The caller's signal was aborted. It has neither class nor message, as the call rejects with
    /// the signal's own reason.
    Aborted = "Aborted", "";
    /// A function of the caller threw. It has neither class nor message, as the call rejects with
    /// what was thrown.
    CallerThrew = "CallerThrew", "";
    /// `fetch` fulfilled with something other than a response.
    NotAResponse = "InvalidResponseError", "The result of fetch is not a response";
    /// The response has an error status, which decides the class. The message is Linq's, where
    /// there is one.
    Api = "APIError", "The server responded without a message; is a gateway running at the base URL?";
    /// The response is a redirect, which would take the body, and perhaps a key, to another host.
    Redirect = "InvalidResponseError", "The server responded with a redirect; is a gateway running at the base URL?";
    /// The body is empty.
    EmptyBody = "InvalidResponseError", "The response has no body";
    /// The body is longer than any that is expected.
    TooLong = "InvalidResponseError", "The response is too long";
    /// The body isn't JSON.
    NotJson = "InvalidResponseError", "The response is not JSON; is a gateway running at the base URL?";
    /// The body ended early, or stalled.
    BrokeOff = "InvalidResponseError", "The response ended early";
    /// The status is a success, and the body has an error.
    SuccessAndError = "InvalidResponseError", "The response is both a success and an error";
    /// The body isn't a contact card.
    NotACard = "InvalidResponseError", "The response is not a contact card";
    /// The body isn't a list of contact cards.
    NotAList = "InvalidResponseError", "The response is not a list of contact cards";
    /// The card is another number's.
    OtherNumber = "InvalidResponseError", "The response is the contact card of another number";
}

/// The statuses below 500 that have an error class of their own, in the order of
/// [`STATUS_CLASSES`].
const STATUSES: [u16; 7] = [400, 401, 403, 404, 409, 422, 429];
/// The classes of [`STATUSES`], and that of 500 and above.
const STATUS_CLASSES: &str = "BadRequestError\0AuthenticationError\0PermissionDeniedError\0NotFoundError\0\
    ConflictError\0UnprocessableEntityError\0RateLimitError\0InternalServerError\0";

impl Failure {
    /// The name of the error's class. `status` is the response's, which decides about
    /// [`Failure::Api`].
    #[must_use]
    pub fn class(self, status: i64) -> Text<'static> {
        let position = STATUSES
            .iter()
            .take_while(|&&own| i64::from(own) != status)
            .count();
        if self == Self::Api && (position < STATUSES.len() || status >= 500) {
            return nth(STATUS_CLASSES.as_bytes(), position);
        }
        nth(CLASSES.as_bytes(), self as usize)
    }

    /// A sentence about what happened and, where the core knows it, what to do about it, in
    /// English.
    #[must_use]
    pub fn message(self) -> Text<'static> {
        nth(MESSAGES.as_bytes(), self as usize)
    }

    /// Whether a response arrived, and is the reason.
    #[must_use]
    pub const fn has_response(self) -> bool {
        self as u8 >= Self::Api as u8
    }
}

/// Begins the error of a failed call, an object in a member `error`, with the members `name` and
/// `outcome`. The caller writes the others and the closing bracket.
pub fn begin_error(wire: &mut Wire<'_, '_>, failure: Failure, status: i64, outcome: Outcome) {
    wire.open(b"error", b'{');
    wire.member(b"name", failure.class(status));
    wire.member(b"outcome", outcome.name());
}
