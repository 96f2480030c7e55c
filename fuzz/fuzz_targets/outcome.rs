//! Any response to any request: a card only where it is one, and an error without secrets.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::{BaseUrl, Method, Request, Response};
use contact_card::contact_card::{Fields, is_card};
use contact_card::error::{Failure, Outcome};
use contact_card::redact::Secrets as Hidden;
use contact_card::wire::{Kind, Value, Wire};
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::{ABSENT, encode, message, parsed, with_members, written, written_object};
use fuzz::tree::{Tree, inside, values};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

#[derive(Arbitrary, Debug)]
struct Given {
    secrets: Secrets,
    sent: Sent,
    #[arbitrary(with = status)]
    status: u16,
    opaque_redirect: bool,
    retry_after: Plain,
    trace_id: Plain,
    should_retry: Plain,
    write_budget: Plain,
    retry_in: Plain,
    /// `None`: there is no JSON.
    body: Option<Plain>,
}

impl Given {
    /// The head as the host reports it.
    fn head(&self) -> Vec<u8> {
        let kind = if self.opaque_redirect {
            "opaqueredirect"
        } else {
            "basic"
        };
        let json = json!({ "status": self.status, "type": kind });
        let more = [
            ("retryAfter", &self.retry_after),
            ("traceId", &self.trace_id),
            ("shouldRetry", &self.should_retry),
            ("writeBudget", &self.write_budget),
            ("retryIn", &self.retry_in),
        ];
        let more = more.map(|(name, plain)| (name, plain.encode(&self.secrets)));
        let more: Vec<_> = more
            .iter()
            .map(|(name, encoded)| (*name, encoded.as_slice()))
            .collect();
        with_members(&json, &more)
    }

    /// The body as the host reports it.
    fn body(&self) -> Vec<u8> {
        match &self.body {
            Some(json) => Tree::List(vec![json.tree(&self.secrets)]).encode(),
            None => encode(&json!("notJson")),
        }
    }
}

/// Mostly one that exists, and up to what a host's 16 bits hold.
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

fuzz_target!(|given: Given| {
    let secrets = &given.secrets;
    let number = match given.sent {
        Sent::All => ABSENT.to_vec(),
        Sent::Update | Sent::Create | Sent::One => encode(&json!(secrets.phone_number)),
    };
    let key = encode(&json!(secrets.key));
    let message = message(&[&key, &number, &given.head(), &given.body()]);
    let input = message.as_slice();
    let wire = Wire::new(&input, &mut []);
    let [key, phone_number, head, body] = values(&wire);
    let request = Request {
        method: given.sent.method(),
        base_url: BaseUrl::LINQ,
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
    // Hosts give an opaque redirect the status 0, which is none.
    let status = if given.status == 0 {
        -1
    } else {
        i64::from(given.status)
    };
    assert_eq!(response.status(&wire), status);
    let is_opaque = wire.is(response.header(&wire, b"type"), b"opaqueredirect");
    assert_eq!(is_opaque, given.opaque_redirect);
    let failure = response.check(&wire, &request);
    match failure {
        None => {
            assert!((200..=299).contains(&given.status) && given.body.is_some());
            let method = given.sent.method();
            let written = written(&message, |wire| response.write_cards(wire, method));
            check_cards(given.sent, &wire, &response, &parsed(&written), secrets);
        }
        Some(failure) => {
            assert_eq!(failure == Failure::Api, given.status >= 400);
            check_error(given.sent, failure, &message, &request, &response, secrets);
        }
    }
    secrets.assert_not_in(&format!("{failure:?} {response:?} {request:?}"));
    // Of a response whose body broke off, and of one that never came.
    let without_body = Response {
        body: Value::ABSENT,
        ..response
    };
    for response in [without_body, Response::default()] {
        let failure = response.check(&wire, &request).unwrap();
        check_error(given.sent, failure, &message, &request, &response, secrets);
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
    // Trace id and URL are rid of the number that was sent, not of every number.
    let known = match sent {
        Sent::All => &secrets.without_number(),
        Sent::Update | Sent::Create | Sent::One => secrets,
    };
    known.assert_not_in_json(error);
}
