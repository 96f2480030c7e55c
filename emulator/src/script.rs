//! The script: which of the next requests gets which answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An answer for a coming request.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scripted {
    /// Only for this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only for this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// For so many requests.
    #[serde(default = "once")]
    pub times: u32,
    /// The status; without it and without a body, the real answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// More headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body: text is sent as it is, anything else as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Milliseconds before the answer begins.
    #[serde(default)]
    pub delay_ms: u64,
    /// What goes wrong on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Carry the request out all the same: saved, but the answer is lost.
    #[serde(default)]
    pub apply: bool,
}

fn once() -> u32 {
    1
}

impl Scripted {
    /// Whether the real answer is needed: where it is asked for, and where nothing stands in for it.
    pub fn is_carried_out(&self) -> bool {
        let is_never_answered = matches!(self.fault, Some(Fault::Reset | Fault::StallHead));
        self.apply || (self.status.is_none() && self.body.is_none() && !is_never_answered)
    }
}

/// What goes wrong on the wire.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing is ever answered.
    StallHead,
    /// Head and half of the body, then nothing.
    StallBody,
    /// Half of the promised body, then the connection ends.
    Truncate,
    /// The connection is reset before an answer.
    Reset,
    /// A byte at a time.
    SlowDrip,
}

/// Answers to come, in order.
#[derive(Default)]
pub struct Script(Vec<Scripted>);

impl Script {
    /// Adds answers.
    pub fn extend(&mut self, answers: Vec<Scripted>) {
        self.0.extend(answers);
    }

    /// What is left.
    pub fn rest(&self) -> &[Scripted] {
        &self.0
    }

    /// Takes the answer that a request gets.
    pub fn take(&mut self, method: &str, phone_number: Option<&str>) -> Option<Scripted> {
        let is_for = |scripted: &Scripted| {
            scripted
                .method
                .as_deref()
                .is_none_or(|wanted| wanted == method)
                && scripted
                    .phone_number
                    .as_deref()
                    .is_none_or(|wanted| Some(wanted) == phone_number)
        };
        let index = self.0.iter().position(is_for)?;
        let scripted = self.0[index].clone();
        if scripted.times > 1 {
            self.0[index].times -= 1;
        } else {
            self.0.remove(index);
        }
        Some(scripted)
    }
}
