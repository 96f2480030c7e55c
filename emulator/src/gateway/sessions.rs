//! The users of the gateway.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, header};
use contact_card::gateway::Authorized;
use contact_card::wire::from_json;
use serde::Deserialize;
use serde_json::{Value, json};

/// The cookie whose value names a session.
const COOKIE: &str = "session=";

/// What is wrong with the file of `--sessions`.
#[derive(Debug, thiserror::Error)]
pub enum SessionsError {
    /// The file can't be read.
    #[error("{} can't be used: {source}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file isn't JSON of the expected shape.
    #[error("{} can't be used: {source}", .file.display())]
    Json {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: serde_json::Error,
    },
    /// A user can't be a session.
    #[error(
        "{} can't be used: {user:?} must be a name that isn't empty, and \"numbers\" a list of numbers in E.164 form or \"all\"",
        .file.display()
    )]
    User {
        /// The file.
        file: PathBuf,
        /// The user's name.
        user: String,
    },
}

/// The sessions that may use the gateway, each checked by the core.
pub enum Sessions {
    /// Every request is the developer's, who may use all numbers.
    Developer(Authorized),
    /// By the value of the cookie.
    Cookies(BTreeMap<String, Authorized>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    numbers: Value,
}

impl Sessions {
    /// The developer alone.
    pub fn developer() -> Self {
        Self::Developer(session("developer", &json!("all")))
    }

    /// The users in a file: `{ "alice": { "numbers": ["+1…"] }, "admin": { "numbers": "all" } }`.
    pub fn read(file: &Path) -> Result<Self, SessionsError> {
        let path = || file.to_owned();
        let text = std::fs::read(file).map_err(|source| SessionsError::Unreadable {
            file: path(),
            source,
        })?;
        let entries: BTreeMap<String, Entry> =
            serde_json::from_slice(&text).map_err(|source| SessionsError::Json {
                file: path(),
                source,
            })?;
        let mut sessions = BTreeMap::new();
        for (user, entry) in entries {
            let session = session(&user, &entry.numbers);
            if !matches!(session, Authorized::Session(_)) {
                return Err(SessionsError::User { file: path(), user });
            }
            sessions.insert(user, session);
        }
        Ok(Self::Cookies(sessions))
    }

    /// Whether every session is the developer's.
    pub fn is_developer(&self) -> bool {
        matches!(self, Self::Developer(_))
    }

    /// The user whose session a request is of, where there are several.
    pub fn user(&self, headers: &HeaderMap) -> Option<&str> {
        match self {
            Self::Developer(_) => None,
            Self::Cookies(sessions) => {
                let (user, _) = sessions.get_key_value(cookie(headers)?)?;
                Some(user)
            }
        }
    }

    /// The session of a request.
    pub fn of(&self, headers: &HeaderMap) -> Authorized {
        let session = match self {
            Self::Developer(session) => Some(session),
            Self::Cookies(sessions) => cookie(headers).and_then(|cookie| sessions.get(cookie)),
        };
        session.cloned().unwrap_or(Authorized::SignedOut)
    }
}

/// The cookie's value; `None` where the cookie is sent twice.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter();
    let mut values = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix(COOKIE));
    values.next().filter(|_| values.next().is_none())
}

fn session(user: &str, numbers: &Value) -> Authorized {
    Authorized::parse(&from_json(&json!({ "user": user, "numbers": numbers })))
}
