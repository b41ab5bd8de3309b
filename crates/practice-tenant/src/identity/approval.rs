//! A person's answer to a device code: Continue, Accept or Cancel, by page or by control call.

use std::sync::Arc;

use uuid::Uuid;

use super::aadsts::SignInError;
use super::consent::{self, Consent};
use super::device::{Block, CodeProblem};
use super::refusals;
use super::scope::{ScopeRequest, ScopeSet};
use crate::directory::{ClientApplication, ExternalUserState, User, View};
use crate::face::DeviceCode;
use crate::faults::{Point, Poll, Trouble};
use crate::ledger::Call;
use crate::state::StateError;
use crate::tenant::Tenant;

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
    /// Conditional Access forbids the sign-in, with this AADSTS number.
    Blocked(u32),
    /// The state file could not be written.
    NotKept,
}

impl From<CodeProblem> for DeviceRefusal {
    fn from(problem: CodeProblem) -> Self {
        match problem {
            CodeProblem::Unknown => Self::UnknownCode,
            CodeProblem::Expired | CodeProblem::Answered => Self::Impossible,
        }
    }
}

impl From<StateError> for DeviceRefusal {
    fn from(_: StateError) -> Self {
        Self::NotKept
    }
}

/// An attempt that waits for a person, with what its page has to say.
pub(crate) struct Waiting {
    pub(crate) user_code: String,
    pub(crate) client: ClientApplication,
    pub(crate) request: ScopeRequest,
    /// What Conditional Access has against the account that was chosen before.
    pub(crate) blocked: Option<SignInError>,
}

/// What pressing Continue leads to.
pub(crate) enum Next {
    /// The sign-in is approved.
    Done,
    /// The person is asked for consent.
    Consent {
        /// What is asked.
        missing: ScopeSet,
        /// Whether the person may grant it for everybody.
        for_everybody: bool,
    },
    /// The page says that an administrator has to approve.
    NeedsAdministrator {
        /// What is asked.
        missing: ScopeSet,
    },
}

/// The attempt behind a code.
pub(crate) fn waiting(tenant: &Tenant, code: &str) -> Result<Waiting, CodeProblem> {
    let attempt = tenant
        .identity
        .codes()
        .open(code, tenant.clock.now())?
        .clone();
    let client = Uuid::try_parse(&attempt.client_id)
        .ok()
        .and_then(|id| tenant.read(|view| view.client(id).cloned()))
        .ok_or(CodeProblem::Unknown)?;
    Ok(Waiting {
        user_code: attempt.user_code().to_owned(),
        blocked: attempt.blocked().cloned(),
        client,
        request: attempt.scope,
    })
}

/// The person with this id or user principal name, if the account may sign in.
///
/// # Errors
///
/// 50034 for nobody, 50057 for a blocked account, 50014 for a guest who has not redeemed yet.
pub(crate) fn person(view: View<'_>, key: &str) -> Result<Arc<User>, SignInError> {
    let user = view
        .latest()
        .user_by_key(key.trim())
        .ok_or_else(|| SignInError::unknown_account(key.trim()))?;
    if !user.account_enabled {
        return Err(SignInError::account_disabled());
    }
    if user.external_user_state == Some(ExternalUserState::PendingAcceptance) {
        return Err(SignInError::invitation_pending());
    }
    Ok(Arc::clone(user))
}

/// The person chooses an account, and Conditional Access looks at the sign-in.
///
/// # Errors
///
/// What it has against it.
pub(crate) fn choose(tenant: &Tenant, waiting: &Waiting) -> Result<(), SignInError> {
    let block = match tenant
        .faults
        .take(Point::DeviceCode, "POST", "/devicelogin")
    {
        Some(Trouble::DeviceCodeBlocked(refusal, poll)) => Some(Block { refusal, poll }),
        _ if tenant.device_code() == DeviceCode::Blocked => {
            refusals::of_device_code(refusals::POLICY_BLOCKS).map(|refusal| Block {
                refusal,
                poll: Poll::Pending,
            })
        }
        _ => None,
    };
    let refusal = block.as_ref().map(|block| block.refusal.clone());
    let now = tenant.clock.now();
    // A code that was answered meanwhile is told of by the next step.
    let _ = tenant
        .identity
        .codes()
        .block(&waiting.user_code, block, now);
    refusal.map_or(Ok(()), Err)
}

