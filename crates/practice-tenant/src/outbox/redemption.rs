//! Redeeming an invitation: what is checked, and what it changes in the directory.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::link::Link;
use crate::directory::{ExternalUserState, Invitation, ObjectIdentity, User, View};
use crate::ledger::{Call, Effect, EffectKind};
use crate::state::StateError;
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

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("This is not an invitation link of this organization.")]
    Unknown,
    #[error("A newer invitation was sent since. Use the link in the latest mail.")]
    Superseded,
    #[error("The guest account was deleted. Ask the organization to invite you again.")]
    Deleted,
    #[error(
        "The account is blocked from signing in. Ask the organization to unblock it. (AADSTS50057)"
    )]
    Blocked,
    #[error("The organization’s invitation policy does not allow this domain any more.")]
    DomainBlocked,
    #[error("Cross-tenant access settings of one of the two organizations do not allow it.")]
    CrossTenantBlocked,
    #[error("This account is not the one that was invited. (AADSTS50020)")]
    OtherAccount,
    #[error("The practice tenant could not write its state file.")]
    NotKept,
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        tracing::error!(%error, "a redemption could not be kept");
        Self::NotKept
    }
}

/// A link that may be redeemed, or was.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) invitation: Invitation,
    pub(super) guest: Arc<User>,
    pub(super) identity: HomeIdentity,
}

impl Visit {
    /// Whether the guest redeemed before; the link then is an entrance only.
    pub(super) fn accepted(&self) -> bool {
        self.guest.external_user_state == Some(ExternalUserState::Accepted)
    }
}

/// Where a guest's account lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HomeIdentity {
    /// Another Entra tenant, by its name.
    Entra(String),
    /// Google federation.
    Google,
    /// A personal Microsoft account.
    Microsoft,
    /// A one-time passcode by mail.
    Passcode,
}

impl HomeIdentity {
    /// Redemption order of learn.microsoft.com, "B2B collaboration invitation redemption".
    fn of(view: View<'_>, address: &str) -> Self {
        let domain = domain(address);
        match domain.as_str() {
            "gmail.com" | "googlemail.com" => Self::Google,
            "outlook.com" | "hotmail.com" | "live.com" | "msn.com" => Self::Microsoft,
            _ => view
                .tenant_of_domain(&domain)
                .map_or(Self::Passcode, |tenant| {
                    Self::Entra(tenant.display_name.clone())
                }),
        }
    }

    fn issuer(&self) -> &'static str {
        match self {
            Self::Entra(_) => "ExternalAzureAD",
            Self::Google => "google.com",
            Self::Microsoft => "MicrosoftAccount",
            Self::Passcode => "mail",
        }
    }
}

/// Looks a link up. Everything is checked again at each step: a policy may have changed since.
pub(super) fn visit(view: View<'_>, link: &Link) -> Result<Visit, Refusal> {
    let view = view.latest();
    if link.tenant_id != view.organization().id {
        return Err(Refusal::Unknown);
    }
    let invitation = view
        .invitation(link.invitation_id)
        .filter(|known| known.ticket == link.ticket)
        .ok_or(Refusal::Unknown)?;
    if invitation.superseded {
        return Err(Refusal::Superseded);
    }
    let guest = view.user(invitation.user_id).ok_or(Refusal::Deleted)?;
    check(view, guest, &invitation.address)?;
    Ok(Visit {
        invitation: invitation.clone(),
        guest: Arc::clone(guest),
        identity: HomeIdentity::of(view, &invitation.address),
    })
}

fn check(view: View<'_>, guest: &User, address: &str) -> Result<(), Refusal> {
    if !guest.account_enabled {
        return Err(Refusal::Blocked);
    }
    let domain = domain(address);
    let policies = view.policies();
    if !policies.b2b_management.allows(&domain) {
        return Err(Refusal::DomainBlocked);
    }
    let Some(home) = view.tenant_of_domain(&domain) else {
        return Ok(());
    };
    let inbound = policies
        .cross_tenant_partners
        .iter()
        .find(|partner| partner.tenant_id == home.tenant_id)
        .and_then(|partner| partner.b2b_collaboration_inbound.as_ref())
        .unwrap_or(&policies.cross_tenant_default.b2b_collaboration_inbound);
    if home.outbound_blocked || inbound.blocks_everybody() {
        return Err(Refusal::CrossTenantBlocked);
    }
    Ok(())
}

