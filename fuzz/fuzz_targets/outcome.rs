//! Any response to any request: a card only if the response is one, and errors without secrets.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::{BaseUrl, Method, Request, Response};
use contact_card::contact_card::{Fields, is_card};
use contact_card::error::{Failure, Outcome};
use contact_card::redact::Secrets as Hidden;
use contact_card::wire::{Kind, Value, Wire, from_json};
use fuzz::any_value::AnyValue;
use fuzz::secrets::Secrets;
use fuzz::support::wire::{
    ABSENT, encode_with_members, message, parse_json, written, written_object,
};
use fuzz::tree::{Tree, inside, values};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

#[derive(Arbitrary, Debug)]
struct Case {
    secrets: Secrets,
    sent: Sent,
    #[arbitrary(with = status)]
    status: u16,
    opaque_redirect: bool,
    retry_after: AnyValue,
    trace_id: AnyValue,
    should_retry: AnyValue,
    write_budget: AnyValue,
    retry_in: AnyValue,
    /// `None` if the body isn't JSON.
    body: Option<AnyValue>,
}

impl Case {
    /// Encodes the head as hosts report it.
    fn head(&self) -> Vec<u8> {
        let kind = if self.opaque_redirect {
            "opaqueredirect"
        } else {
            "basic"
        };
        let json = json!({ "status": self.status, "type": kind });
        let headers = [
            ("retryAfter", &self.retry_after),
            ("traceId", &self.trace_id),
            ("shouldRetry", &self.should_retry),
            ("writeBudget", &self.write_budget),
            ("retryIn", &self.retry_in),
        ];
        let headers = headers.map(|(name, value)| (name, value.encode(&self.secrets)));
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, encoded)| (*name, encoded.as_slice()))
            .collect();
        encode_with_members(&json, &headers)
    }

    /// Encodes the body as hosts report it.
    fn body(&self) -> Vec<u8> {
        match &self.body {
            Some(json) => Tree::List(vec![json.tree(&self.secrets)]).encode(),
            None => from_json(&json!("notJson")),
        }
    }
}

/// Mostly a valid status, sometimes any number of 16 bits.
fn status(u: &mut Unstructured<'_>) -> Result<u16> {
    if u.ratio(1, 8)? {
        u.arbitrary()
    } else {
        u.int_in_range(0..=599)
    }
}

#[derive(Arbitrary, Clone, Copy, Debug, PartialEq)]
enum Sent {
    Update,
    Create,
    One,
    All,
}

impl Sent {
    fn method(self) -> Method {
        match self {
            Self::Update => Method::Patch,
            Self::Create => Method::Post,
            Self::One | Self::All => Method::Get,
        }
    }
}

fuzz_target!(|case: Case| {
    let secrets = &case.secrets;
    let number = match case.sent {
        Sent::All => ABSENT.to_vec(),
        Sent::Update | Sent::Create | Sent::One => from_json(&json!(secrets.phone_number)),
    };
    let key = from_json(&json!(secrets.key));
    let message = message(&[&key, &number, &case.head(), &case.body()]);
    let input = message.as_slice();
    let wire = Wire::new(&input, &mut []);
    let [key, phone_number, head, body] = values(&wire);
    let request = Request {
        method: case.sent.method(),
        base_url: BaseUrl::LINQ,
        origin: Value::ABSENT,
        params: Value::ABSENT,
        fields: Fields::ALL,
        has_key: true,
        secrets: Hidden {
            key,
            headers: Value::ABSENT,
            phone_number,
        },
    };
    let response = Response { head, body };
    // Hosts report the status 0 for an opaque redirect, which has none.
    let status = if case.status == 0 {
        -1
    } else {
        i64::from(case.status)
    };
    assert_eq!(response.status(&wire), status);
    let is_opaque = wire.is(response.header(&wire, b"type"), b"opaqueredirect");
    assert_eq!(is_opaque, case.opaque_redirect);
    let failure = response.check(&wire, &request);
    match failure {
        None => {
            assert!((200..=299).contains(&case.status) && case.body.is_some());
            let method = case.sent.method();
            let written = written(&message, |wire| response.write_cards(wire, method));
            check_cards(case.sent, &wire, &response, &parse_json(&written), secrets);
        }
        Some(failure) => {
            assert_eq!(failure == Failure::Api, case.status >= 400);
            check_error(case.sent, failure, &message, &request, &response, secrets);
        }
    }
    secrets.assert_not_in(&format!("{failure:?} {response:?} {request:?}"));
    // A response whose body ended early, and one that never arrived.
    let without_body = Response {
        body: Value::ABSENT,
        ..response
    };
    for response in [without_body, Response::default()] {
        let failure = response.check(&wire, &request).unwrap();
        check_error(case.sent, failure, &message, &request, &response, secrets);
    }
});

fn check_cards(
    sent: Sent,
    wire: &Wire<'_, '_>,
    response: &Response,
    written: &Json,
    secrets: &Secrets,
) {
    let json = response.json(wire);
    if sent.method().is_write() {
        return check_card(sent, wire, json, written, secrets);
    }
    let cards = inside(wire, wire.get(json, b"contact_cards"), Kind::LIST);
    let list = written["contact_cards"].as_array().unwrap();
    assert_eq!(list.len(), cards.len());
    for (card, written) in cards.into_iter().zip(list) {
        check_card(sent, wire, card, written, secrets);
    }
}

fn check_card(sent: Sent, wire: &Wire<'_, '_>, card: Value, written: &Json, secrets: &Secrets) {
    assert!(is_card(wire, card));
    assert!(sent == Sent::All || written["phone_number"] == secrets.phone_number);
    let names = ["phone_number", "first_name", "last_name", "image_url"];
    for name in names {
        let text = wire.get(card, name.as_bytes());
        let written = written
            .get(name)
            .map(|text| text.as_str().unwrap().as_bytes());
        assert_eq!(
            written,
            wire.is_text(text).then(|| wire.text(text)),
            "{name}"
        );
    }
    assert_eq!(
        written["is_active"],
        wire.is_true(wire.get(card, b"is_active"))
    );
    let known = |name: &String| names.contains(&name.as_str()) || name == "is_active";
    assert!(written.as_object().unwrap().keys().all(known));
}

fn check_error(
    sent: Sent,
    failure: Failure,
    message: &[u8],
    request: &Request<'_>,
    response: &Response,
    secrets: &Secrets,
) {
    let written = written_object(message, |wire| {
        response.write_error(wire, failure, Outcome::Unknown, &request.secrets);
    });
    let error = &written["error"];
    let class = failure.class(response.status(&Wire::new(&message, &mut [])));
    assert_eq!(error["name"].as_str().map(str::as_bytes), Some(class));
    assert_eq!(error["outcome"], "unknown");
    secrets.assert_not_in_json(&error["message"]);
    // Trace id and URL are masked for the number that was sent, not for every number.
    let known = match sent {
        Sent::All => &secrets.without_number(),
        Sent::Update | Sent::Create | Sent::One => secrets,
    };
    known.assert_not_in_json(error);
}
