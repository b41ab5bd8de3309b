//! From what a write did to what the log calls it.

use crate::ledger::{Effect, EffectKind};

const DIRECTORY: &str = "Core Directory";
const INVITED: &str = "Invited Users";
const USERS: &str = "UserManagement";
const GROUPS: &str = "GroupManagement";
const APPLICATIONS: &str = "ApplicationManagement";

/// One kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Activity {
    pub(super) name: &'static str,
    pub(super) service: &'static str,
    pub(super) category: &'static str,
    pub(super) operation: &'static str,
}

const fn activity(
    service: &'static str,
    category: &'static str,
    name: &'static str,
    operation: &'static str,
) -> Activity {
    Activity {
        name,
        service,
        category,
        operation,
    }
}

impl Activity {
    /// What the log calls an effect, seen together with the others of its call; nothing where it
    /// does not tell of it.
    pub(super) fn of(effect: &Effect, all: &[Effect]) -> Option<Self> {
        let with = |kind: EffectKind| all.iter().any(|effect| effect.kind == kind);
        Some(match effect.kind {
            EffectKind::UserCreated => activity(DIRECTORY, USERS, "Add user", "Add"),
            EffectKind::UserUpdated => activity(DIRECTORY, USERS, "Update user", "Update"),
            EffectKind::UserDeleted => activity(DIRECTORY, USERS, "Delete user", "Delete"),
            EffectKind::InvitationIssued => {
                let name = if with(EffectKind::RedemptionReset) {
                    "Invite external user with reset invitation status"
                } else if with(EffectKind::UserUpdated) {
                    "Invite internal user to B2B collaboration"
                } else {
                    "Invite external user"
                };
                activity(INVITED, USERS, name, "Add")
            }
            EffectKind::MailSent => activity(INVITED, USERS, "Invitation Email", "Add"),
            EffectKind::InvitationRedeemed => {
                activity(INVITED, USERS, "Redeem external user invite", "Update")
            }
            EffectKind::MemberAdded => activity(DIRECTORY, GROUPS, "Add member to group", "Assign"),
            EffectKind::MemberRemoved => {
                activity(DIRECTORY, GROUPS, "Remove member from group", "Unassign")
            }
            EffectKind::OwnerAdded => activity(DIRECTORY, GROUPS, "Add owner to group", "Assign"),
            EffectKind::OwnerRemoved => {
                activity(DIRECTORY, GROUPS, "Remove owner from group", "Unassign")
            }
            EffectKind::RoleAssigned if effect.group_id.is_some() => activity(
                DIRECTORY,
                GROUPS,
                "Add app role assignment to group",
                "Assign",
            ),
            EffectKind::RoleAssigned => activity(
                DIRECTORY,
                USERS,
                "Add app role assignment grant to user",
                "Assign",
            ),
            EffectKind::RoleUnassigned if effect.group_id.is_some() => activity(
                DIRECTORY,
                GROUPS,
                "Remove app role assignment from group",
                "Unassign",
            ),
            EffectKind::RoleUnassigned => activity(
                DIRECTORY,
                USERS,
                "Remove app role assignment from user",
                "Unassign",
            ),
            EffectKind::GroupCreated => activity(DIRECTORY, GROUPS, "Add group", "Add"),
            EffectKind::GroupUpdated => activity(DIRECTORY, GROUPS, "Update group", "Update"),
            EffectKind::GroupDeleted => activity(DIRECTORY, GROUPS, "Delete group", "Delete"),
            EffectKind::ServicePrincipalUpdated => activity(
                DIRECTORY,
                APPLICATIONS,
                "Update service principal",
                "Update",
            ),
            EffectKind::PolicyUpdated => activity(
                DIRECTORY,
                "AuthorizationPolicy",
                "Update authorization policy",
                "Update",
            ),
            EffectKind::ConsentGranted => {
                activity(DIRECTORY, APPLICATIONS, "Consent to application", "Assign")
            }
            EffectKind::SponsorAdded => activity(DIRECTORY, USERS, "Add user sponsor", "Assign"),
            EffectKind::SponsorRemoved => {
                activity(DIRECTORY, USERS, "Remove user sponsor", "Unassign")
            }
            EffectKind::SessionsRevoked => activity(
                DIRECTORY,
                USERS,
                "Update StsRefreshTokenValidFrom Timestamp",
                "Update",
            ),
            // Told with the invitation that follows it.
            EffectKind::RedemptionReset => return None,
        })
    }

    /// What the ids of the service's entries begin with.
    pub(super) fn id_prefix(&self) -> &'static str {
        if self.service == DIRECTORY {
            "Directory"
        } else {
            self.service
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn names(kinds: &[EffectKind]) -> Vec<&'static str> {
        let effects: Vec<Effect> = kinds.iter().map(|kind| Effect::new(*kind)).collect();
        effects
            .iter()
            .filter_map(|effect| Activity::of(effect, &effects))
            .map(|activity| activity.name)
            .collect()
    }

    #[test]
    fn an_invitation_is_called_by_what_it_does() {
        use EffectKind::{InvitationIssued, MailSent, RedemptionReset, UserCreated, UserUpdated};
        assert_eq!(
            names(&[UserCreated, InvitationIssued, MailSent]),
            ["Add user", "Invite external user", "Invitation Email"]
        );
        assert_eq!(
            names(&[RedemptionReset, InvitationIssued]),
            ["Invite external user with reset invitation status"]
        );
        assert_eq!(
            names(&[UserUpdated, InvitationIssued]),
            ["Update user", "Invite internal user to B2B collaboration"]
        );
    }

    #[test]
    fn assignments_are_called_by_whom_they_are_for() {
        let to_user = Effect::new(EffectKind::RoleAssigned).user(Uuid::nil());
        let to_group = Effect::new(EffectKind::RoleAssigned).group(Uuid::nil());
        let name = |effect: &Effect| Activity::of(effect, &[]).map(|activity| activity.name);
        assert_eq!(
            name(&to_user),
            Some("Add app role assignment grant to user")
        );
        assert_eq!(name(&to_group), Some("Add app role assignment to group"));
    }
}
