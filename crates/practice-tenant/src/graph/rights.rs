//! What the signed-in person may do, whatever the token allows: roles, ownership, tenant policy.
//!
//! Sources: Microsoft Entra built-in roles; default user permissions; "Who can perform sensitive
//! actions" (learn.microsoft.com, role-based access control).

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use super::Request;
use crate::directory::role::{
    APPLICATION_ADMINISTRATOR, AUTHENTICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR,
    DIRECTORY_READERS, DIRECTORY_WRITERS, EXCHANGE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR,
    GLOBAL_READER, GROUPS_ADMINISTRATOR, GUEST_INVITER, HELPDESK_ADMINISTRATOR,
    IDENTITY_GOVERNANCE_ADMINISTRATOR, INTUNE_ADMINISTRATOR,
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR, REPORTS_READER,
    SECURITY_ADMINISTRATOR, SECURITY_OPERATOR, SECURITY_READER, SHAREPOINT_ADMINISTRATOR,
    TEAMS_ADMINISTRATOR, USER_ADMINISTRATOR,
};
use crate::directory::{
    AllowInvitesFrom, GUESTS_LIKE_MEMBERS, GUESTS_RESTRICTED, Group, ServicePrincipal, User, View,
};
use crate::odata::Error;

/// The caller's standing in the directory at this moment.
pub(super) struct Rights<'v> {
    view: View<'v>,
    pub(super) user: Arc<User>,
    roles: BTreeSet<Uuid>,
}

/// Roles that change basic properties of users.
const EDIT_USERS: &[Uuid] = &[GLOBAL_ADMINISTRATOR, USER_ADMINISTRATOR, DIRECTORY_WRITERS];
/// Roles whose holders a User Administrator may block, delete and restore.
const WITHIN_USER_ADMINISTRATOR: &[Uuid] = &[
    DIRECTORY_READERS,
    GUEST_INVITER,
    GROUPS_ADMINISTRATOR,
    HELPDESK_ADMINISTRATOR,
    REPORTS_READER,
    USER_ADMINISTRATOR,
];
/// The same for an Authentication Administrator.
const WITHIN_AUTHENTICATION_ADMINISTRATOR: &[Uuid] = &[
    DIRECTORY_READERS,
    GUEST_INVITER,
    REPORTS_READER,
    AUTHENTICATION_ADMINISTRATOR,
];
/// Roles that change the members of any group that is not role-assignable.
const EDIT_GROUPS: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    USER_ADMINISTRATOR,
    DIRECTORY_WRITERS,
    GROUPS_ADMINISTRATOR,
    IDENTITY_GOVERNANCE_ADMINISTRATOR,
];
/// Roles that do so for Microsoft 365 groups alone.
const EDIT_UNIFIED: &[Uuid] = &[
    EXCHANGE_ADMINISTRATOR,
    SHAREPOINT_ADMINISTRATOR,
    TEAMS_ADMINISTRATOR,
];
/// Roles that assign people and groups to applications.
const ASSIGN: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    USER_ADMINISTRATOR,
    IDENTITY_GOVERNANCE_ADMINISTRATOR,
    DIRECTORY_WRITERS,
    PRIVILEGED_ROLE_ADMINISTRATOR,
];
/// Roles that read the audit log (learn.microsoft.com, "List directoryAudits", and the actions of
/// each built-in role).
const READ_AUDITS: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    GLOBAL_READER,
    REPORTS_READER,
    SECURITY_READER,
    SECURITY_OPERATOR,
    SECURITY_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
];
/// Roles whose action list has `microsoft.directory/users/inviteGuest`.
const INVITE: &[Uuid] = &[
    GLOBAL_ADMINISTRATOR,
    USER_ADMINISTRATOR,
    GUEST_INVITER,
    DIRECTORY_WRITERS,
];

impl<'v> Rights<'v> {
    /// The caller's rights.
    ///
    /// # Errors
    ///
    /// A caller who was deleted since signing in.
    pub(super) fn of(request: &Request<'_>, view: View<'v>) -> Result<Self, Error> {
        let latest = view.latest();
        let id = request.caller.user_id;
        let user = latest.user(id).cloned().ok_or_else(|| {
            Error::new(
                http::StatusCode::UNAUTHORIZED,
                "InvalidAuthenticationToken",
                "The identity of the calling user is not found in the directory.",
            )
        })?;
        Ok(Self {
            view: latest,
            roles: latest.active_roles(id),
            user,
        })
    }

