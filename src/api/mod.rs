//! Linq's contact card endpoint, without IO: how requests are written, [`Request`], and how
//! responses are read, [`Response`].

mod endpoint;
mod ensure;
mod operation;
mod request;
mod response;

pub use self::endpoint::{BaseUrl, PATH};
pub use self::ensure::{EnsureAction, Next, next, write_ensured};
pub use self::operation::{Method, Operation};
pub use self::request::{AUTHORIZATION, Request};
pub use self::response::{Response, is_shown};
