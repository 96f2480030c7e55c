//! What becomes of Linq's answer: it is read, checked and written anew, so that nothing passes that isn't a card of this
//! user, or an error in the documented form.

use alloc::string::String;

use super::exchange::{Answer, BodyRead, Exchange, Session};
use super::json_text::pack_json;
use super::reply::{Fate, Note, Refusal, Reply};
use super::rules::Rules;
use crate::contact_card::SetContactCard;
use crate::endpoint::{Cards, Operation};
use crate::error::{ApiError, Error};
use crate::http::{Body, Response};
use crate::json::Json;
use crate::redaction::REDACTED;
use crate::value::Value;

/// Of a trace id in the head, in bytes: several times what is usual.
const LONGEST_TRACE_ID: usize = 256;

/// Statuses about a connection. Linq's own with the gateway is none of the page's, whose browser would send a write again by
/// itself: after 408 Chromium does so twice.
const OF_CONNECTION: [u32; 4] = [407, 408, 421, 425];

const LATE: Refusal = Refusal::failure(504, 3005, "Linq did not answer in time");

/// What the page is told of Linq's answer.
pub(super) fn reply(
    operation: &Operation<'_>,
    answer: &Answer<'_>,
    session: Session<'_>,
    rules: &Rules<'_>,
    exchange: &Exchange<'_>,
) -> Result<Reply, Refusal> {
    let (head, body) = match answer {
        Answer::Response(head, body) => (*head, body),
        Answer::Unreachable => {
            return Err(Refusal::failure(502, 3006, "Linq could not be reached"));
        }
        Answer::Late => return Err(LATE),
    };
    // A body that stalls doesn't hide an error's status.
    if matches!(body, BodyRead::Late) && head.status < 400 {
        return Err(LATE);
    }
    let packed = match body {
        BodyRead::Whole(bytes) => pack_json(bytes),
        _ => None,
    };
    let body = match (body, &packed) {
        (BodyRead::Whole([]), _) => Body::Unusable("The answer has no body"),
        // Whatever a host makes of them: the gateway's own answer would have none either.
        _ if matches!(head.status, 204 | 205) => Body::Unusable("The answer has no body"),
        (BodyRead::TooLong, _) => Body::Unusable("The answer is too long"),
        (BodyRead::Whole(_), Some(packed)) => Body::Json(Value::unpack(packed)),
        (BodyRead::Whole(_), None) => Body::Unusable("The answer is not JSON"),
        _ => Body::Unusable("The answer broke off"),
    };
    let guard = Guard(rules.key);
    let (mut reply, trace_id) = match operation.outcome(&Response { head, body }) {
        Ok(cards) => {
            let json = cards_of(cards, session);
            if guard.finds_key(&json) {
                return Err(Refusal::failure(502, 3006, "Linq's answer holds the key"));
            }
            let trace_id = head.trace_id.map(|text| guard.shown(text));
            let note = Note {
                status: head.status,
                code: None,
                fate: Fate::Forwarded,
                reason: None,
                trace_id,
            };
            let mut reply = Reply::new(json, &note, exchange);
            reply.add_budget(None, rules, exchange);
            (reply, trace_id)
        }
        Err(Error::Api(error)) if OF_CONNECTION.contains(&error.status) => {
            let reason = "Linq's answer is about its connection with the gateway";
            return Err(Refusal::failure(502, 3006, reason));
        }
        Err(Error::Api(error)) if error.status <= 599 => {
            let message = Error::Api(error).message(&[&rules.authorization]);
            let shown = ApiError {
                doc_url: error.doc_url.map(|text| guard.shown(text)),
                trace_id: error.trace_id.map(|text| guard.shown(text)),
                // The gateway's own word, and nobody else's.
                is_refusal: false,
                ..error
            };
            let message = guard.shown(&message);
            (
                Reply::error(&shown, message, Fate::Forwarded, rules, exchange),
                shown.trace_id,
            )
        }
        Err(Error::InvalidResponse { reason, .. }) => {
            return Err(Refusal::failure(502, 3006, reason));
        }
        Err(_) => {
            return Err(Refusal::failure(
                502,
                3006,
                "The answer has no usable status",
            ));
        }
    };
    if let Some(trace_id) = trace_id.filter(|id| is_header_text(id)) {
        reply.headers.push(("x-trace-id", trace_id.into()));
    }
    Ok(reply)
}

/// The cards that this user may see, as JSON.
fn cards_of(cards: Cards<'_>, session: Session<'_>) -> String {
    let Cards::Many(cards) = cards else {
        return cards.to_json();
    };
    let own = session.own_numbers();
    let is_own = |number: &str| own.as_ref().is_none_or(|own| own.contains(number));
    Json::object(|answer| {
        answer.list_member("contact_cards", |list| {
            for card in cards.filter_map(SetContactCard::parse) {
                if is_own(card.phone_number) {
                    list.item(|item| card.write(item));
                }
            }
        });
    })
}

/// Servers send back what they were sent: what holds the key isn't shown.
struct Guard<'a>(&'a str);

impl Guard<'_> {
    fn shown<'t>(&self, text: &'t str) -> &'t str {
        if text.contains(self.0) {
            REDACTED
        } else {
            text
        }
    }

    /// Whether JSON holds the key, as it is or as JSON writes it.
    fn finds_key(&self, json: &str) -> bool {
        let quoted = Json::list(|list| list.text_item(self.0));
        let written = quoted
            .strip_prefix("[\"")
            .and_then(|rest| rest.strip_suffix("\"]"));
        json.contains(written.unwrap_or(self.0))
    }
}

/// Whether a header can carry a text, which may come from a body: proxies and clients refuse an answer whose head is long.
fn is_header_text(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    text.len() <= LONGEST_TRACE_ID && text.bytes().all(is_plain)
}
