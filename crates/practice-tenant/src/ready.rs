//! What a started tenant tells about itself.

use std::path::PathBuf;

use serde::Serialize;
use uuid::Uuid;

use crate::seed::Account;

/// Where everything is; the program prints it as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Origin of the sign-in service.
    pub login: String,
    /// Origin of Graph; may be the same.
    pub graph: String,
    /// URL of the control calls.
    pub control: String,
    /// URL of the outbox.
    pub outbox: String,
    /// The certificate authority to trust, a PEM file; null without TLS.
    pub ca: Option<PathBuf>,
    /// The secret of the control calls.
    pub control_key: String,
    /// The tenant id.
    pub tenant_id: Uuid,
    /// The `….onmicrosoft.com` domain.
    pub initial_domain: String,
    /// A client application that has every consent Usher needs.
    pub client_id: Uuid,
    /// A client application that has consent for `User.Read` alone.
    pub client_id_unconsented: Uuid,
    /// The practice accounts.
    pub accounts: Vec<Account>,
    /// The process.
    pub pid: u32,
}
