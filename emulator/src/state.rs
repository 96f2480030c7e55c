//! The state that the endpoint and the control API share. It knows no route.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use emulator_rules::{Account, Delivery, Emulator, NotSaved, Request};

use crate::clock::Clock;
use crate::config::Config;
use crate::gateway::Gateway;
use crate::state_file::{StateFile, StateFileError};

/// What the routes share. Clones share it, too.
#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    pub clock: Arc<Clock>,
    pub gateway: Arc<Gateway>,
    stored: Arc<Mutex<Stored>>,
}

/// The emulator, and the file that stores its account.
struct Stored {
    emulator: Emulator,
    file: Option<StateFile>,
}

impl AppState {
    /// The state at the start: the account of the state file, no script, an empty log.
    pub fn new(
        config: Arc<Config>,
        clock: Arc<Clock>,
        gateway: Arc<Gateway>,
    ) -> Result<Self, StateFileError> {
        let (file, account) = match &config.state {
            Some(path) => {
                let (file, account) = StateFile::open(path)?;
                (Some(file), account)
            }
            None => (None, Account::default()),
        };
        let stored = Stored {
            emulator: Emulator::new(config.rules(), account),
            file,
        };
        Ok(Self {
            config,
            clock,
            gateway,
            stored: Arc::new(Mutex::new(stored)),
        })
    }

    /// Handles a request to the endpoint. A change of the account is in the state file before this
    /// returns.
    pub fn handle(&self, request: &Request<'_>) -> Delivery {
        let Stored { emulator, file } = &mut *self.lock();
        emulator.handle(request, self.clock.now(), |change| {
            let saved = file.as_mut().map_or(Ok(()), |file| file.save(change));
            saved.map_err(|error| {
                tracing::error!(%error, "a change is lost");
                NotSaved
            })
        })
    }

    /// Calls `with` with the emulator, locked.
    pub fn with_emulator<T>(&self, with: impl FnOnce(&mut Emulator) -> T) -> T {
        with(&mut self.lock().emulator)
    }

    /// Sets the writes per number in ten minutes, of the endpoint and of the gateway; `None` is
    /// unlimited.
    pub fn set_write_budget(&self, write_budget: Option<u32>) {
        self.with_emulator(|emulator| emulator.set_write_budget(write_budget));
        self.gateway.set_write_budget(write_budget);
    }

    /// Makes everything as it is at the first start: account, script, log, clock, write budget, the
    /// gateway's limits.
    pub fn reset(&self) -> Result<(), StateFileError> {
        let account = Account::default();
        let mut stored = self.lock();
        if let Some(file) = &mut stored.file {
            file.replace(&account)?;
        }
        stored.emulator.reset(account);
        self.clock.reset();
        self.gateway.reset();
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Stored> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
