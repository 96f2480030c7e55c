//! One request, from its arrival to its response.

use serde_json::{Value, json};

use crate::account::{Account, Change, Millis};
use crate::config::Config;
use crate::endpoint::{Endpoint, Request};
use crate::query;
use crate::request_log::{RequestId, RequestLog};
use crate::response::{ApiError, Response};
use crate::script::{Fault, Script, ScriptedResponse};

/// The endpoint with its account, the script of its next responses, and the log of its requests.
#[derive(Clone, Debug)]
pub struct Emulator {
    config: Config,
    write_budget: Option<u32>,
    account: Account,
    script: Script,
    log: RequestLog,
    /// How many trace IDs were handed out.
    trace_ids: u64,
}

/// A response, and how it is to be delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Identifies the request in the log; `None` for a request that isn't logged.
    pub request_id: Option<RequestId>,
    /// The response.
    pub response: Response,
    /// Milliseconds before the response is sent.
    pub delay_ms: u64,
    /// What goes wrong on the connection.
    pub fault: Option<Fault>,
}

/// The host couldn't save a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSaved;

impl Emulator {
    /// An emulator of this account.
    #[must_use]
    pub fn new(config: Config, account: Account) -> Self {
        Self {
            write_budget: config.write_budget,
            config,
            account,
            script: Script::default(),
            log: RequestLog::default(),
            trace_ids: 0,
        }
    }

    /// Handles a request to the endpoint. A request without the API key gets 401/2004; it changes
    /// nothing, uses no scripted response and isn't logged.
    ///
    /// `save` persists the change that the request makes, before the change takes effect. When it
    /// fails, nothing is changed and the response is 500/3006. A host that keeps the account only
    /// in memory passes `|_| Ok(())`.
    pub fn handle(
        &mut self,
        request: &Request<'_>,
        now: Millis,
        save: impl FnOnce(&Change) -> Result<(), NotSaved>,
    ) -> Delivery {
        let trace_id = self.next_trace_id();
        if let Err(error) = request.check_key(&self.config.key) {
            return Delivery {
                request_id: None,
                response: Response::new(Err(error), &trace_id),
                delay_ms: 0,
                fault: None,
            };
        }
        let request_id = Some(self.log.add(request));
        let phone_number = query::phone_number(request.target);
        let scripted = self.script.take(request.method, phone_number.as_deref());
        let outcome = match &scripted {
            None => self.carry_out(request, now, save),
            Some(scripted) if scripted.carries_out() => {
                let outcome = self.carry_out(request, now, save);
                scripted.outcome().unwrap_or(outcome)
            }
            Some(scripted) => {
                let change = self.scripted_failure(scripted, request, phone_number, now);
                // The response is scripted, whether or not the count is saved.
                let _ = self.commit(change, save);
                scripted.outcome().unwrap_or_else(|| Ok(json!({})))
            }
        };
        let mut delivery = Delivery {
            request_id,
            response: Response::new(outcome, &trace_id),
            delay_ms: 0,
            fault: None,
        };
        if let Some(scripted) = scripted {
            delivery.delay_ms = scripted.delay_ms;
            delivery.fault = scripted.fault;
            scripted.amend(&mut delivery.response);
        }
        delivery
    }

    /// The response to a request for an unknown path.
    pub fn not_found(&mut self) -> Response {
        Response::new(Err(ApiError::documented(404)), &self.next_trace_id())
    }

    /// Notes in the log that the response is being sent.
    pub fn set_sent(&mut self, delivery: &Delivery) {
        let is_sent = !delivery.fault.is_some_and(Fault::sends_nothing);
        if let Some(id) = delivery.request_id.filter(|_| is_sent) {
            self.log.set_status(id, delivery.response.status);
        }
    }

    /// Writes per number in ten minutes; `None` is unlimited.
    #[must_use]
    pub fn write_budget(&self) -> Option<u32> {
        self.write_budget
    }

    /// Sets the writes per number in ten minutes; `None` is unlimited.
    pub fn set_write_budget(&mut self, write_budget: Option<u32>) {
        self.write_budget = write_budget;
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The scripted responses that haven't been used.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Appends scripted responses.
    pub fn extend_script(&mut self, responses: impl IntoIterator<Item = ScriptedResponse>) {
        self.script.extend(responses);
    }

    /// The requests that reached the endpoint with the API key.
    #[must_use]
    pub fn log(&self) -> &RequestLog {
        &self.log
    }

    /// Replaces the account, and clears the script, the log and what [`Self::set_write_budget`]
    /// set.
    pub fn reset(&mut self, account: Account) {
        self.account = account;
        self.script = Script::default();
        self.log.clear();
        self.write_budget = self.config.write_budget;
    }

    /// Carries out a request. The outcome is that of the endpoint's rules.
    fn carry_out(
        &mut self,
        request: &Request<'_>,
        now: Millis,
        save: impl FnOnce(&Change) -> Result<(), NotSaved>,
    ) -> Result<Value, ApiError> {
        let endpoint = Endpoint {
            config: &self.config,
            account: &self.account,
            write_budget: self.write_budget,
            now,
        };
        let accepted = endpoint.respond(request)?;
        self.commit(accepted.change, save)
            .map_err(|NotSaved| ApiError::documented(500))?;
        Ok(accepted.body)
    }

    /// Saves a change, then applies it.
    fn commit(
        &mut self,
        change: Option<Change>,
        save: impl FnOnce(&Change) -> Result<(), NotSaved>,
    ) -> Result<(), NotSaved> {
        if let Some(change) = change {
            save(&change)?;
            self.account.apply(change);
        }
        Ok(())
    }

    /// The change that counts a write to which the script responds with a 5xx.
    fn scripted_failure(
        &self,
        scripted: &ScriptedResponse,
        request: &Request<'_>,
        phone_number: Option<String>,
        now: Millis,
    ) -> Option<Change> {
        let is_write = matches!(request.method, "PATCH" | "POST");
        let is_5xx = scripted.status().is_some_and(|status| status >= 500);
        (self.config.counts_scripted_5xx && is_write && is_5xx).then(|| Change {
            phone_number: phone_number.unwrap_or_default(),
            at: now,
            card: None,
        })
    }

    fn next_trace_id(&mut self) -> String {
        self.trace_ids += 1;
        format!("trace-{:06}", self.trace_ids)
    }
}
