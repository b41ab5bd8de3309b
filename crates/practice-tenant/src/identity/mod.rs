//! The sign-in service: discovery, device codes, tokens, consent, and the pages that go with them.
//!
//! Shapes and error numbers follow learn.microsoft.com (device authorization grant, authentication
//! and authorization error codes) and what unmodified MSAL clients send and need.

mod aadsts;
mod admin_consent;
mod approval;
mod authority;
mod bearer;
pub mod catalogue;
mod consent;
mod device;
mod device_page;
mod discovery;
mod endpoints;
mod pages;
pub(crate) mod refusals;
mod scope;
mod signer;
mod standing;
mod state;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::page;
use crate::tenant::Tenant;

pub(crate) use aadsts::SignInError;
pub use approval::DeviceRefusal;
pub(crate) use approval::{approve_device, deny_device, slow_device_down};
pub(crate) use bearer::expired;
pub use bearer::{Caller, Unauthenticated, authenticate};
pub use scope::ScopeSet;
pub use state::State;

/// The sign-in endpoints and pages.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
        .route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            get(discovery::configuration),
        )
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/common/userrealm/{name}", get(discovery::user_realm))
        .route("/common/UserRealm/{name}", get(discovery::user_realm))
        .route(
            "/{tenant}/oauth2/v2.0/devicecode",
            post(endpoints::device_code),
        )
        .route("/{tenant}/oauth2/v2.0/token", post(endpoints::token))
        .route("/{tenant}/oauth2/v2.0/authorize", get(pages::authorize))
        .route("/{tenant}/oauth2/v2.0/logout", get(pages::logout))
        .route(
            "/{tenant}/v2.0/adminconsent",
            get(admin_consent::open).post(admin_consent::step),
        )
        .route(
            "/devicelogin",
            get(device_page::open).post(device_page::step),
        )
        .merge(page::router())
}
