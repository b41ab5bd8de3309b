//! The directory: every object of the tenant, with the indices that keep
//! look-ups quick at a quarter of a million guests.

mod application;
mod change;
mod consent;
mod group;
mod index;
mod invitation;
mod links;
mod organization;
mod policy;
pub mod role;
mod slot;
mod stretch;
mod user;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::AuditEntry;

pub use application::{
    AppRole, AppRoleAssignment, HIDE_APP, INTEGRATED_APP, PermissionScope, ServicePrincipal,
};
pub use change::{Change, Changed, ObjectKind};
pub use consent::{ClientApplication, PermissionGrant};
pub use group::{Group, GroupSetting, SettingValue};
pub use invitation::{Invitation, Mail};
pub use organization::{Cloud, Domain, KnownTenant, Organization};
pub use policy::{
    AccessType, AllowInvitesFrom, AuthorizationPolicy, AutomaticUserConsent, B2bManagementPolicy,
    B2bSetting, CrossTenantConfiguration, CrossTenantPartner, GUESTS_LIKE_MEMBERS, GUESTS_LIMITED,
    GUESTS_RESTRICTED, InboundTrust, Policies, Target, TargetConfiguration,
};
pub use role::{RoleAssignment, RoleEligibility};
pub use slot::{Sight, Slot};
pub use user::{ExternalUserState, ObjectIdentity, SignInActivity, User, UserType};
pub use view::{DirectoryObject, View};

pub(crate) use index::{AddressIndex, AssignmentIndex};
pub(crate) use links::Links;

/// Everything the tenant knows. Read it through a [`View`]; change it through
/// a transaction of the tenant.
#[derive(Debug)]
pub struct Directory {
    pub(crate) organization: Organization,
    pub(crate) policies: Policies,
    pub(crate) users: BTreeMap<Uuid, Slot<User>>,
    pub(crate) deleted_users: BTreeMap<Uuid, Slot<DeletedUser>>,
    pub(crate) groups: BTreeMap<Uuid, Slot<Group>>,
    pub(crate) service_principals: BTreeMap<Uuid, Slot<ServicePrincipal>>,
    pub(crate) assignments: BTreeMap<String, Slot<AppRoleAssignment>>,
    pub(crate) members: Links,
    pub(crate) owners: Links,
    pub(crate) role_assignments: BTreeMap<String, RoleAssignment>,
    pub(crate) role_eligibilities: BTreeMap<String, RoleEligibility>,
    /// Object ids of the activated directory roles, by template id.
    pub(crate) directory_roles: BTreeMap<Uuid, Uuid>,
    pub(crate) clients: BTreeMap<Uuid, ClientApplication>,
    pub(crate) grants: BTreeMap<String, PermissionGrant>,
    pub(crate) invitations: HashMap<Uuid, Invitation>,
    pub(crate) invitations_of_user: HashMap<Uuid, Vec<Uuid>>,
    pub(crate) known_tenants: Vec<KnownTenant>,
    pub(crate) changes: BTreeMap<u64, Change>,
    /// In the order of their moments.
    pub(crate) audits: Vec<AuditEntry>,
    /// Users by when they were created, in seconds since 1970.
    pub(crate) created: BTreeSet<(i64, Uuid)>,
    /// Deleted users by when they go for good.
    pub(crate) purges: BTreeSet<(OffsetDateTime, Uuid)>,
    pub(crate) addresses: AddressIndex,
    pub(crate) assignment_index: AssignmentIndex,
}

/// A user that was deleted and can still be restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedUser {
    /// The user with `deletedDateTime` set.
    pub user: User,
    /// When it goes for good.
    #[serde(with = "time::serde::rfc3339")]
    pub purge_at: OffsetDateTime,
}

impl Directory {
    pub(crate) fn new(organization: Organization, policies: Policies) -> Self {
        Self {
            organization,
            policies,
            users: BTreeMap::new(),
            deleted_users: BTreeMap::new(),
            groups: BTreeMap::new(),
            service_principals: BTreeMap::new(),
            assignments: BTreeMap::new(),
            members: Links::default(),
            owners: Links::default(),
            role_assignments: BTreeMap::new(),
            role_eligibilities: BTreeMap::new(),
            directory_roles: BTreeMap::new(),
            clients: BTreeMap::new(),
            grants: BTreeMap::new(),
            invitations: HashMap::new(),
            invitations_of_user: HashMap::new(),
            known_tenants: Vec::new(),
            changes: BTreeMap::new(),
            audits: Vec::new(),
            created: BTreeSet::new(),
            purges: BTreeSet::new(),
            addresses: AddressIndex::default(),
            assignment_index: AssignmentIndex::default(),
        }
    }

