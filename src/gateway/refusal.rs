//! [`Refusal`]: the errors that the gateway responds with by itself, without a usable response of
//! Linq's.

use alloc::borrow::Cow;

/// An error that the gateway reports by itself, in the format of Linq's errors. Its code is Linq's
/// code that is nearest in meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u32,
    /// Linq's error code.
    pub code: u32,
    /// The reason and what to do about it, in English.
    pub message: Cow<'static, str>,
    /// Seconds until the request may be repeated.
    pub retry_after: Option<u32>,
    /// Whether the request was forwarded to Linq, so that a write may have taken effect.
    pub is_forwarded: bool,
}

/// Declares the refusals, each with its status, Linq's code and the message.
macro_rules! refusals {
    ($constructor:ident, $all:ident: $($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $message:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub(super) const $name: Self = Self::$constructor($status, $code, $message);)*

            #[doc = concat!("Every refusal that is made with `Refusal::", stringify!($constructor), "` and has a fixed message.")]
            pub const $all: &[Self] = &[$(Self::$name),*];
        }
    };
}

refusals! { new, BEFORE_FORWARDING:
    /// The path isn't the endpoint's.
    NOT_FOUND = 404, 2001, "The gateway has no such resource; use its base path followed by /v3/contact_card";
    /// The method isn't one of the endpoint's.
    METHOD = 405, 1005, "The method must be GET, PATCH or POST";
    /// The query has a parameter besides the number, or none that has a name and a value.
    QUERY = 400, 1005, "The query must not have parameters besides phone_number";
    /// The number isn't percent-encoded correctly.
    QUERY_ENCODING = 400, 1005, "phone_number must be percent-encoded in the query; write + as %2B";
    /// The query has several numbers.
    QUERY_NUMBERS = 400, 1005, "phone_number must occur only once in the query";
    /// The number of the query isn't E.164.
    QUERY_NUMBER = 400, 1002, "phone_number must be in E.164 format: + followed by 2 to 15 digits";
    /// A PATCH has no number in its query.
    QUERY_REQUIRED = 400, 1001, "phone_number is required in the query of a PATCH";
    /// A POST has a number in its query.
    QUERY_OF_POST = 400, 1005, "phone_number must be in the body of a POST, not in its query";
    /// `Content-Length` isn't one number: request smuggling.
    CONTENT_LENGTH = 400, 1003, "Content-Length must be one number";
    /// A GET has a body: request smuggling.
    BODY_OF_GET = 400, 1003, "A GET must not have a body";
    /// The body isn't declared as JSON: CSRF.
    CONTENT_TYPE = 415, 1003, "The body must be application/json, without a content encoding";
    /// The page's origin isn't allowed: CSRF.
    FOREIGN_ORIGIN = 403, 2005, "This page must not use this gateway; add its origin to the gateway's origins option if it should";
    /// The user isn't signed in.
    SIGNED_OUT = 401, 2004, "The user is not signed in; sign in to use this gateway";
    /// `authorize` failed.
    AUTHORIZE_FAILED = 500, 3006, "The gateway's authorize function failed; see the server's log";
    /// `authorize` returned something that isn't a session.
    NO_SESSION = 500, 3006, "The gateway's authorize function must return null or { user, numbers }, with numbers in E.164 format or 'all'";
    /// The number isn't one of the user's.
    FOREIGN_NUMBER = 403, 2006, "phone_number is not one of this user's numbers";
    /// The body is longer than [`body::LONGEST`](super::body::LONGEST).
    BODY_TOO_LONG = 413, 1003, "The body must not be longer than 4096 bytes";
    /// Something on the server has read the body before the gateway.
    BODY_READ_BEFORE = 400, 1003, "The body was read before the gateway got it; put the gateway before middleware that reads bodies";
    /// The body stalled.
    BODY_LATE = 408, 1003, "The body did not arrive in time; send the request again";
    /// The body ended early.
    BODY_BROKEN = 400, 1003, "The body ended early; send the request again";
    /// The body isn't an object, or is ambiguous.
    BODY_NOT_JSON = 400, 1003, "The body must be a JSON object in UTF-8, in which each name occurs only once";
    /// A PATCH has a number in its body.
    BODY_NUMBER = 400, 1005, "phone_number must be in the query of a PATCH, not in its body";
    /// Linq would fetch the image from a private network: SSRF.
    IMAGE_URL = 400, 1005, "image_url must be a public https URL, with a host name that anyone can resolve and port 443 or 8443, as Linq fetches the image";
    /// The store can't be reached, so it isn't known whether a write is left.
    STORE_UNAVAILABLE = 503, 4004, "The gateway's store of write budgets is unavailable; try again later";
    /// The number has used its limit.
    NUMBER_LIMIT = 429, 1007, "This phone number has no write left for now; try again later";
    /// The user has used the limit of writes.
    USER_LIMIT = 429, 1007, "This user has made too many changes; try again later";
    /// The user has used the limit of reads.
    READ_LIMIT = 429, 1007, "This user has read too often; try again later";
    /// The user has used the limit of lists.
    LIST_LIMIT = 429, 1007, "This user has listed the contact cards too often; try again later, or read them one by one with phone_number";
    /// The user's earlier lists are still in flight.
    CONCURRENT_LISTS_OF_USER = 429, 1007, "This user is listing the contact cards already; wait for those lists and try again";
    /// The lists of all users fill the cap.
    CONCURRENT_LISTS = 429, 1007, "Too many lists of contact cards are in progress; try again in a moment, or read the cards one by one with phone_number";
}

refusals! { failure, AFTER_FORWARDING:
    /// The connection failed.
    UNREACHABLE = 502, 3006, "The gateway could not reach Linq";
    /// No response arrived in time.
    LATE = 504, 3005, "Linq did not respond in time";
    /// The response repeats the key.
    KEY_IN_RESPONSE = 502, 3006, "Linq's response contains the gateway's key and was withheld";
    /// The status is about the connection between the gateway and Linq.
    CONNECTION_STATUS = 502, 3006, "Linq's response is about its connection with the gateway";
    /// The status is above 599.
    STATUS = 502, 3006, "Linq's response has no usable status";
}

refusals! { new, OF_LINQ:
    /// Linq refused the gateway's own key, so that nothing has changed. A page takes a 401 for a sign-in that has ended.
    KEY_REFUSED = 502, 3006, "Linq refused the gateway's key, so nothing was changed. Signing in again does not help: the server needs a valid key";
}

impl Refusal {
    /// Makes the refusal of a request that wasn't forwarded to Linq.
    pub(super) const fn new(status: u32, code: u32, message: &'static str) -> Self {
        Self {
            status,
            code,
            message: Cow::Borrowed(message),
            retry_after: None,
            is_forwarded: false,
        }
    }

    /// Makes the error of a request that was forwarded to Linq and got no usable response.
    pub(super) const fn failure(status: u32, code: u32, message: &'static str) -> Self {
        let mut failure = Self::new(status, code, message);
        failure.is_forwarded = true;
        failure
    }
}
