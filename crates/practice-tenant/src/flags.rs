//! The program's flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use practice_tenant::{Config, DeviceCode, Face, Portion, Span};

/// Over the flags that make up the face.
const FACE: &str = "Face";

/// Imitates Microsoft Entra sign-in and Microsoft Graph on loopback, with a
/// small organization that anyone may break.
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
    /// Behave as in a book (gentle), or as the service does (real): latency 80..250 ms, lag
    /// 200..2500 ms, quotas on, audit entries 30..120 s late, random faults 0.004. The flags below
    /// change it one by one
    #[arg(long, help_heading = FACE, value_name = "gentle|real", default_value = "gentle")]
    face: Face,
    /// Hold every answer back for so many milliseconds
    #[arg(long, help_heading = FACE, value_name = "MS|MS..MS")]
    latency: Option<Span>,
    /// Let writes reach reads only after so many milliseconds
    #[arg(long, help_heading = FACE, value_name = "MS|MS..MS")]
    lag: Option<Span>,
    /// Keep up the published quotas, and answer 429 above them
    #[arg(long, help_heading = FACE, value_name = "on|off", value_parser = on_or_off)]
    quotas: Option<bool>,
    /// Show audit entries only so many seconds after what they tell of
    #[arg(long, help_heading = FACE, value_name = "SECONDS|A..B", value_parser = Span::seconds)]
    audit_delay: Option<Span>,
    /// Let people sign in by device code, or block it as Conditional Access does
    #[arg(long, help_heading = FACE, value_name = "allowed|blocked")]
    device_code: Option<DeviceCode>,
    /// Let this part of the calls to Graph go wrong, drawn by the seed; 0 for none
    #[arg(long, help_heading = FACE, value_name = "0..1")]
    random_faults: Option<Portion>,
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
            face: flags.face,
            latency: flags.latency,
            lag: flags.lag,
            quotas: flags.quotas,
            audit_delay: flags.audit_delay,
            device_code: flags.device_code,
            random_faults: flags.random_faults,
            control_key: flags.control_key,
            state: flags.state,
            replace_other_version: false,
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

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("expected on or off, and not {text:?}")),
    }
}

/// What is wrong with the flags, without the usage below it.
pub(crate) fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or("wrong flags");
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}
