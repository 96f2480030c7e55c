//! [`Call`]: the params and options of a call, and their checks before anything is sent.

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

/// The parts of a call that are the same for all its events.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The operation.
    pub operation: Operation,
    /// The params of a write, or the query of a retrieval.
    pub params: Value,
    /// The options. A signal is encoded as a function.
    pub options: Options,
    /// Where the code runs.
    pub environment: Environment,
    /// The key that the caller's key function returned; absent before it has, and where there is no function.
    pub key: Value,
    /// The time at which the call was made.
    pub started_at: Millis,
}

impl Call {
    /// Writes the issues of the params and then those of the options.
    pub fn check(&self, issues: &mut Issues<'_, '_, '_>) {
        if self.operation == Operation::Retrieve {
            check_query(issues, self.params);
        } else {
            let send_empty = self.options.is_on(issues.wire, OptionName::SendEmpty);
            check_params(issues, self.params, self.operation.needs(), send_empty);
        }
        self.options.check(issues, self.operation, self.environment);
    }

    /// Checks the params, the options and the use of a key. Returns whether the call may be made, and writes the error where it
    /// may not.
    pub(super) fn is_allowed(&self, wire: &mut Wire<'_, '_>) -> bool {
        if write_issues(wire, Check::Call(self)) {
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
            let (no_response, no_secrets) = (Response::default(), Secrets::default());
            no_response.write_error(wire, failure, Outcome::NotSent, &no_secrets);
        }
        refusal.is_none()
    }

    /// A request of the call with this method and these fields of the params.
    #[must_use]
    pub fn request<'i>(&self, wire: &Wire<'i, '_>, method: Method, fields: Fields) -> Request<'i> {
        let options = &self.options;
        let headers = options.headers();
        let has_own_key = wire.has_pair(headers, wire.first_pair(headers), AUTHORIZATION);
        let option = options.key();
        let key = if wire.is_text(option) {
            option
        } else {
            self.key
        };
        Request {
            method,
            base_url: options.base_url(wire),
            params: self.params,
            fields,
            has_key: option != Value::ABSENT && !has_own_key,
            secrets: Secrets {
                key: if has_own_key { Value::ABSENT } else { key },
                headers,
                phone_number: wire.get(self.params, PHONE_NUMBER),
            },
        }
    }
}

/// Writes the first request of a call, with the key redacted, as a member `value`; or the error of a call that sends nothing.
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

/// A check that writes issues.
#[derive(Clone, Copy, Debug)]
pub enum Check<'c> {
    /// Checks the params and the options of a call.
    Call(&'c Call),
    /// Fails, as the caller's key function has returned something that isn't a key.
    Key,
    /// Checks a phone number on its own.
    PhoneNumber(Value),
    /// Checks the params of a write before its call is made, and that they have the needed fields. `''` is allowed, as the
    /// call's options decide about it.
    #[cfg(feature = "web")]
    Params(Value, Needs),
    /// Checks options before a call is made.
    #[cfg(feature = "web")]
    Options(Options, Environment),
    /// Checks the options of a gateway with this function, which is the gateway's own.
    #[cfg(feature = "gateway")]
    Gateway(Value, fn(&mut Issues<'_, '_, '_>, Value)),
}

impl Check<'_> {
    /// Writes the issues.
    fn run(self, issues: &mut Issues<'_, '_, '_>) {
        match self {
            Self::Call(call) => call.check(issues),
            Self::Key => issues.option(b"apiKey", Problem::NotAKey),
            Self::PhoneNumber(value) => {
                check_phone_number(issues, PHONE_NUMBER, value);
            }
            #[cfg(feature = "web")]
            Self::Params(value, needs) => check_params(issues, value, needs, true),
            // `ensure` is the only operation with all options.
            #[cfg(feature = "web")]
            Self::Options(options, environment) => {
                options.check(issues, Operation::Ensure, environment);
            }
            #[cfg(feature = "gateway")]
            Self::Gateway(options, check) => check(issues, options),
        }
    }
}

/// Runs a check. Where there are issues, writes the error that has them and returns `true`.
pub fn write_issues(wire: &mut Wire<'_, '_>, check: Check<'_>) -> bool {
    let mut discarding = wire.discarding();
    let mut issues = Issues::new(&mut discarding, Style::Line);
    check.run(&mut issues);
    if issues.is_empty() {
        return false;
    }
    begin_error(wire, Failure::Invalid, -1, Outcome::NotSent);
    wire.open_text(b"message");
    check.run(&mut Issues::new(wire, Style::Line));
    wire.close_string();
    wire.open(b"issues", b'[');
    check.run(&mut Issues::new(wire, Style::Masked));
    wire.raw(b"]}");
    true
}