/// The person presses Continue. Approves the code where every consent is there.
pub(crate) fn press_continue(
    tenant: &Tenant,
    waiting: &Waiting,
    user_id: Uuid,
) -> Result<Next, CodeProblem> {
    let consent = tenant
        .read(|view| consent::look(view.latest(), &waiting.client, user_id, &waiting.request));
    match consent {
        Consent::Granted(_) => {
            let now = tenant.clock.now();
            tenant
                .identity
                .codes()
                .approve(&waiting.user_code, user_id, now)?;
            Ok(Next::Done)
        }
        Consent::MayGrant {
            missing,
            for_everybody,
        } => Ok(Next::Consent {
            missing,
            for_everybody,
        }),
        Consent::NeedsAdministrator { missing } => Ok(Next::NeedsAdministrator { missing }),
    }
}

/// The person presses Accept: grants what is missing, for everybody or alone, and approves.
pub(crate) fn press_accept(
    tenant: &Tenant,
    waiting: &Waiting,
    user_id: Uuid,
    for_everybody: bool,
) -> Result<(), DeviceRefusal> {
    tenant
        .identity
        .codes()
        .open(&waiting.user_code, tenant.clock.now())?;
    let call = Call {
        app_id: Some(waiting.client.app_id),
        caller_id: Some(user_id),
        ..Call::of_tenant("POST", "/devicelogin")
    };
    tenant.write(&call, |tx| {
        match consent::look(tx.latest(), &waiting.client, user_id, &waiting.request) {
            Consent::Granted(_) => Ok(()),
            Consent::NeedsAdministrator { .. } => Err(DeviceRefusal::ConsentRequired),
            Consent::MayGrant {
                missing,
                for_everybody: may,
            } => {
                let whom = if for_everybody && may {
                    None
                } else {
                    Some(user_id)
                };
                consent::grant(
                    tx,
                    &waiting.client,
                    whom,
                    waiting.request.resource,
                    &missing,
                );
                Ok(())
            }
        }
    })?;
    tenant
        .identity
        .codes()
        .approve(&waiting.user_code, user_id, tenant.clock.now())?;
    Ok(())
}

/// As that account pressing Continue and, where it may, Accept.
pub(crate) fn approve_device(
    tenant: &Tenant,
    user_code: &str,
    account: &str,
) -> Result<(), DeviceRefusal> {
    let waiting = waiting(tenant, user_code)?;
    let user = tenant
        .read(|view| person(view, account))
        .map_err(|error| match error.number() {
            50034 => DeviceRefusal::UnknownAccount,
            _ => DeviceRefusal::Impossible,
        })?;
    choose(tenant, &waiting).map_err(|refusal| DeviceRefusal::Blocked(refusal.number()))?;
    match press_continue(tenant, &waiting, user.id)? {
        Next::Done => Ok(()),
        Next::Consent { .. } => press_accept(tenant, &waiting, user.id, false),
        Next::NeedsAdministrator { .. } => Err(DeviceRefusal::ConsentRequired),
    }
}

/// As somebody pressing Cancel.
pub(crate) fn deny_device(tenant: &Tenant, user_code: &str) -> Result<(), DeviceRefusal> {
    Ok(tenant
        .identity
        .codes()
        .decline(user_code, tenant.clock.now())?)
}

/// Lets the client's next `times` questions be answered with `slow_down`.
pub(crate) fn slow_device_down(
    tenant: &Tenant,
    user_code: &str,
    times: u32,
) -> Result<(), DeviceRefusal> {
    Ok(tenant
        .identity
        .codes()
        .slow_down(user_code, times, tenant.clock.now())?)
}
