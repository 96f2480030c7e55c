//! Scripted responses: what tests make the endpoint respond with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::response::{ApiError, Response, documented_status};

/// A response that takes the place of the endpoint's own.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedResponse {
    /// Only for requests of this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only for requests for this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// For how many requests.
    #[serde(default = "once")]
    pub times: u32,
    /// The status. Without a status, a code and a body, the response is the endpoint's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code of an error, by default the documented one for the status. Without a status, the
    /// status is the documented one for the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// The message of an error, by default the documented one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How many seconds an error reports as the time to wait, in its body and in `Retry-After`; by
    /// default 600 for a 429, and absent from others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Headers that are added or replaced.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body: a string is sent as it is, anything else as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Milliseconds before the response is sent.
    #[serde(default)]
    pub delay_ms: u64,
    /// What goes wrong on the connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Whether the request is carried out although the response reports otherwise, as when a
    /// response is lost.
    #[serde(default)]
    pub apply: bool,
}

fn once() -> u32 {
    1
}

impl ScriptedResponse {
    /// Whether the request is carried out: where `apply` demands it, and where the response is the
    /// endpoint's own.
    pub(crate) fn carries_out(&self) -> bool {
        let is_own = self.status().is_none() && self.body.is_none();
        self.apply || (is_own && !self.fault.is_some_and(Fault::sends_nothing))
    }

    /// The status that is scripted, or that is documented for the code that is.
    pub(crate) fn status(&self) -> Option<u16> {
        self.status.or(self.code.map(documented_status))
    }

    /// The outcome that is scripted; `None` for the endpoint's own.
    pub(crate) fn outcome(&self) -> Option<Result<Value, ApiError>> {
        let status = self.status()?;
        if self.code.is_none() && (200..300).contains(&status) {
            return Some(Ok(json!({})));
        }
        let error = ApiError::documented(status).with(
            self.code,
            self.message.clone(),
            self.retry_after.map(i64::from),
        );
        Some(Err(error))
    }

    /// Replaces the scripted parts of a response.
    pub(crate) fn amend(self, response: &mut Response) {
        if let Some(status) = self.status {
            response.status = status;
        }
        match self.body {
            Some(Value::String(text)) => response.body = text,
            Some(json) => response.body = json.to_string(),
            None => {}
        }
        for (name, value) in self.headers {
            response.headers.insert(name.to_ascii_lowercase(), value);
        }
    }

    fn is_for(&self, method: &str, phone_number: Option<&str>) -> bool {
        self.method
            .as_deref()
            .is_none_or(|expected| expected == method)
            && (self.phone_number.is_none() || self.phone_number.as_deref() == phone_number)
    }
}

/// What goes wrong on the connection.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// No response is ever sent.
    StallHead,
    /// The head and half of the body are sent, and nothing after them.
    StallBody,
    /// The connection is closed after half of the body.
    Truncate,
    /// The connection is reset before a response.
    Reset,
    /// The body is sent a byte at a time.
    SlowDrip,
}

impl Fault {
    /// Whether nothing of the response is sent.
    pub(crate) fn sends_nothing(self) -> bool {
        matches!(self, Self::Reset | Self::StallHead)
    }
}

/// The scripted responses that haven't been used, in their order.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Script(Vec<ScriptedResponse>);

impl Script {
    /// Appends responses.
    pub fn extend(&mut self, responses: impl IntoIterator<Item = ScriptedResponse>) {
        self.0.extend(responses);
    }

    /// The responses that haven't been used.
    #[must_use]
    pub fn remaining(&self) -> &[ScriptedResponse] {
        &self.0
    }

    /// Takes the first response that is for such a request.
    pub(crate) fn take(
        &mut self,
        method: &str,
        phone_number: Option<&str>,
    ) -> Option<ScriptedResponse> {
        let mut responses = self.0.iter();
        let index = responses.position(|response| response.is_for(method, phone_number))?;
        if self.0[index].times > 1 {
            self.0[index].times -= 1;
            return Some(self.0[index].clone());
        }
        Some(self.0.remove(index))
    }
}