/// The guest accepts. Accepting twice changes nothing the second time.
pub(super) fn accept(tenant: &Tenant, link: &Link) -> Result<Visit, Refusal> {
    let call = Call::of_tenant("POST", "/redeem");
    tenant.write(&call, |tx| {
        let visit = visit(tx.latest(), link)?;
        if visit.accepted() {
            return Ok(visit);
        }
        mark_accepted(tx, &visit.guest, &visit.invitation.address);
        Ok(visit)
    })
}

fn mark_accepted(tx: &mut crate::tx::Tx<'_>, guest: &User, address: &str) {
    let now = tx.now();
    let issuer = HomeIdentity::of(tx.latest(), address).issuer();
    tx.edit_user(guest.id, |user| {
        user.external_user_state = Some(ExternalUserState::Accepted);
        user.external_user_state_change_date_time = Some(now);
        user.identities
            .retain(|identity| identity.sign_in_type.as_deref() != Some("federated"));
        user.identities.push(ObjectIdentity {
            sign_in_type: Some("federated".to_owned()),
            issuer: Some(issuer.to_owned()),
            issuer_assigned_id: None,
        });
    });
    tx.status(200);
    tx.effect(
        Effect::new(EffectKind::InvitationRedeemed)
            .user(guest.id)
            .address(address),
    );
}

/// Redeems as the guest with this address would, by the latest link. Guests whose invitation is
/// older than the tenant redeem as if they still had their mail.
pub(crate) fn redeem(tenant: &Tenant, address: &str) -> Result<Redeemed, RedeemRefusal> {
    let address = address.trim();
    let (guest, link) = tenant.read(|view| {
        let view = view.latest();
        let guest = view
            .holders_of_address(address)
            .into_iter()
            .find_map(|object| match object {
                crate::directory::DirectoryObject::User(user) if user.is_invited() => {
                    Some(Arc::clone(user))
                }
                _ => None,
            });
        let guest = guest.ok_or(RedeemRefusal::Unknown)?;
        let link = view
            .invitations_of(guest.id)
            .into_iter()
            .rev()
            .find(|known| !known.superseded);
        let tenant_id = view.organization().id;
        let link = link.map(|known| Link {
            tenant_id,
            invitation_id: known.id,
            ticket: known.ticket.clone(),
        });
        Ok((guest, link))
    })?;
    let outcome = match link {
        Some(link) => accept(tenant, &link).map(|_| ()),
        None => accept_unlinked(tenant, &guest, address),
    };
    match outcome {
        Ok(()) => Ok(Redeemed {
            user_id: guest.id,
            state: tenant.read(|view| {
                let state = view.latest().user(guest.id)?.external_user_state?;
                Some(state.as_str().to_owned())
            }),
        }),
        Err(Refusal::NotKept) => Err(RedeemRefusal::NotKept),
        Err(refusal) => Err(RedeemRefusal::Impossible(refusal.to_string())),
    }
}

fn accept_unlinked(tenant: &Tenant, guest: &User, address: &str) -> Result<(), Refusal> {
    tenant.write(&Call::of_tenant("POST", "/redeem"), |tx| {
        let known = tx
            .latest()
            .user(guest.id)
            .cloned()
            .ok_or(Refusal::Deleted)?;
        check(tx.latest(), &known, address)?;
        if known.external_user_state != Some(ExternalUserState::Accepted) {
            mark_accepted(tx, &known, address);
        }
        Ok(())
    })
}

fn domain(address: &str) -> String {
    address
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain)
        .to_lowercase()
}
