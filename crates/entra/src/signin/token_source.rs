//! What the transport takes its tokens from.

use super::challenge::Claims;
use super::error::SignInError;
use crate::clock::BoxFuture;
use crate::permissions::Scope;
use crate::secret::Secret;

/// Whoever can hand out access tokens for Graph.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that holds these scopes and, after a claims challenge, satisfies these claims.
    fn token<'a>(
        &'a self,
        scopes: &'a [Scope],
        claims: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>>;

    /// Tells the source that the service did not accept this token, so that it is not handed
    /// out again.
    fn refused(&self, token: &Secret);
}
