//! Microsoft Graph: `/v1.0`, and of `/beta` what has no other home.
//!
//! A request is read ([`request`]), its route found ([`dispatch`], [`routes`]), its scope checked
//! ([`permissions`]); then the resource's own file decides by role, ownership and policy
//! ([`rights`]) and answers. One file per resource.

mod answer;
mod applications;
mod assignment_rules;
mod assignments;
mod audits;
mod batch;
mod deleted;
mod delta;
mod dispatch;
mod groups;
mod invitation_body;
mod invitations;
mod invited_user;
mod listing;
mod members;
mod objects;
mod organization;
mod permissions;
mod policies;
mod relations;
mod request;
mod rights;
mod roles;
mod routes;
mod serve;
mod settings;
mod tables;
mod tenants;
mod trial;
mod user_changes;
mod user_rows;
mod users;

pub(crate) use serve::{pattern, refuse, router};

use request::Request;

use crate::identity::Unauthenticated;
use crate::odata::Error;
use crate::state::StateError;

/// Every path that answers `GET`, with its version; `{id}` stands for one segment, `{cast}` for a
/// type's name. For tests that walk them all.
pub fn readable() -> impl Iterator<Item = String> {
    routes::ROUTES
        .iter()
        .filter(|route| route.method == http::Method::GET)
        .map(|route| format!("/{}{}", route.version.as_str(), route.pattern))
}

impl From<Unauthenticated> for Error {
    fn from(refusal: Unauthenticated) -> Self {
        Self::new(
            http::StatusCode::UNAUTHORIZED,
            refusal.code,
            refusal.message,
        )
        .header("WWW-Authenticate", refusal.www_authenticate)
    }
}

impl From<StateError> for Error {
    fn from(error: StateError) -> Self {
        tracing::error!(%error, "a write could not be kept");
        Self::new(
            http::StatusCode::SERVICE_UNAVAILABLE,
            "ServiceUnavailable",
            "The practice tenant could not keep this write on disk; nothing has changed.",
        )
    }
}