    /// What a reader with this sight sees.
    pub fn view(&self, sight: Sight) -> View<'_> {
        View::new(self, sight)
    }

    /// The sequence of the last change; 0 before the first.
    pub(crate) fn sequence(&self) -> u64 {
        self.changes
            .last_key_value()
            .map_or(0, |(sequence, _)| *sequence)
    }

    /// Puts a user's slot and keeps the indices true; returns what was there.
    pub(crate) fn replace_user(
        &mut self,
        id: Uuid,
        slot: Option<Slot<User>>,
    ) -> Option<Slot<User>> {
        let before = match &slot {
            Some(slot) => self.users.insert(id, slot.clone()),
            None => self.users.remove(&id),
        };
        if let Some(old) = before.as_ref().and_then(|slot| slot.get(Sight::Latest)) {
            self.addresses.remove_user(old);
        }
        if let Some(new) = slot.as_ref().and_then(|slot| slot.get(Sight::Latest)) {
            self.addresses.add_user(new);
        }
        let created = |slot: &Slot<User>| {
            let user = slot.newest()?;
            Some((user.created_date_time.unix_timestamp(), id))
        };
        if let Some(old) = before.as_ref().and_then(created) {
            self.created.remove(&old);
        }
        if let Some(new) = slot.as_ref().and_then(created) {
            self.created.insert(new);
        }
        before
    }

    /// Puts a deleted user's slot and keeps the order of their ends true; returns what was there.
    pub(crate) fn replace_deleted_user(
        &mut self,
        id: Uuid,
        slot: Option<Slot<DeletedUser>>,
    ) -> Option<Slot<DeletedUser>> {
        let purge = |slot: &Slot<DeletedUser>| {
            let deleted = slot.get(Sight::Latest)?;
            Some((deleted.purge_at, id))
        };
        let after = slot.as_ref().and_then(purge);
        let before = match slot {
            Some(slot) => self.deleted_users.insert(id, slot),
            None => self.deleted_users.remove(&id),
        };
        if let Some(old) = before.as_ref().and_then(purge) {
            self.purges.remove(&old);
        }
        self.purges.extend(after);
        before
    }

    /// Deleted users whose time is over.
    pub(crate) fn due(&self, now: OffsetDateTime) -> Vec<Uuid> {
        self.purges
            .iter()
            .take_while(|(at, _)| *at <= now)
            .map(|(_, id)| *id)
            .collect()
    }

    /// Puts a group's slot and keeps the indices true; returns what was there.
    pub(crate) fn replace_group(
        &mut self,
        id: Uuid,
        slot: Option<Slot<Group>>,
    ) -> Option<Slot<Group>> {
        let before = match &slot {
            Some(slot) => self.groups.insert(id, slot.clone()),
            None => self.groups.remove(&id),
        };
        if let Some(old) = before.as_ref().and_then(|slot| slot.get(Sight::Latest)) {
            self.addresses.remove(&old.addresses(), id);
        }
        if let Some(new) = slot.as_ref().and_then(|slot| slot.get(Sight::Latest)) {
            self.addresses.add(new.addresses(), id);
        }
        before
    }

    /// Puts an assignment's slot and keeps the indices true.
    pub(crate) fn replace_assignment(
        &mut self,
        id: &str,
        slot: Option<Slot<AppRoleAssignment>>,
    ) -> Option<Slot<AppRoleAssignment>> {
        match slot {
            Some(slot) => {
                if let Some(assignment) = slot.get(Sight::Latest) {
                    self.assignment_index.add(assignment);
                }
                self.assignments.insert(id.to_owned(), slot)
            }
            None => {
                let before = self.assignments.remove(id);
                self.assignment_index.remove(id);
                before
            }
        }
    }

    /// Puts an invitation and keeps the index true; returns what was there.
    pub(crate) fn replace_invitation(
        &mut self,
        id: Uuid,
        invitation: Option<Invitation>,
    ) -> Option<Invitation> {
        let Some(invitation) = invitation else {
            let before = self.invitations.remove(&id);
            if let Some(old) = &before
                && let Some(ids) = self.invitations_of_user.get_mut(&old.user_id)
            {
                ids.retain(|held| *held != id);
            }
            return before;
        };
        let ids = self
            .invitations_of_user
            .entry(invitation.user_id)
            .or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
        self.invitations.insert(id, invitation)
    }

    pub(crate) fn seed_user(&mut self, user: User) {
        self.replace_user(user.id, Some(Slot::settled(Arc::new(user))));
    }

    pub(crate) fn seed_group(&mut self, group: Group) {
        self.replace_group(group.id, Some(Slot::settled(Arc::new(group))));
    }

    pub(crate) fn seed_service_principal(&mut self, principal: ServicePrincipal) {
        self.service_principals
            .insert(principal.id, Slot::settled(Arc::new(principal)));
    }

    pub(crate) fn seed_assignment(&mut self, assignment: AppRoleAssignment) {
        let id = assignment.id.clone();
        self.replace_assignment(&id, Some(Slot::settled(Arc::new(assignment))));
    }

    pub(crate) fn seed_member(&mut self, group: Uuid, member: Uuid) {
        self.members
            .replace(group, member, Some(Slot::settled(Arc::new(()))));
    }

    pub(crate) fn seed_owner(&mut self, object: Uuid, owner: Uuid) {
        self.owners
            .replace(object, owner, Some(Slot::settled(Arc::new(()))));
    }
}
