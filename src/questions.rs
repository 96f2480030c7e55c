//! What is answered without a network.

use alloc::string::String;
use alloc::vec;

use crate::client::Call;
use crate::contact_card::{ContactCardUpdate, Needs, changed_fields};
use crate::error::{Error, Outcome};
use crate::json::Json;
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::validation::{Issue, write_issues};
use crate::value::Value;
use crate::write_budget::WriteBudget;

/// Answers with JSON. `asked` is a list of the question's name, its input and what else it needs: the options, the host,
/// the card to compare with; `kept_budget` gives the ledger of a number.
///
/// What throws in JavaScript is the JSON of an [`Error`], which alone has an `outcome`.
pub fn answer(asked: Value<'_>, now: f64, kept_budget: impl Fn(&str) -> String) -> String {
    let mut parts = asked.items();
    let mut part = || parts.next().unwrap_or_default();
    let (question, input, more) = (part(), part(), part());
    match question.as_text() {
        Some("validate") => {
            let send_empty = more.get("sendEmpty").is_true();
            let issues = ContactCardUpdate::parse(input, Needs::AnyField, send_empty).err();
            Json::list(|list| write_issues(&issues.unwrap_or_default(), list, false))
        }
        Some("changed fields") => Json::list(|list| {
            for name in changed_fields(more, input) {
                list.text_item(name);
            }
        }),
        Some("parse number") => Json::object(|parsed| match PhoneNumber::parse("", input) {
            Ok(number) => parsed.text("value", number.as_str()),
            Err(issue) => parsed.member("issue", |member| issue.write(member, false)),
        }),
        Some("write budget") => match PhoneNumber::parse(PHONE_NUMBER, input) {
            Ok(number) => WriteBudget::from_text(&kept_budget(number.as_str()))
                .usage(now)
                .to_json(),
            Err(issue) => refusal(issue),
        },
        _ => match Call::ask(asked) {
            Ok(call) => Json::object(|preview| {
                let request = call.preview();
                preview.text("url", &request.url);
                request.write(preview, true);
            }),
            Err(error) => error.to_json(Outcome::NotSent, None),
        },
    }
}

fn refusal(issue: Issue<'_>) -> String {
    Error::Validation(vec![issue]).to_json(Outcome::NotSent, None)
}
