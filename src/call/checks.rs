//! [`Call`]: what a call was asked for, and everything that is decided about it before the network.

use super::credentials::check_key_use;
use super::environment::Environment;
use super::options::{OptionName, Options};
use crate::api::{AUTHORIZATION, Method, Operation, Request, Response};
#[cfg(feature = "web")]
use crate::contact_card::Needs;
use crate::contact_card::{Fields, check_params, check_query};
use crate::error::{Failure, Outcome, begin_error};
use crate::phone_number::{PHONE_NUMBER, check_phone_number};
use crate::redact::Secrets;
use crate::time::Millis;
use crate::validation::{Issues, Problem, Style};
use crate::wire::{Value, Wire};

/// What the caller wants, the same at each step.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// What the call does.
    pub operation: Operation,
    /// What to change or to read.
    pub params: Value,
    /// How to do it. A function in the option `signal` stands for a signal.
    pub options: Options,
    /// Where the code runs.
    pub environment: Environment,
    /// What the caller's key function returned; absent before, and where there is none.
    pub key: Value,
    /// When the call was made.
    pub started_at: Millis,
}

impl Call {
    /// Notes everything that is wrong with the params and the options, in this order.
    pub fn check(&self, issues: &mut Issues<'_, '_, '_>) {
        if self.operation == Operation::Retrieve {
            check_query(issues, self.params);
        } else {
            let send_empty = self.options.is_on(issues.wire, OptionName::SendEmpty);
            check_params(issues, self.params, self.operation.needs(), send_empty);
        }
        self.options.check(issues, self.operation, self.environment);
    }

    /// Checks everything that can be decided before the network. Writes the error where something is wrong.
    pub(super) fn is_allowed(&self, wire: &mut Wire<'_, '_>) -> bool {
        if write_issues(wire, Checked::Call(self)) {
            return false;
        }
        if !self.options.has_credentials(wire) {
            return true;
        }
        let allows_page = self
            .options
            .is_on(wire, OptionName::DangerouslyAllowBrowser);
        let url = self.options.base_url(wire);
        let refusal = check_key_use(wire, self.environment, url, allows_page);
        if let Some(failure) = refusal {
            let (nothing, secrets) = (Response::default(), Secrets::default());
            nothing.write_error(wire, failure, Outcome::NotSent, &secrets);
        }
        refusal.is_none()
    }

    /// A request of the call, with some of the fields of its params.
    #[must_use]
    pub fn request<'i>(&self, wire: &Wire<'i, '_>, method: Method, fields: Fields) -> Request<'i> {
        let options = &self.options;
        let headers = options.headers();
        let has_own_key = wire.has_pair(headers, wire.first_pair(headers), AUTHORIZATION);
        let given_key = options.key();
        let mut key = given_key;
        if !wire.is_text(key) {
            key = self.key;
        }
        Request {
            method,
            base_url: options.base_url(wire),
            params: self.params,
            fields,
            has_key: given_key != Value::ABSENT && !has_own_key,
            secrets: Secrets {
                key: if has_own_key { Value::ABSENT } else { key },
                headers,
                phone_number: wire.get(self.params, PHONE_NUMBER),
            },
        }
    }
}

/// Writes the request that a call would send first, with the key hidden; or the error, where none would be sent.
pub fn preview(wire: &mut Wire<'_, '_>, call: &Call) {
    if call.is_allowed(wire) {
        let method = call.operation.first_method();
        let request = call.request(wire, method, Fields::ALL);
        wire.open(b"value", b'{');
        request.write_url(wire);
        request.write(wire, true);
        wire.byte(b'}');
    }
}

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub enum Checked<'c> {
    /// The params and the options of a call.
    Call(&'c Call),
    /// What the caller's key function returned, which is no key.
    Key,
    /// A number on its own.
    PhoneNumber(Value),
    /// The params of a write before its call is made, and what they must have. `''` is for the call to judge.
    #[cfg(feature = "web")]
    Params(Value, Needs),
    /// Options before any call is made.
    #[cfg(feature = "web")]
    Options(Options, Environment),
    /// The options of a gateway, and what checks them.
    #[cfg(feature = "gateway")]
    Gateway(Value, fn(&mut Issues<'_, '_, '_>, Value)),
}

impl Checked<'_> {
    fn check(self, issues: &mut Issues<'_, '_, '_>) {
        match self {
            Self::Call(call) => call.check(issues),
            Self::Key => issues.option(b"apiKey", Problem::NotAKey),
            Self::PhoneNumber(value) => {
                check_phone_number(issues, PHONE_NUMBER, value);
            }
            #[cfg(feature = "web")]
            Self::Params(value, needs) => check_params(issues, value, needs, true),
            // The one operation that has all options.
            #[cfg(feature = "web")]
            Self::Options(options, environment) => {
                options.check(issues, Operation::Ensure, environment);
            }
            #[cfg(feature = "gateway")]
            Self::Gateway(options, check) => check(issues, options),
        }
    }
}

/// Writes the error that issues are, where there are any: their line is the message. Returns whether there are.
pub fn write_issues(wire: &mut Wire<'_, '_>, checked: Checked<'_>) -> bool {
    let mut nothing = wire.discarding();
    let mut issues = Issues::new(&mut nothing, Style::Line);
    checked.check(&mut issues);
    if issues.is_empty() {
        return false;
    }
    begin_error(wire, Failure::Invalid, -1, Outcome::NotSent);
    wire.open_text(b"message");
    checked.check(&mut Issues::new(wire, Style::Line));
    wire.close_string();
    wire.open(b"issues", b'[');
    checked.check(&mut Issues::new(wire, Style::Masked));
    wire.raw(b"]}");
    true
}
