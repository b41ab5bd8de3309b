//! What a new draft starts from in this tenant.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Defaults of new drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantDefaults {
    /// Redirect URL; none: My Apps of this tenant.
    pub redirect_url: Option<String>,
    /// Message language; none: left to Microsoft.
    pub language: Option<String>,
    /// Message.
    pub message: Option<String>,
    /// Send invite message.
    pub send: bool,
}

impl Default for TenantDefaults {
    fn default() -> Self {
        Self {
            redirect_url: None,
            language: None,
            message: None,
            send: true,
        }
    }
}
