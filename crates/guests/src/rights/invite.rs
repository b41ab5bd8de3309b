//! Who may invite, and invite again.
//!
//! Sources: Microsoft Graph, "Create invitation" and resource type authorizationPolicy; Microsoft
//! Entra External ID, "Configure external collaboration settings".

use super::held::{Held, held};
use super::roles::{DIRECTORY_WRITERS, names};
use super::{May, Power, Standing};
use crate::explanation::Explanation;
use crate::guest::{Guest, InvitationState};
use crate::policy::{AllowInvitesFrom, Known};
use crate::settings;

/// May the person invite someone to the directory?
///
/// The setting decides first: where it lets nobody invite, no role helps.
pub fn may_invite(standing: &Standing) -> May {
    let allowed = match &standing.allow_invites_from {
        Known::Known { value } => *value,
        Known::NotChecked { why } => {
            return May::Unknown {
                why: format!("Who may invite here could not be read: {why}"),
            };
        }
    };
    match (allowed, standing.is_guest) {
        (AllowInvitesFrom::None, _) => May::No {
            explanation: nobody(),
        },
        (AllowInvitesFrom::Everyone, _)
        | (AllowInvitesFrom::AdminsGuestInvitersAndAllMembers, false) => May::Yes,
        (AllowInvitesFrom::AdminsAndGuestInviters, _) => by_role(standing, admins_only()),
        (AllowInvitesFrom::AdminsGuestInvitersAndAllMembers, true) => {
            by_role(standing, not_for_guests())
        }
    }
}

fn by_role(standing: &Standing, refusal: Explanation) -> May {
    // Directory Writers have the action, but the policy's list of admins does not name them.
    let power = |role: &super::Role| {
        if role.template_id == DIRECTORY_WRITERS {
            Power::Unclear
        } else {
            role.invite
        }
    };
    match held(standing, power) {
        Held::Yes => May::Yes,
        Held::No => May::No {
            explanation: refusal,
        },
        Held::Unclear(why) => May::Unknown { why },
    }
}

/// May the person send this guest's invitation again? It is the same request as inviting, so the
/// right is the same; the guest has to be pending and to have an address.
pub fn may_resend(standing: &Standing, guest: &Guest) -> May {
    match guest.invitation_state() {
        InvitationState::PendingAcceptance => {}
        InvitationState::Accepted => {
            return May::No {
                explanation: already_accepted(),
            };
        }
        InvitationState::NoState => {
            return May::No {
                explanation: without_state(),
            };
        }
    }
    if guest.mail.is_none() && guest.other_mails.is_empty() {
        return May::No {
            explanation: without_address(),
        };
    }
    may_invite(standing)
}

fn inviters() -> Vec<String> {
    names(|role| role.invite == Power::Yes)
}

fn nobody() -> Explanation {
    Explanation::new(
        "invitationsOff",
        "Invitations are switched off in this organization.",
        "The guest invite settings let no one in the organization invite guest users, admins included.",
        "Have the setting changed. A change can take up to an hour to work.",
    )
    .who(["Global Administrator"])
    .setting(settings::GUEST_INVITE_SETTINGS)
    .request(format!(
        "Please let guest users be invited again, at least by assigned admin roles: Microsoft Entra admin center › {}.",
        settings::GUEST_INVITE_SETTINGS
    ))
}

fn admins_only() -> Explanation {
    Explanation::new(
        "invitationsByAdminsOnly",
        "You may not invite guests.",
        "Only users assigned to specific admin roles can invite guest users here, and you have none of these roles active.",
        "Ask for the Guest Inviter role, or ask someone who has one of the roles to invite. A new role can take up to an hour to work.",
    )
    .who(inviters())
    .setting(settings::GUEST_INVITE_SETTINGS)
    .request(format!(
        "Please assign me the Guest Inviter role, so that I can invite guest users: Microsoft Entra admin center › {} › Guest Inviter.",
        settings::ROLES
    ))
}

fn not_for_guests() -> Explanation {
    Explanation::new(
        "invitationsNotByGuests",
        "You may not invite guests.",
        "Members and specific admin roles can invite guest users here. You are a guest in this organization yourself and have none of these roles active.",
        "Ask for the Guest Inviter role, or ask a member to invite. A new role can take up to an hour to work.",
    )
    .who(["Any member".to_owned()].into_iter().chain(inviters()))
    .setting(settings::GUEST_INVITE_SETTINGS)
    .request(format!(
        "Please assign me the Guest Inviter role, so that I can invite guest users although I am a guest: Microsoft Entra admin center › {} › Guest Inviter.",
        settings::ROLES
    ))
}

fn already_accepted() -> Explanation {
    Explanation::new(
        "alreadyAccepted",
        "The invitation has been accepted.",
        "An invitation can be sent again only while it is pending. This guest has redeemed it.",
        "Nothing needs to be sent: the guest can sign in.",
    )
}

fn without_state() -> Explanation {
    Explanation::new(
        "noInvitationState",
        "There is no pending invitation.",
        "The directory holds no invitation state for this account. It is neither pending nor accepted, which is so for accounts that were not made by an invitation.",
        "Nothing can be sent again. Check on the profile page how the account came about.",
    )
}

fn without_address() -> Explanation {
    Explanation::new(
        "noAddress",
        "The directory holds no address for this guest.",
        "An invitation goes to an address, and neither Email nor Other emails is filled in.",
        "Have an address entered under Contact information, then try again.",
    )
    .who(names(|role| {
        role.display_name == "User Administrator" || role.display_name == "Global Administrator"
    }))
    .setting("Users › All users › Properties › Contact information")
}
