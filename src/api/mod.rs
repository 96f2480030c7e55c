//! The endpoint, without IO: what a request is made of, and what a response means. Each operation is a pair of pure
//! halves, [`Request`] and [`Response`].

mod endpoint;
mod ensure;
mod operation;
mod request;
mod response;

pub use self::endpoint::{BaseUrl, PATH};
pub use self::ensure::{Action, Next, next, write_ensured};
pub use self::operation::{Method, Operation};
pub use self::request::{AUTHORIZATION, Request};
pub use self::response::Response;
