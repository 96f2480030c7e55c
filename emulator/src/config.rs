//! The flags. What the facts about Linq leave open is a flag whose default is printed at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// The local Linq: behaves like Linq's contact card endpoint, with a page and the gateway that it needs.
#[derive(Clone, Debug, Parser)]
#[command(name = "linq-emulator", version)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// Folder of the page to serve
    #[arg(long)]
    pub www: Option<PathBuf>,
    /// SQLite file that keeps cards and writes; without it they are lost at the end
    #[arg(long)]
    pub state: Option<PathBuf>,
    /// The API key that is accepted
    #[arg(long, default_value = "linq-emulator-key", hide_default_value = true)]
    pub key: String,
    /// Serve the emulator-only routes under /emulator
    #[arg(long)]
    pub control: bool,
    /// Answer CORS for this origin, or for * (whether Linq does is not known)
    #[arg(long, value_name = "ORIGIN")]
    pub cors: Option<String>,
    /// With --cors, let pages read X-Trace-ID and Retry-After
    #[arg(long)]
    pub cors_expose: bool,
    /// One request per connection: browsers repeat a request by themselves when a connection that was kept open breaks
    #[arg(long)]
    pub close_connections: bool,
    /// Writes per number in ten minutes, or `off`
    #[arg(long, default_value = "3", value_parser = parse_budget)]
    pub budget: Budget,
    /// What counts against the budget beside accepted writes (not known)
    #[arg(long, value_enum, default_value = "scripted-5xx")]
    pub also_counts: AlsoCounts,
    /// Code of the 404 for a missing card (not known)
    #[arg(long, default_value_t = 2012)]
    pub missing_card: u32,
    /// Code of the 400 for `{}` and for an empty text (not known)
    #[arg(long, default_value_t = 1005)]
    pub empty_value: u32,
    /// What happens to unknown fields in a body (not known)
    #[arg(long, value_enum, default_value = "ignored")]
    pub unknown_fields: UnknownFields,
    /// The page and the gateway alone, to the real Linq: changes are real. The key is taken from LINQ_API_V3_API_KEY
    #[arg(long, conflicts_with_all = ["control", "state", "key", "cors", "cors_expose"])]
    pub live: bool,
    /// JSON file of the gateway's users by the value of their cookie `session`, such as
    /// {"alice":{"numbers":["+15551234567"]},"admin":{"numbers":"all"}}; without it, every request is the developer's
    #[arg(long, value_name = "FILE")]
    pub sessions: Option<PathBuf>,
    /// Origin of a page that may write through the gateway; several may be given [default: the own ones]
    #[arg(long, value_name = "ORIGIN")]
    pub gateway_origin: Vec<String>,
    /// Where the gateway forwards to [default: this server's /api/partner, with --live the real Linq]
    #[arg(long, value_name = "URL")]
    pub gateway_upstream: Option<String>,
    /// The key that the gateway adds; others on this machine can read a flag [default: --key]
    #[arg(long, value_name = "KEY")]
    pub gateway_key: Option<String>,
    /// Milliseconds for a whole exchange through the gateway [default: the package's]
    #[arg(long, value_name = "MS")]
    pub gateway_timeout: Option<u32>,
}

/// Writes per number in ten minutes; `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(pub Option<u32>);

/// What counts against the budget beside accepted writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AlsoCounts {
    /// Writes that a script answers with a 5xx.
    #[value(name = "scripted-5xx")]
    Scripted5xx,
    /// Nothing else.
    Nothing,
}

/// What happens to fields that the reference page doesn't have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnknownFields {
    /// They change nothing.
    Ignored,
    /// 400/1005.
    Refused,
}

fn parse_budget(text: &str) -> Result<Budget, String> {
    match text {
        "off" => Ok(Budget(None)),
        text => text
            .parse()
            .map(|limit| Budget(Some(limit)))
            .map_err(|_| "a number, or off".to_owned()),
    }
}

impl Config {
    /// What is in force where the facts about Linq are silent, a line each.
    #[must_use]
    pub fn assumptions(&self) -> Vec<String> {
        let budget = self
            .budget
            .0
            .map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
        vec![
            format!("writes per number in ten minutes: {budget} (--budget)"),
            format!(
                "counted beside accepted writes: {:?} (--also-counts)",
                self.also_counts
            ),
            format!(
                "a missing card is 404/{} (--missing-card)",
                self.missing_card
            ),
            format!(
                "an empty body or text is 400/{} (--empty-value)",
                self.empty_value
            ),
            format!(
                "unknown fields are {:?} (--unknown-fields)",
                self.unknown_fields
            ),
            format!("CORS: {} (--cors)", self.cors.as_deref().unwrap_or("off")),
        ]
    }
}
