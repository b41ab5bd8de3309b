//! The program's flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use practice_tenant::{Config, Span};

/// Imitates Microsoft Entra sign-in and Microsoft Graph on loopback, with a
/// small organisation that anyone may break.
#[derive(Debug, Parser)]
#[command(name = "practice-tenant", version, about)]
pub(crate) struct Flags {
    /// Where to listen; a loopback address, port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Serve HTTPS, by a certificate authority kept in this folder
    #[arg(long, value_name = "DIR")]
    tls_dir: Option<PathBuf>,
    /// Which tenant; the same seed gives the same one [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many guests [default: 340]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(30..=1_000_000))]
    guests: Option<u32>,
    /// How many members [default: 120]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    members: Option<u32>,
    /// Hold every answer back for so many milliseconds
    #[arg(long, value_name = "MS|MS..MS")]
    latency: Option<Span>,
    /// Let writes reach reads only after so many milliseconds
    #[arg(long, value_name = "MS|MS..MS")]
    lag: Option<Span>,
    /// The secret of the control calls [default: random]
    #[arg(long, value_name = "KEY", value_parser = control_key)]
    control_key: Option<String>,
    /// Keep the tenant in this file
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Write every exchange with Graph down in this folder
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
}

impl From<Flags> for Config {
    fn from(flags: Flags) -> Self {
        Self {
            listen: flags.listen,
            tls_dir: flags.tls_dir,
            seed: flags.seed,
            guests: flags.guests,
            members: flags.members,
            latency: flags.latency,
            lag: flags.lag,
            control_key: flags.control_key,
            state: flags.state,
            record: flags.record,
        }
    }
}

/// A key has to fit into a header, and an empty one would be no secret.
fn control_key(text: &str) -> Result<String, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("a key is printable ASCII without spaces".to_owned());
    }
    Ok(text.to_owned())
}

/// What is wrong with the flags, without the usage below it.
pub(crate) fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or("wrong flags");
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}
