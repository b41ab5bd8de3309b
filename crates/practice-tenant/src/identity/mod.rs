//! The sign-in service.

use std::sync::Arc;

use axum::Router;

use crate::state::Kept;
use crate::tenant::Tenant;

/// What the sign-in service remembers: device codes, refresh tokens, sessions.
#[derive(Debug, Default)]
pub struct State {}

impl State {
    /// Brings back what was kept under [`crate::state::Table::SignIn`].
    pub(crate) fn restore(_kept: &Kept) -> Self {
        Self::default()
    }

    /// Makes every token and code void.
    pub(crate) fn void(&self) {}
}

/// Why a device code could not be approved or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceRefusal {
    /// There is no such user code.
    UnknownCode,
    /// There is no such account.
    UnknownAccount,
    /// It expired, or was approved or denied already, or the account may not sign in.
    Impossible,
    /// The account may not consent to what the application asks.
    ConsentRequired,
    /// The state file could not be written.
    NotKept,
}

/// As that account pressing Continue and, where it may, Accept.
pub(crate) fn approve_device(
    _tenant: &Tenant,
    _user_code: &str,
    _account: &str,
) -> Result<(), DeviceRefusal> {
    Err(DeviceRefusal::UnknownCode)
}

/// As somebody pressing Cancel.
pub(crate) fn deny_device(_tenant: &Tenant, _user_code: &str) -> Result<(), DeviceRefusal> {
    Err(DeviceRefusal::UnknownCode)
}

/// The sign-in endpoints and pages.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
}
