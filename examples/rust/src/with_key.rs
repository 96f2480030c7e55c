use std::rc::Rc;

use contact_card::client::{ApiKey, Client, ClientOptions};

/// A client for an extension or a desktop shell. A page that others can open needs a gateway
/// instead.
pub fn client_with_key(stored_key: impl Fn() -> String + 'static) -> Client {
    let stored_key = Rc::new(stored_key);
    Client::new(ClientOptions {
        api_key: Some(ApiKey::from_fn(move || {
            let stored_key = Rc::clone(&stored_key);
            async move { Ok(stored_key()) }
        })),
        dangerously_allow_browser: true,
        timeout: Some(20_000), // milliseconds
        on_attempt: Some(Rc::new(|attempt| {
            let line = format!(
                "{} {:?} after {} ms",
                attempt.method, attempt.status, attempt.duration
            );
            web_sys::console::log_1(&line.into());
        })),
        ..ClientOptions::default()
    })
}
