//! Any answer to any operation: a card only where it is one, and an error without secrets.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::base_url::BaseUrl;
use contact_card::contact_card::{ContactCardUpdate, Needs};
use contact_card::endpoint::{Cards, Operation};
use contact_card::error::{Error, Outcome};
use contact_card::http::{Body, Head, Response};
use contact_card::options::Endpoint;
use contact_card::phone_number::PhoneNumber;
use contact_card::value::Value;
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::{Json, value};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[derive(Arbitrary, Debug)]
struct Answer {
    secrets: Secrets,
    asked: Asked,
    #[arbitrary(with = status)]
    status: u16,
    opaque_redirect: bool,
    retry_after: Plain,
    trace_id: Plain,
    /// `None`: there is no JSON.
    body: Option<Plain>,
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
enum Asked {
    Update,
    Create,
    One,
    All,
}

fuzz_target!(|answer: Answer| {
    let secrets = &answer.secrets;
    let input = value(&json!({ "phone_number": secrets.phone_number, "first_name": "Ada" }));
    let operation = operation(answer.asked, &input);
    let response = Response {
        head: Head {
            status: answer.status.into(),
            opaque_redirect: answer.opaque_redirect,
            retry_after: answer.retry_after.value(secrets),
            trace_id: answer.trace_id.value(secrets),
            ..Head::default()
        },
        body: answer
            .body
            .map_or(Body::NOT_JSON, |body| Body::Json(body.value(secrets))),
    };
    let authorization = format!("Bearer {}", secrets.key);
    let endpoint = Endpoint {
        base_url: BaseUrl::LINQ,
        headers: Vec::new(),
    };
    let request = operation.request(&endpoint, Some(&authorization));
    match operation.outcome(&request, &response) {
        Ok(cards) => {
            assert!((200..=299).contains(&answer.status));
            check_cards(answer.asked, &cards, secrets);
        }
        Err(error) => {
            assert_eq!(matches!(error, Error::Api(_)), answer.status >= 400);
            check_error(answer.asked, error, secrets);
        }
    }
    secrets.assert_not_in(&format!("{operation:?} {response:?}"));
});

fn operation(asked: Asked, input: &Value) -> Operation<'_> {
    match asked {
        Asked::Update => Operation::Update(card(input)),
        Asked::Create => Operation::Create(card(input)),
        Asked::One => Operation::Retrieve(Some(PhoneNumber::of(input).unwrap())),
        Asked::All => Operation::Retrieve(None),
    }
}

fn card(input: &Value) -> ContactCardUpdate<'_> {
    ContactCardUpdate::parse(input, Needs::FirstName, false).unwrap()
}

fn check_cards(asked: Asked, cards: &Cards<'_>, secrets: &Secrets) {
    let is_write = matches!(asked, Asked::Update | Asked::Create);
    assert_eq!(matches!(cards, Cards::One(_)), is_write);
    let cards = match cards {
        Cards::One(card) => std::slice::from_ref(card),
        Cards::Many(cards) => cards,
    };
    for card in cards {
        assert!(asked == Asked::All || card.phone_number == secrets.phone_number);
        secrets.assert_not_in(&format!("{card:?}"));
    }
}

fn check_error(asked: Asked, mut error: Error<'_>, secrets: &Secrets) {
    secrets.assert_not_in(&error.message());
    // Trace id and URL are rid of the asked number, not of every number.
    let known = match asked {
        Asked::All => &secrets.without_number(),
        Asked::Update | Asked::Create | Asked::One => secrets,
    };
    known.assert_not_in_json(&error.write::<Json>(Outcome::Unknown).into_inner());
    if let Error::Api(error) = &mut error {
        // A number that the server chose, whatever its digits.
        error.retry_after = None;
    }
    known.assert_not_in(&format!("{error:?}"));
}
