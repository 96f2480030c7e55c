//! Why a call failed ([`Failure`]), what became of the write ([`Outcome`]), and the error that a caller gets.

use crate::text::{Text, nth};
use crate::wire::Wire;

/// What became of a write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    all(feature = "web", target_arch = "wasm32"),
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[repr(u8)]
pub enum Outcome {
    /// It was never sent.
    #[default]
    NotSent,
    /// Linq, or a gateway before it, responded that it changed nothing.
    Refused,
    /// It was sent, and nothing tells whether it was saved.
    Unknown,
}

/// The outcomes as the API names them.
const OUTCOMES: &str = "not_sent\0refused\0unknown\0";

impl Outcome {
    /// As the API names it.
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

        const CLASSES: &str = concat!($($class, "\0"),*);
        const MESSAGES: &str = concat!($($message, "\0"),*);
    };
}

failures! {
    /// The input has issues; nothing was sent. Their line is the message.
    Invalid = "ValidationError", "";
    /// The key would be exposed to everyone who opens the page; nothing was sent.
    KeyInPage = "UnsafeKeyError", "A key in a page can be read by everyone who opens it, and Linq's keys open the whole account. Leave the key out and call your own gateway, or accept the risk with dangerouslyAllowBrowser";
    /// The key would be exposed on its way; nothing was sent.
    KeyOverHttp = "UnsafeKeyError", "A key over plain http can be read on its way: use https, or a loopback address";
    /// The response has an error status, which decides the class. The message is the vendor's, where there is one.
    Api = "APIError", "The server answered with an error status, without saying why";
    /// No response arrived.
    NoResponse = "APIConnectionError", "The request got no answer";
    /// The call's time ran out.
    TimedOut = "APIConnectionTimeoutError", "The call took longer than its timeout";
    /// The caller's signal was aborted. No class: the call rejects with the signal's own reason.
    Aborted = "Aborted", "The request got no answer";
    /// A function of the caller threw. No class: the call rejects with what it threw.
    CallerThrew = "CallerThrew", "The request got no answer";
    /// `fetch` fulfilled with something else than a response.
    NotAResponse = "InvalidResponseError", "What fetch answered is not a response";
    /// A redirect would take the body, and perhaps a key, to another place.
    Redirect = "InvalidResponseError", "The server answered with a redirect, which is not followed";
    /// The body is empty.
    NoBody = "InvalidResponseError", "The answer has no body";
    /// The body is longer than any that is expected.
    TooLong = "InvalidResponseError", "The answer is too long";
    /// The body is no JSON.
    NotJson = "InvalidResponseError", "The answer is not JSON";
    /// The body ended early, or stalled.
    BrokeOff = "InvalidResponseError", "The answer broke off";
    /// The status says success, the body has an error.
    SuccessAndError = "InvalidResponseError", "The server answered with success and an error at once";
    /// The body is no card.
    NotACard = "InvalidResponseError", "The answer is not a contact card";
    /// The body is no list of cards.
    NotAList = "InvalidResponseError", "The answer is not a list of contact cards";
    /// The card is another number's.
    OtherNumber = "InvalidResponseError", "The answer holds the card of another number";
}

/// The statuses that have an error class of their own, in the order of the classes.
const STATUSES: [u16; 7] = [400, 401, 403, 404, 409, 422, 429];
/// Their classes, and that of 500 and above.
const STATUS_CLASSES: &str = "BadRequestError\0AuthenticationError\0PermissionDeniedError\0NotFoundError\0\
    ConflictError\0UnprocessableEntityError\0RateLimitError\0InternalServerError\0";

impl Failure {
    /// The name of the error's class.
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

    /// What happened, for a person.
    #[must_use]
    pub fn message(self) -> Text<'static> {
        nth(MESSAGES.as_bytes(), self as usize)
    }

    /// Whether a response arrived that can't be used.
    #[must_use]
    pub const fn is_invalid_response(self) -> bool {
        self as u8 >= Self::NotAResponse as u8
    }
}

/// Begins the error of a failed call, as a member `error`, with the members that every error has.
pub fn begin_error(wire: &mut Wire<'_, '_>, failure: Failure, status: i64, outcome: Outcome) {
    wire.open(b"error", b'{');
    wire.member(b"name", failure.class(status));
    wire.member(b"outcome", outcome.name());
}
