//! Any answer to any operation: a card only where it is one, and an error without secrets.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::base_url::BaseUrl;
use contact_card::contact_card::{ContactCardUpdate, Needs, SetContactCard};
use contact_card::endpoint::{Cards, Operation};
use contact_card::error::{Error, Outcome};
use contact_card::http::{Body, Head, Request, Response};
use contact_card::options::Endpoint;
use contact_card::phone_number::PhoneNumber;
use contact_card::value::Value;
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::{pack, parsed};
use libfuzzer_sys::fuzz_target;
use serde_json::{json, to_value};

#[derive(Arbitrary, Debug)]
struct Answer {
    secrets: Secrets,
    asked: Asked,
    #[arbitrary(with = status)]
    status: u16,
    opaque_redirect: bool,
    retry_after: Plain,
    trace_id: Plain,
    should_retry: Plain,
    write_budget: Plain,
    retry_at: Plain,
    /// `None`: there is no JSON.
    body: Option<Plain>,
}

impl Answer {
    /// As the host reports it.
    fn pack(&self) -> String {
        let kind = if self.opaque_redirect {
            "opaqueredirect"
        } else {
            "basic"
        };
        let plain = |plain: &Plain| plain.pack(&self.secrets);
        let head = [
            pack(&json!(1_700_000_000)),
            pack(&json!(self.status)),
            pack(&json!(kind)),
            plain(&self.retry_after),
            plain(&self.trace_id),
            plain(&self.should_retry),
            plain(&self.write_budget),
            plain(&self.retry_at),
        ];
        let body = match &self.body {
            Some(json) => format!("[{}]", plain(json)),
            None => pack(&json!("not JSON")),
        };
        format!("[[{}]{body}]", head.concat())
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
enum Asked {
    Update,
    Create,
    One,
    All,
}

fuzz_target!(|answer: Answer| {
    let secrets = &answer.secrets;
    let input = pack(&json!({ "phone_number": secrets.phone_number, "first_name": "Ada" }));
    let operation = operation(answer.asked, Value::unpack(&input));
    let packed = answer.pack();
    let mut parts = Value::unpack(&packed).items();
    let response = Response {
        head: Head::parse(parts.next().unwrap()),
        body: Body::parse(parts.next().unwrap()),
    };
    assert_eq!(response.head.status, u32::from(answer.status));
    assert_eq!(response.head.is_opaque_redirect, answer.opaque_redirect);
    assert_eq!(
        matches!(response.body, Body::Json(_)),
        answer.body.is_some()
    );
    let authorization = format!("Bearer {}", secrets.key);
    let endpoint = Endpoint {
        base_url: BaseUrl::LINQ,
        headers: Vec::new(),
    };
    let request = operation.request(&endpoint, Some(&authorization));
    match operation.outcome(&response) {
        Ok(cards) => {
            assert!((200..=299).contains(&answer.status));
            check_cards(answer.asked, cards, secrets);
        }
        Err(error) => {
            assert_eq!(matches!(error, Error::Api(_)), answer.status >= 400);
            check_error(answer.asked, &error, &request, secrets);
        }
    }
    secrets.assert_not_in(&format!("{operation:?} {response:?} {request:?}"));
});

fn operation(asked: Asked, input: Value<'_>) -> Operation<'_> {
    match asked {
        Asked::Update => Operation::Update(card(input)),
        Asked::Create => Operation::Create(card(input)),
        Asked::One => Operation::Retrieve(Some(PhoneNumber::of(input).unwrap())),
        Asked::All => Operation::Retrieve(None),
    }
}

fn card(input: Value<'_>) -> ContactCardUpdate<'_> {
    ContactCardUpdate::parse(input, Needs::FirstName, false).unwrap()
}

fn check_cards(asked: Asked, cards: Cards<'_>, secrets: &Secrets) {
    let is_write = matches!(asked, Asked::Update | Asked::Create);
    assert_eq!(matches!(cards, Cards::One(_)), is_write);
    let written = parsed(&cards.to_json());
    let cards: Vec<_> = match cards {
        Cards::One(card) => {
            assert_eq!(written, to_value(card).unwrap());
            vec![card]
        }
        Cards::Many(items) => {
            let cards: Vec<_> = items
                .map(|item| SetContactCard::parse(item).unwrap())
                .collect();
            assert_eq!(written, json!({ "contact_cards": cards }));
            cards
        }
    };
    for card in cards {
        assert!(asked == Asked::All || card.phone_number == secrets.phone_number);
        secrets.assert_not_in(&format!("{card:?}"));
    }
}

fn check_error(asked: Asked, error: &Error<'_>, request: &Request<'_>, secrets: &Secrets) {
    let written = parsed(&error.to_json(Outcome::Unknown, Some(request)));
    assert_eq!(
        (&written["name"], &written["outcome"]),
        (&json!(error.name()), &json!("unknown"))
    );
    secrets.assert_not_in_json(&written["message"]);
    secrets.assert_not_in(&format!("{error:?}"));
    // Trace id and URL are rid of the asked number, not of every number.
    let known = match asked {
        Asked::All => &secrets.without_number(),
        Asked::Update | Asked::Create | Asked::One => secrets,
    };
    known.assert_not_in_json(&written);
}
