//! The flags. What the documentation of Linq leaves open is a flag, whose value is printed at the
//! start.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use emulator_rules::{ApiKey, Config as Rules};
use tracing::level_filters::LevelFilter;

use crate::access::is_origin;
use crate::hosts::{Hosts, is_host};

/// Behaves like Linq's contact card endpoint, and serves the dashboard with its gateway.
#[derive(Clone, Debug, Parser)]
#[command(name = "linq-emulator", version)]
pub struct Config {
    /// Address to listen on; port 0 is a free port
    #[arg(long, default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// Name or address at which this server is reached, too, such as a container's name: NAME for
    /// every port, or NAME:PORT; can be repeated. Requests for hosts other than this machine are
    /// refused because of DNS rebinding
    #[arg(long, value_name = "NAME", value_parser = parse_host)]
    pub allow_host: Vec<String>,
    /// Folder of the dashboard's files
    #[arg(long, value_name = "DIR")]
    pub www: Option<PathBuf>,
    /// SQLite file that stores the cards and writes, for one emulator at a time; without it, they
    /// are lost when the emulator ends
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// API key that the endpoint accepts
    #[arg(long, default_value = Rules::KEY, hide_default_value = true)]
    pub key: ApiKey,
    /// Serve the control API, under /emulator
    #[arg(long)]
    pub control: bool,
    /// Let pages of this origin use the control API by CORS, such as tests that run in a browser
    #[arg(long, value_name = "ORIGIN", requires = "control", value_parser = parse_origin)]
    pub control_origin: Option<String>,
    /// Let pages of this origin, or of * (all), use the endpoint by CORS (not documented by Linq)
    #[arg(long, value_name = "ORIGIN", value_parser = parse_origin_or_all)]
    pub cors: Option<String>,
    /// With --cors, let pages read X-Trace-ID and Retry-After
    #[arg(long)]
    pub cors_expose: bool,
    /// Close a connection after each response: a browser repeats a request when a connection that
    /// it kept open breaks
    #[arg(long)]
    pub close_connections: bool,
    /// Writes per number in ten minutes, or `off`
    #[arg(long, value_name = "LIMIT", default_value = "3", value_parser = parse_write_budget)]
    pub budget: WriteBudget,
    /// What counts against the write budget in addition to successful writes (not documented by
    /// Linq)
    #[arg(long, value_enum, default_value = "scripted-5xx")]
    pub also_counts: AlsoCounts,
    /// Code of the 404 for a missing card (not documented by Linq)
    #[arg(long, value_name = "CODE", default_value_t = Rules::MISSING_CARD_CODE)]
    pub missing_card: u32,
    /// Code of the 400 for `{}` and for an empty string (not documented by Linq)
    #[arg(long, value_name = "CODE", default_value_t = Rules::EMPTY_VALUE_CODE)]
    pub empty_value: u32,
    /// Whether unknown fields in a body are ignored or refused (not documented by Linq)
    #[arg(long, value_enum, default_value = "ignored")]
    pub unknown_fields: UnknownFields,
    /// Serve the dashboard and its gateway alone, in front of the real Linq: changes are real. The
    /// API key is read from the environment variable LINQ_API_V3_API_KEY. Where other machines
    /// reach this server, it needs --sessions
    #[arg(long, conflicts_with_all = ["control", "state", "key", "cors", "cors_expose"])]
    pub live: bool,
    /// JSON file of the gateway's users, by the value of their cookie `session`, such as
    /// {"alice":{"numbers":["+15551234567"]},"admin":{"numbers":"all"}}; without it, every request
    /// is the developer's
    #[arg(long, value_name = "FILE")]
    pub sessions: Option<PathBuf>,
    /// Origin of pages that may write through the gateway; can be repeated [default: this server's
    /// origins]
    #[arg(long, value_name = "ORIGIN")]
    pub gateway_origin: Vec<String>,
    /// Where the gateway forwards requests to [default: this server's /api/partner, with --live the
    /// real Linq]
    #[arg(long, value_name = "URL")]
    pub gateway_upstream: Option<String>,
    /// API key that the gateway adds; other users of this machine can read a flag [default: --key]
    #[arg(long, value_name = "KEY")]
    pub gateway_key: Option<ApiKey>,
    /// Timeout of a request through the gateway, in milliseconds [default: the package's]
    #[arg(long, value_name = "MS")]
    pub gateway_timeout: Option<u32>,
    /// What is logged on stderr: off, error, warn, info, debug or trace [default: warn, with --live
    /// info]
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<LevelFilter>,
}

/// Writes per number in ten minutes; `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteBudget(pub Option<u32>);

/// What counts against the write budget in addition to successful writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AlsoCounts {
    /// Writes that a script responds to with a 5xx.
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
    /// The response is 400/1005.
    Refused,
}

fn parse_write_budget(text: &str) -> Result<WriteBudget, &'static str> {
    match text {
        "off" => Ok(WriteBudget(None)),
        text => text
            .parse()
            .map(|limit| WriteBudget(Some(limit)))
            .map_err(|_| "it must be a number or `off`"),
    }
}

fn parse_host(text: &str) -> Result<String, &'static str> {
    match is_host(text) {
        true => Ok(text.to_ascii_lowercase()),
        false => Err("it must be as in a URL, such as emulator, emulator:9000 or [fd00::1]"),
    }
}

fn parse_origin(text: &str) -> Result<String, &'static str> {
    match is_origin(text) {
        true => Ok(text.to_owned()),
        false => Err("it must be as in the header Origin, such as http://localhost:5173"),
    }
}

fn parse_origin_or_all(text: &str) -> Result<String, &'static str> {
    match text {
        "*" => Ok(text.to_owned()),
        text => parse_origin(text),
    }
}

impl Config {
    /// What is logged.
    #[must_use]
    pub fn log_level(&self) -> LevelFilter {
        self.log.unwrap_or(match self.live {
            true => LevelFilter::INFO,
            false => LevelFilter::WARN,
        })
    }

    /// The hosts at which a server that listens on `address` is reached.
    pub(crate) fn hosts(&self, address: SocketAddr) -> Hosts {
        Hosts::new(&self.allow_host, &self.gateway_origin, address)
    }

    /// The configuration of the endpoint's rules.
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            key: self.key.clone(),
            write_budget: self.budget.0,
            counts_scripted_5xx: self.also_counts == AlsoCounts::Scripted5xx,
            missing_card_code: self.missing_card,
            empty_value_code: self.empty_value,
            refuses_unknown_fields: self.unknown_fields == UnknownFields::Refused,
        }
    }

    /// What the emulator assumes where Linq's documentation is silent, a line each.
    pub(crate) fn assumptions(&self) -> Vec<String> {
        let limit = self.budget.0;
        let limit = limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
        let also_counted = match self.also_counts {
            AlsoCounts::Scripted5xx => "scripted 5xx",
            AlsoCounts::Nothing => "nothing",
        };
        let unknown_fields = match self.unknown_fields {
            UnknownFields::Ignored => "ignored",
            UnknownFields::Refused => "refused",
        };
        let cors = self.cors.as_deref().unwrap_or("off");
        vec![
            format!("writes per number in ten minutes: {limit} (--budget)"),
            format!("counted in addition to successful writes: {also_counted} (--also-counts)"),
            format!("a missing card: 404/{} (--missing-card)", self.missing_card),
            format!(
                "an empty body or string: 400/{} (--empty-value)",
                self.empty_value
            ),
            format!("unknown fields: {unknown_fields} (--unknown-fields)"),
            format!("CORS: {cors} (--cors)"),
        ]
    }
}
