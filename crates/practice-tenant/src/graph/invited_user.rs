//! The user behind an invitation: who holds the address, or the new guest.

use uuid::Uuid;

use super::invitation_body::Wanted;
use crate::directory::{DirectoryObject, ExternalUserState, ObjectIdentity, User, UserType, View};
use crate::odata::Error;
use crate::tx::Tx;

/// What an invitation meets in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Met {
    /// Nobody has the address: a guest will be made.
    Nobody,
    /// An invited user: the invitation is issued again.
    Invited(Uuid),
    /// An internal user that the caller named: it is turned towards its outside address.
    Internal(Uuid),
    /// An invited user that the caller named for a new redemption.
    Reset(Uuid),
}

/// Looks who holds the address. Always at the latest state: there are never two users for one
/// address.
///
/// # Errors
///
/// The texts by which the invitation service tells its refusals apart.
pub(super) fn meet(view: View<'_>, wanted: &Wanted) -> Result<Met, Error> {
    let holders = view.holders_of_address(&wanted.address);
    if let Some(key) = &wanted.invited_user {
        let named = Uuid::try_parse(key).ok().and_then(|id| view.user(id));
        let named = named.ok_or_else(|| Error::missing(key))?;
        return meet_named(&holders, named, wanted);
    }
    if wanted.reset_redemption {
        return Err(Error::gateway(
            "The property 'invitedUser' is required when 'resetRedemption' is true.",
        ));
    }
    let mut met = Met::Nobody;
    for holder in &holders {
        match holder {
            DirectoryObject::User(user) if user.is_invited() => {
                if met == Met::Nobody || is_mail(user, &wanted.address) {
                    met = Met::Invited(user.id);
                }
            }
            DirectoryObject::User(user) if is_own_address(user, &wanted.address) => {
                return Err(exists(user));
            }
            _ => return Err(conflict()),
        }
    }
    Ok(met)
}

fn meet_named(
    holders: &[DirectoryObject<'_>],
    named: &User,
    wanted: &Wanted,
) -> Result<Met, Error> {
    if let Some(other) = holders.iter().find(|holder| holder.id() != named.id) {
        return Err(match other {
            DirectoryObject::User(user) => exists(user),
            _ => conflict(),
        });
    }
    let holds = holders.iter().any(|holder| holder.id() == named.id);
    if wanted.reset_redemption {
        if !named.is_invited() {
            return Err(Error::gateway(
                "The redemption status can be reset of external users only.",
            ));
        }
        if !holds {
            return Err(Error::gateway(
                "The invited user email address must be the mail or an other mail of the user.",
            ));
        }
        return Ok(Met::Reset(named.id));
    }
    if named.is_invited() {
        return if holds {
            Ok(Met::Invited(named.id))
        } else {
            Err(exists(named))
        };
    }
    if !is_mail(named, &wanted.address) {
        return Err(Error::gateway(
            "The invited user email address must be the mail of the internal user.",
        ));
    }
    let synced = named.on_premises_sync_enabled == Some(true)
        || named.other.contains_key("onPremisesUserPrincipalName");
    if synced {
        return Err(Error::gateway(
            "A user with an on-premises user principal name cannot be invited to B2B collaboration.",
        ));
    }
    Ok(Met::Internal(named.id))
}

fn is_mail(user: &User, address: &str) -> bool {
    user.mail
        .as_ref()
        .is_some_and(|mail| mail.to_lowercase() == address.to_lowercase())
}

/// Whether the address is the user's own, and not just one that mail reaches it by.
fn is_own_address(user: &User, address: &str) -> bool {
    is_mail(user, address)
        || user.user_principal_name.to_lowercase() == address.to_lowercase()
        || user
            .other_mails
            .iter()
            .any(|mail| mail.to_lowercase() == address.to_lowercase())
}

fn exists(user: &User) -> Error {
    let rest = if user.account_enabled {
        "They can use that account to sign in to shared apps and resources."
    } else {
        "but the account is blocked from signing in. If the account is unblocked, they can use \
         that account to sign in to shared apps and resources."
    };
    let joint = if user.account_enabled { '.' } else { ',' };
    Error::gateway(format!(
        "The invited user already exists in the directory as object ID: {}{joint} {rest}",
        user.id
    ))
}

fn conflict() -> Error {
    Error::gateway(
        "The user could not be invited because there is a conflicting contact object or another \
         object with the same proxy address in the directory.",
    )
}

/// Makes the guest of a new invitation, as Entra makes it.
pub(super) fn create(tx: &mut Tx<'_>, wanted: &Wanted, sponsors: Vec<Uuid>) -> User {
    let view = tx.latest();
    let initial = view.organization().initial_domain().to_owned();
    let joined = format!("{}#EXT#", wanted.address.replace('@', "_"));
    let mut name = format!("{joined}@{initial}");
    let mut number = 1;
    while view.user_by_upn(&name).is_some() {
        // A guest whose mail was changed still bears its first name.
        name = format!(
            "{}{number}#EXT#@{initial}",
            wanted.address.replace('@', "_")
        );
        number += 1;
    }
    let now = tx.now();
    let mut user = User::new(Uuid::new_v4(), name.clone(), now);
    let local = wanted.address.split('@').next().unwrap_or_default();
    user.display_name = Some(
        wanted
            .display_name
            .clone()
            .unwrap_or_else(|| local.to_owned()),
    );
    user.mail = Some(wanted.address.clone());
    user.mail_nickname = Some(joined);
    user.other_mails = vec![wanted.address.clone()];
    user.proxy_addresses = vec![format!("SMTP:{}", wanted.address)];
    user.user_type = Some(wanted.user_type);
    user.creation_type = Some("Invitation".to_owned());
    user.external_user_state = Some(ExternalUserState::PendingAcceptance);
    user.external_user_state_change_date_time = Some(now);
    user.show_in_address_list = (wanted.user_type == UserType::Guest).then_some(false);
    user.identities = vec![ObjectIdentity {
        sign_in_type: Some("userPrincipalName".to_owned()),
        issuer: Some(initial),
        issuer_assigned_id: Some(name),
    }];
    user.sponsors = sponsors;
    tx.put_user(user.clone());
    user
}

/// Turns an internal user towards its outside address; id, name, memberships and type stay.
pub(super) fn convert(tx: &mut Tx<'_>, id: Uuid) {
    let now = tx.now();
    tx.edit_user(id, |user| {
        user.creation_type = Some("Invitation".to_owned());
        user.external_user_state = Some(ExternalUserState::PendingAcceptance);
        user.external_user_state_change_date_time = Some(now);
    });
}

/// Takes an acceptance back; id, name and memberships stay.
pub(super) fn reset(tx: &mut Tx<'_>, id: Uuid) {
    let now = tx.now();
    tx.edit_user(id, |user| {
        user.external_user_state = Some(ExternalUserState::PendingAcceptance);
        user.external_user_state_change_date_time = Some(now);
        let sign_in_name = Some("userPrincipalName");
        user.identities
            .retain(|identity| identity.sign_in_type.as_deref() == sign_in_name);
    });
}
