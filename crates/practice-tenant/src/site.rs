//! Under which name a request reached the tenant, and the URLs that follow.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

/// The name of the sign-in service.
pub const LOGIN_HOST: &str = "login.microsoftonline.com";
/// The name of Microsoft Graph.
pub const GRAPH_HOST: &str = "graph.microsoft.com";

/// Which of the tenant's names a request used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKind {
    /// localhost, 127.0.0.1 or `[::1]`: everything answers.
    Loopback,
    /// The sign-in service's name: sign-in and redemption answer.
    Login,
    /// Graph's name: only Graph answers.
    Graph,
}

/// Under which name a request came; an axum extractor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Scheme and Host of the request, without a trailing slash. Every
    /// absolute URL in an answer begins with it.
    pub origin: String,
    /// Which name it is.
    pub host: HostKind,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // The guard puts it there before any route is looked for.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::MISDIRECTED_REQUEST)
    }
}
