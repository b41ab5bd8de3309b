//! The session as the screens see it.

use desk::accounts::{Accounts, SignedIn};
use desk::rights::RightsView;
use desk::trouble::Trouble;
use entra::signin::token_store::Persistence;

use crate::ipc::session::{
    KeyringState, PracticeView, RememberedAccount, RightsReply, SessionView, WorkTarget,
};
use crate::state::AppState;

/// Whoever is signed in, for the header.
pub async fn session(state: &AppState, who: &SignedIn) -> SessionView {
    let account = who.account();
    let organization = who.desk.organization().await.ok();
    if let (Some(organization), Ok(accounts)) = (&organization, state.accounts().await)
        && let Err(trouble) = accounts
            .name_organization(&who.key(), &organization.display_name)
            .await
    {
        tracing::warn!(code = ?trouble.code, "the organization's name was not kept");
    }
    let mut note = who.desk.opened_note();
    if note.is_none() && who.destination.practice {
        note = state.practice.note().await;
    }
    SessionView {
        key: who.key(),
        object_id: account.object_id.clone(),
        tenant_id: account.tenant_id.clone(),
        display_name: account.display_name.clone(),
        username: account.username.clone(),
        organization,
        practice: who.destination.practice.then(|| PracticeView {
            inside: state.practice.is_inside(),
        }),
        kept: who.kept.is_ok(),
        note,
    }
}

/// Accounts that were signed in before.
pub async fn remembered(accounts: &Accounts) -> Vec<RememberedAccount> {
    accounts
        .remembered()
        .await
        .into_iter()
        .map(|(account, signed_in)| RememberedAccount {
            key: account.key,
            display_name: account.display_name,
            username: account.username,
            organization: account.organization,
            tenant_id: account.tenant_id,
            practice: account.practice,
            signed_in,
        })
        .collect()
}

/// What to offer for a work account: what was typed last, else the last account's registration.
pub async fn last_work(state: &AppState, accounts: &Accounts) -> WorkTarget {
    let typed = state.last_work();
    if typed != WorkTarget::default() {
        return typed;
    }
    accounts
        .remembered()
        .await
        .into_iter()
        .find(|(account, _)| !account.practice)
        .map(|(account, _)| WorkTarget {
            tenant: account.tenant,
            client_id: account.client_id,
        })
        .unwrap_or_default()
}

/// Whether sign-ins can be kept.
pub fn keyring(accounts: &Accounts) -> KeyringState {
    match accounts.persistence() {
        Persistence::Kept => KeyringState::Available,
        Persistence::SessionOnly { reason } => KeyringState::Unavailable {
            why: reason.clone(),
        },
    }
}

/// Rights, or why they could not be read.
pub fn rights(rights: Result<RightsView, Trouble>) -> RightsReply {
    match rights {
        Ok(rights) => RightsReply {
            rights: Some(rights),
            trouble: None,
        },
        Err(trouble) => RightsReply {
            rights: None,
            trouble: Some(trouble),
        },
    }
}
