//! How a practice tenant is to run.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::face::{DeviceCode, Face, Portion};
use crate::span::Span;

/// Everything that can be chosen about a tenant.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; only loopback addresses are accepted. Port 0 takes a
    /// free one.
    pub listen: SocketAddr,
    /// With a folder, everything is HTTPS, by a certificate authority kept there.
    pub tls_dir: Option<PathBuf>,
    /// Which tenant; the same seed gives the same tenant. Default 1, or what
    /// the state file says.
    pub seed: Option<u64>,
    /// How many guests. Default 340, or what the state file says.
    pub guests: Option<u32>,
    /// How many members. Default 120, or what the state file says.
    pub members: Option<u32>,
    /// Which face it shows; what follows here lays itself over the face's own.
    pub face: Face,
    /// How long every answer is held back.
    pub latency: Option<Span>,
    /// How long a write takes to reach reads.
    pub lag: Option<Span>,
    /// Whether the published quotas are kept up.
    pub quotas: Option<bool>,
    /// How long an audit entry takes to be seen.
    pub audit_delay: Option<Span>,
    /// Whether people may sign in by device code.
    pub device_code: Option<DeviceCode>,
    /// Which part of the calls to Graph goes wrong by chance, as the seed has it.
    pub random_faults: Option<Portion>,
    /// The secret of the control calls. Default: a random one, or what the
    /// state file says.
    pub control_key: Option<String>,
    /// Where the tenant is kept; without it everything is forgotten.
    pub state: Option<PathBuf>,
    /// Whether a state file of another version is put aside for a new one. It is refused otherwise.
    pub replace_other_version: bool,
    /// With a folder, every exchange with Graph is written down there, for tests.
    pub record: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tls_dir: None,
            seed: None,
            guests: None,
            members: None,
            face: Face::Gentle,
            latency: None,
            lag: None,
            quotas: None,
            audit_delay: None,
            device_code: None,
            random_faults: None,
            control_key: None,
            state: None,
            replace_other_version: false,
            record: None,
        }
    }
}
