//! [`Call`]: the input of a call, which is the same for all its events.

use super::environment::Environment;
use super::options::{OptionName, Options};
use crate::api::{AUTHORIZATION, Method, Operation, Request};
use crate::contact_card::{Fields, check_params, check_query};
use crate::phone_number::PHONE_NUMBER;
use crate::redact::Secrets;
use crate::time::Millis;
use crate::validation::Issues;
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
    /// The key that the caller's key function returned; absent before it has, and where there is no
    /// function.
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
            origin: self.environment.origin(wire),
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