    pub(super) fn has(&self, roles: &[Uuid]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// Members read the directory by default. Guests do where the policy makes them like members,
    /// or by a role other than Guest Inviter, whose reading ends at single users.
    pub(super) fn reads_directory(&self) -> bool {
        let policy = &self.view.policies().authorization;
        if self.roles.iter().any(|role| *role != GUEST_INVITER) {
            return true;
        }
        if self.user.is_guest() {
            return policy.guest_user_role_id == GUESTS_LIKE_MEMBERS;
        }
        true
    }

    /// Whether users other than oneself can be read one by one.
    pub(super) fn reads_others(&self) -> bool {
        let policy = &self.view.policies().authorization;
        if !self.roles.is_empty() {
            return true;
        }
        if self.user.is_guest() {
            return policy.guest_user_role_id != GUESTS_RESTRICTED;
        }
        policy.allowed_to_read_other_users
    }

    /// Whether lists of users can be read.
    pub(super) fn lists_users(&self) -> bool {
        self.reads_directory() && self.reads_others()
    }

    /// `inviteGuest` by role, or the policy's permission for members or everyone. `none` shuts
    /// out administrators too.
    pub(super) fn invites(&self) -> bool {
        let by_role = self.has(INVITE);
        match self.view.policies().authorization.allow_invites_from {
            AllowInvitesFrom::None => false,
            AllowInvitesFrom::AdminsAndGuestInviters => by_role,
            AllowInvitesFrom::AdminsGuestInvitersAndAllMembers => by_role || !self.user.is_guest(),
            AllowInvitesFrom::Everyone => true,
        }
    }

    /// Only a Global Administrator makes members by invitation.
    pub(super) fn invites_members(&self) -> bool {
        self.has(&[GLOBAL_ADMINISTRATOR])
    }

    pub(super) fn resets_redemption(&self) -> bool {
        self.has(&[
            GLOBAL_ADMINISTRATOR,
            USER_ADMINISTRATOR,
            HELPDESK_ADMINISTRATOR,
        ])
    }

    /// Members of a group: by role, or as its owner. The kind of group decides which role counts;
    /// what no caller can change is refused elsewhere.
    pub(super) fn edits_members(&self, request: &Request<'_>, group: &Group) -> bool {
        let owner = self.view.owns(self.user.id, group.id);
        if group.is_role_assignable() {
            return request.has_any(&["RoleManagement.ReadWrite.Directory"])
                && (owner || self.has(&[GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR]));
        }
        owner
            || self.has(EDIT_GROUPS)
            || (group.is_unified() && self.has(EDIT_UNIFIED))
            || (!group.is_unified() && self.has(&[INTUNE_ADMINISTRATOR]))
    }

    /// Name and description of a group.
    pub(super) fn edits_group(&self, request: &Request<'_>, group: &Group) -> bool {
        self.edits_members(request, group)
    }

    pub(super) fn assigns(&self, application: &ServicePrincipal) -> bool {
        self.has(ASSIGN) || self.view.owns(self.user.id, application.id)
    }

    pub(super) fn reads_audits(&self) -> bool {
        self.has(READ_AUDITS)
    }

    pub(super) fn edits_users(&self) -> bool {
        self.has(EDIT_USERS)
    }

    pub(super) fn edits_authorization_policy(&self) -> bool {
        self.has(&[GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
    }

    /// Blocking and the other sensitive actions: how far they reach depends on the target's roles.
    pub(super) fn acts_sensitively_on(&self, target: &User) -> bool {
        if self.has(&[
            GLOBAL_ADMINISTRATOR,
            PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
        ]) {
            return true;
        }
        let held = self.view.active_roles(target.id);
        let within = |allowed: &[Uuid]| held.iter().all(|role| allowed.contains(role));
        let plain = !self.guards_roles(target.id);
        (self.has(&[USER_ADMINISTRATOR]) && within(WITHIN_USER_ADMINISTRATOR) && plain)
            || (self.has(&[AUTHENTICATION_ADMINISTRATOR])
                && within(WITHIN_AUTHENTICATION_ADMINISTRATOR)
                && plain)
    }

    /// `users/disable` is also in the list of Directory Writers; they reach users without roles.
    pub(super) fn blocks(&self, target: &User) -> bool {
        self.acts_sensitively_on(target)
            || (self.has(&[DIRECTORY_WRITERS])
                && self.view.active_roles(target.id).is_empty()
                && !self.guards_roles(target.id))
    }

    pub(super) fn deletes(&self, target: &User) -> bool {
        self.acts_sensitively_on(target)
    }

    /// Member or owner of a role-assignable group.
    fn guards_roles(&self, user: Uuid) -> bool {
        self.view
            .groups_of(user)
            .any(|group| group.is_role_assignable())
            || self.view.owned_objects(user).any(|object| {
                matches!(object, crate::directory::DirectoryObject::Group(group)
                    if group.is_role_assignable())
            })
    }
}
