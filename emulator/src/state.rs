//! The state that the endpoint and the control routes share. It knows no route.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::account::Account;
use crate::config::Config;
use crate::dials::Dials;
use crate::gateway::Gateway;
use crate::request_log::RequestLog;
use crate::script::Script;

/// A handle on what the routes share; clones share it too.
#[derive(Clone)]
pub struct Shared {
    pub config: Arc<Config>,
    pub dials: Arc<Dials>,
    pub gateway: Arc<Gateway>,
    state: Arc<Mutex<State>>,
}

/// The part that requests change, behind one lock.
pub struct State {
    pub account: Account,
    pub script: Script,
    pub log: RequestLog,
    /// The number of the last trace ID.
    traces: u64,
}

impl Shared {
    /// The state at the start: an account, no script, an empty log.
    pub fn new(
        config: Arc<Config>,
        dials: Arc<Dials>,
        gateway: Arc<Gateway>,
        account: Account,
    ) -> Self {
        let state = State {
            account,
            script: Script::default(),
            log: RequestLog::default(),
            traces: 0,
        };
        Self {
            config,
            dials,
            gateway,
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Locks the state. The guard must not be held across an `await`.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The trace ID of the next response.
    pub fn next_trace_id(&mut self) -> String {
        self.traces += 1;
        format!("trace-{:06}", self.traces)
    }
}
