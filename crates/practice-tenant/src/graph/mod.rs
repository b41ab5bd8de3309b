//! Microsoft Graph.

use std::sync::Arc;

use axum::Router;

use crate::tenant::Tenant;

/// All of `/v1.0` and `/beta`.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
}
