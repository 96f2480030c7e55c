//! Whose request it is.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::{HeaderMap, header};
use contact_card::gateway::Authorized;
use contact_card::wire::from_json;
use serde::Deserialize;
use serde_json::json;

/// The cookie that names a session.
const COOKIE: &str = "session=";

/// Those who may use the gateway. Sessions are checked.
pub enum Sessions {
    /// Whoever asks for one of these hosts is the developer, and may see all numbers. The hosts keep out pages whose own
    /// name somebody has pointed at this machine: for a browser, those are of the same origin as the gateway.
    Developer {
        session: Authorized,
        hosts: Vec<String>,
    },
    /// By the cookie's value.
    Cookies(BTreeMap<String, Authorized>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    numbers: serde_json::Value,
}

impl Sessions {
    /// The developer alone, at a gateway of these origins.
    pub fn developer(origins: &[String]) -> Self {
        let host = |origin: &String| origin.split_once("://").map(|(_, host)| host.to_owned());
        Self::Developer {
            session: session("developer", &json!("all")),
            hosts: origins.iter().filter_map(host).collect(),
        }
    }

    /// Those of a file: `{ "alice": { "numbers": ["+1…"] }, "admin": { "numbers": "all" } }`.
    ///
    /// # Errors
    /// A text that says what is wrong with the file.
    pub fn read(file: &Path) -> Result<Self, String> {
        let wrong =
            |error: &dyn std::fmt::Display| format!("{} can't be used: {error}", file.display());
        let text = std::fs::read(file).map_err(|error| wrong(&error))?;
        let entries: BTreeMap<String, Entry> =
            serde_json::from_slice(&text).map_err(|error| wrong(&error))?;
        let mut sessions = BTreeMap::new();
        for (user, entry) in entries {
            let session = session(&user, &entry.numbers);
            if !matches!(session, Authorized::Session(_)) {
                let rule = "the numbers must be a list in E.164 form, or \"all\"";
                return Err(wrong(&format!("{user:?}: {rule}")));
            }
            sessions.insert(user, session);
        }
        Ok(Self::Cookies(sessions))
    }

    pub fn is_developer(&self) -> bool {
        matches!(self, Self::Developer { .. })
    }

    /// The session of a request.
    pub fn of(&self, headers: &HeaderMap) -> Authorized {
        let session = match self {
            Self::Developer { session, hosts } => {
                let mut asked = headers.get_all(header::HOST).iter();
                let is_own = |host: &str| hosts.iter().any(|own| own == host);
                match (asked.next(), asked.next()) {
                    (Some(host), None) if host.to_str().is_ok_and(is_own) => Some(session),
                    _ => None,
                }
            }
            Self::Cookies(sessions) => cookie(headers).and_then(|cookie| sessions.get(cookie)),
        };
        session.cloned().unwrap_or(Authorized::SignedOut)
    }
}

/// The cookie's value; none where it is there twice.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter();
    let mut values = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix(COOKIE));
    values.next().filter(|_| values.next().is_none())
}

fn session(user: &str, numbers: &serde_json::Value) -> Authorized {
    Authorized::parse(&from_json(&json!({ "user": user, "numbers": numbers })))
}
