//! The flags. What the facts about Linq leave open is a flag whose default is printed at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// The local Linq: behaves like Linq's contact card endpoint.
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
    /// The API key that is accepted, and that /api/linq adds
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
