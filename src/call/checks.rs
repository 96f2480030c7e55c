//! The checks before anything is sent: of params and options, and of the use of a key.

use super::credentials::check_key_use;
use super::input::Call;
use super::options::OptionName;
#[cfg(feature = "web")]
use super::{environment::Environment, options::Options};
use crate::error::{Failure, Outcome, begin_error};
use crate::phone_number::{PHONE_NUMBER, check_phone_number};
use crate::validation::{Issues, Problem, Style};
use crate::wire::{Kind, Value, Wire};
#[cfg(feature = "web")]
use crate::{
    api::Operation,
    contact_card::{Needs, check_params},
};

/// A check that writes issues.
#[derive(Clone, Copy, Debug)]
pub enum Check<'c> {
    /// Checks the params and the options of a call.
    Call(&'c Call),
    /// Fails, as the caller's key function has returned something that isn't a key.
    Key,
    /// Checks a phone number on its own.
    PhoneNumber(Value),
    /// Checks that a value is an object.
    Object(Value),
    /// Checks the params of a write before its call is made, and that they have the needed fields.
    /// `''` is allowed, as the call's options decide about it.
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
            Self::Object(value) => {
                if issues.wire.kind(value) != Kind::OBJECT {
                    issues.field(b"", Problem::NotAnObject);
                }
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
    wire.bytes(b"]}");
    true
}

/// Checks the params, the options and the use of a key. Where the call may not be made, writes the
/// error and returns `true`.
pub(super) fn write_refusal(wire: &mut Wire<'_, '_>, call: &Call) -> bool {
    if write_issues(wire, Check::Call(call)) {
        return true;
    }
    let options = &call.options;
    if !options.has_credentials(wire) {
        return false;
    }
    let allows_page = options.is_on(wire, OptionName::DangerouslyAllowBrowser);
    let url = options.base_url(wire);
    let refusal = check_key_use(wire, call.environment, url, allows_page);
    if let Some(failure) = refusal {
        begin_error(wire, failure, -1, Outcome::NotSent);
        wire.member(b"message", failure.message());
        wire.byte(b'}');
    }
    refusal.is_some()
}
