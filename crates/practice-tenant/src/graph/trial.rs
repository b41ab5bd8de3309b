//! The faults that wait at Graph's door for a token that is good otherwise.

use super::Request;
use crate::faults::Point;
use crate::odata::Error;

/// Lets the call pass, or lets the fault that waits for it have its token.
///
/// # Errors
///
/// 401: the token is void, or wants claims, from now on.
pub(super) fn stand(request: &Request<'_>) -> Result<(), Error> {
    let (tenant, caller) = (request.tenant, request.caller);
    let path = request.full_path();
    let waits = |point| {
        let befallen = tenant.faults.take(point, request.method.as_str(), &path);
        befallen.is_some()
    };
    if waits(Point::Graph) {
        return Err(tenant.identity.void_token(caller).into());
    }
    if caller.handles_claims && waits(Point::Claims) {
        return Err(tenant.identity.challenge(caller, tenant.clock.now()).into());
    }
    Ok(())
}
