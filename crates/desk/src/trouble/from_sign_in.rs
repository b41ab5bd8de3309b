//! Refusals of the sign-in service.

use entra::signin::error::{Refusal, SignInError};
use guests::trouble::sign_in::{self, LocalTrouble};

use super::from_graph::unreached;
use super::{ServiceAnswer, Trouble, TroubleCode};

impl From<SignInError> for Trouble {
    fn from(error: SignInError) -> Self {
        let service = match &error {
            SignInError::Unreachable { host, cause } => Some(unreached(host, cause)),
            error => error.refusal().map(answer),
        };
        let (code, local) = match &error {
            SignInError::ConsentRequired { .. } => (TroubleCode::ConsentRequired, None),
            SignInError::InteractionRequired { refusal: None, .. } => {
                (TroubleCode::SignInRequired, Some(LocalTrouble::ProofNeeded))
            }
            SignInError::InteractionRequired { .. } => (TroubleCode::SignInRequired, None),
            SignInError::Declined(_) => (TroubleCode::Refused, Some(LocalTrouble::Declined)),
            SignInError::CodeExpired(_) => (TroubleCode::Refused, Some(LocalTrouble::Expired)),
            SignInError::OtherAccount { .. } => {
                (TroubleCode::Refused, Some(LocalTrouble::OtherAccount))
            }
            SignInError::PersonalAccount => {
                (TroubleCode::Refused, Some(LocalTrouble::PersonalAccount))
            }
            SignInError::Unreachable { .. } => (TroubleCode::Offline, Some(LocalTrouble::Offline)),
            SignInError::TimedOut => (TroubleCode::Offline, Some(LocalTrouble::TimedOut)),
            SignInError::Unavailable { status: 429, .. } => {
                (TroubleCode::Throttled, Some(LocalTrouble::Unavailable))
            }
            SignInError::Unavailable { .. } => {
                (TroubleCode::ServiceFailed, Some(LocalTrouble::Unavailable))
            }
            SignInError::UnexpectedAnswer { .. } => (
                TroubleCode::ServiceFailed,
                Some(LocalTrouble::UnexpectedAnswer),
            ),
            SignInError::SignedOut => (TroubleCode::SignInRequired, Some(LocalTrouble::SignedOut)),
            SignInError::Cancelled => (TroubleCode::Cancelled, Some(LocalTrouble::Cancelled)),
            _ => (TroubleCode::Refused, None),
        };
        let explanation = match (local, error.refusal()) {
            (Some(local), _) => sign_in::local(local),
            (None, Some(refusal)) => {
                sign_in::explain(&refusal.error, refusal.suberror.as_deref(), &refusal.codes)
            }
            (None, None) if code == TroubleCode::ConsentRequired => {
                sign_in::explain("consent_required", Some("consent_required"), &[65001])
            }
            (None, None) if code == TroubleCode::SignInRequired => {
                Trouble::sign_in_required().explanation
            }
            (None, None) => sign_in::local(LocalTrouble::UnexpectedAnswer),
        };
        let retry_after = match &error {
            SignInError::Unavailable { retry_after, .. } => {
                retry_after.map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
            }
            _ => None,
        };
        Self {
            code,
            explanation,
            retry_after,
            service,
            consent: None,
        }
    }
}

fn answer(refusal: &Refusal) -> ServiceAnswer {
    ServiceAnswer {
        status: None,
        code: refusal.error.clone(),
        message: refusal.text().to_owned(),
        request_id: None,
        client_request_id: None,
        correlation_id: refusal.correlation_id.clone(),
        trace_id: refusal.trace_id.clone(),
        time: refusal.timestamp.clone(),
    }
}
