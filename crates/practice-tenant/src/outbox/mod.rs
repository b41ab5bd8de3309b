//! The outbox and the redemption pages.

use std::sync::Arc;

use axum::Router;
use serde::Serialize;
use uuid::Uuid;

use crate::tenant::Tenant;

/// What a redemption came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Redeemed {
    /// The guest.
    pub user_id: Uuid,
    /// `externalUserState` afterwards.
    pub state: Option<String>,
}

/// Why an address could not redeem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedeemRefusal {
    /// Nobody with this address was invited.
    Unknown,
    /// The guest is there but may not redeem now; why.
    Impossible(String),
    /// The state file could not be written.
    NotKept,
}

/// Redeems as the guest with this address would.
pub(crate) fn redeem(_tenant: &Tenant, _address: &str) -> Result<Redeemed, RedeemRefusal> {
    Err(RedeemRefusal::Unknown)
}

/// The pages under `/outbox`, which lie at loopback names only.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
}

/// The pages that redeem links lead to (`/redeem…`), which also answer as
/// login.microsoftonline.com.
pub(crate) fn redemption_router() -> Router<Arc<Tenant>> {
    Router::new()
}
