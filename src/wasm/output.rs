//! The core's plain data to JavaScript objects.

use serde::ser::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::endpoint::Cards;
use crate::http::{Header, Request};
use crate::options::CallOptions;

/// Writes plain data as a plain object.
pub fn object(data: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    // Structs, lists and texts always have a JavaScript form.
    data.serialize(&serializer).unwrap_or_default()
}

/// What a call resolves with.
pub fn cards(cards: &Cards) -> JsValue {
    #[derive(serde::Serialize)]
    struct List<T> {
        contact_cards: T,
    }
    match cards {
        Cards::One(card) => object(card),
        Cards::Many(cards) => object(&List {
            contact_cards: cards,
        }),
    }
}

/// What a preview shows.
pub fn preview(request: &Request) -> JsValue {
    #[derive(serde::Serialize)]
    struct Preview<'a> {
        method: &'static str,
        url: &'a str,
        headers: Headers<'a>,
        body: Option<&'a str>,
    }
    object(&Preview {
        method: request.method.as_str(),
        url: &request.url,
        headers: Headers(&request.headers),
        body: request.body.as_deref(),
    })
}

/// The second argument of `fetch`.
pub fn fetch_init(request: &Request, options: &CallOptions) -> JsValue {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct FetchInit<'a> {
        method: &'static str,
        headers: Headers<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<&'a str>,
        cache: &'static str,
        credentials: &'static str,
        keepalive: bool,
        redirect: &'static str,
        referrer_policy: &'static str,
    }
    object(&FetchInit {
        method: request.method.as_str(),
        headers: Headers(&request.headers),
        body: request.body.as_deref(),
        cache: "no-store",
        credentials: options.credentials.as_str(),
        keepalive: options.keepalive,
        redirect: "manual",
        referrer_policy: "no-referrer",
    })
}

struct Headers<'a>(&'a [Header]);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
