//! Reading the directory as one caller may see it at one moment.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::Arc;

use uuid::Uuid;

use super::{
    AppRoleAssignment, Change, ClientApplication, DeletedUser, Directory, Group, Invitation,
    KnownTenant, ObjectKind, Organization, PermissionGrant, Policies, RoleAssignment,
    RoleEligibility, ServicePrincipal, Sight, User,
};

/// A look at the directory. Collections come in order of id, which never
/// changes, so that pages have neither gaps nor repeats.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) directory: &'a Directory,
    pub(super) sight: Sight,
}

/// An object of any kind.
#[derive(Debug, Clone, Copy)]
#[expect(
    missing_docs,
    reason = "the variants are Graph's types of the same names"
)]
pub enum DirectoryObject<'a> {
    User(&'a Arc<User>),
    Group(&'a Arc<Group>),
    ServicePrincipal(&'a Arc<ServicePrincipal>),
    DirectoryRole { id: Uuid, template_id: Uuid },
}

impl DirectoryObject<'_> {
    /// The object's id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::User(user) => user.id,
            Self::Group(group) => group.id,
            Self::ServicePrincipal(principal) => principal.id,
            Self::DirectoryRole { id, .. } => *id,
        }
    }

    /// The object's kind.
    pub fn kind(&self) -> ObjectKind {
        match self {
            Self::User(_) => ObjectKind::User,
            Self::Group(_) => ObjectKind::Group,
            Self::ServicePrincipal(_) => ObjectKind::ServicePrincipal,
            Self::DirectoryRole { .. } => ObjectKind::DirectoryRole,
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn new(directory: &'a Directory, sight: Sight) -> Self {
        Self { directory, sight }
    }

    /// The same directory without lag.
    #[must_use]
    pub fn latest(self) -> Self {
        Self {
            sight: Sight::Latest,
            ..self
        }
    }

    /// The user with this id, unless deleted.
    pub fn user(&self, id: Uuid) -> Option<&'a Arc<User>> {
        self.directory.users.get(&id)?.get(self.sight)
    }

    /// The user with this user principal name, in any letter case.
    pub fn user_by_upn(&self, name: &str) -> Option<&'a Arc<User>> {
        self.user(self.directory.addresses.upn(name)?)
    }

    /// The user with this id or user principal name.
    pub fn user_by_key(&self, key: &str) -> Option<&'a Arc<User>> {
        Uuid::try_parse(key)
            .ok()
            .and_then(|id| self.user(id))
            .or_else(|| self.user_by_upn(key))
    }

    /// All users with an id above `after`.
    pub fn users(&self, after: Option<Uuid>) -> impl Iterator<Item = &'a Arc<User>> + use<'a> {
        let sight = self.sight;
        self.directory
            .users
            .range((after.map_or(Unbounded, Excluded), Unbounded))
            .filter_map(move |(_, slot)| slot.get(sight))
    }

    /// Users and groups that hold `address` as mail, other mail or proxy
    /// address, in any letter case. Always without lag for the address itself;
    /// an object that lag still hides is left out.
    pub fn holders_of_address(&self, address: &str) -> Vec<DirectoryObject<'a>> {
        let holders = self.directory.addresses.holders(address);
        holders.iter().filter_map(|id| self.object(*id)).collect()
    }

    /// All deleted users that can still be restored, with an id above `after`.
    pub fn deleted_users(
        &self,
        after: Option<Uuid>,
    ) -> impl Iterator<Item = &'a Arc<DeletedUser>> + use<'a> {
        let sight = self.sight;
        self.directory
            .deleted_users
            .range((after.map_or(Unbounded, Excluded), Unbounded))
            .filter_map(move |(_, slot)| slot.get(sight))
    }

    /// The deleted user with this id.
    pub fn deleted_user(&self, id: Uuid) -> Option<&'a Arc<DeletedUser>> {
        self.directory.deleted_users.get(&id)?.get(self.sight)
    }

    /// The group with this id.
    pub fn group(&self, id: Uuid) -> Option<&'a Arc<Group>> {
        self.directory.groups.get(&id)?.get(self.sight)
    }

    /// All groups with an id above `after`.
    pub fn groups(&self, after: Option<Uuid>) -> impl Iterator<Item = &'a Arc<Group>> + use<'a> {
        let sight = self.sight;
        self.directory
            .groups
            .range((after.map_or(Unbounded, Excluded), Unbounded))
            .filter_map(move |(_, slot)| slot.get(sight))
    }

    /// The service principal with this object id.
    pub fn service_principal(&self, id: Uuid) -> Option<&'a Arc<ServicePrincipal>> {
        self.directory.service_principals.get(&id)?.get(self.sight)
    }

    /// The service principal of this application id.
    pub fn service_principal_by_app(&self, app_id: Uuid) -> Option<&'a Arc<ServicePrincipal>> {
        self.service_principals(None)
            .find(|principal| principal.app_id == app_id)
    }

    /// All service principals with an id above `after`.
    pub fn service_principals(
        &self,
        after: Option<Uuid>,
    ) -> impl Iterator<Item = &'a Arc<ServicePrincipal>> + use<'a> {
        let sight = self.sight;
        self.directory
            .service_principals
            .range((after.map_or(Unbounded, Excluded), Unbounded))
            .filter_map(move |(_, slot)| slot.get(sight))
    }

    /// The object with this id, of whatever kind; deleted ones are not found.
    pub fn object(&self, id: Uuid) -> Option<DirectoryObject<'a>> {
        self.user(id)
            .map(DirectoryObject::User)
            .or_else(|| self.group(id).map(DirectoryObject::Group))
            .or_else(|| {
                self.service_principal(id)
                    .map(DirectoryObject::ServicePrincipal)
            })
            .or_else(|| {
                self.directory_roles()
                    .find(|(role, _)| *role == id)
                    .map(|(id, template_id)| DirectoryObject::DirectoryRole { id, template_id })
            })
    }

    /// Direct members of a group with an id above `after`.
    pub fn members(
        &self,
        group: Uuid,
        after: Option<Uuid>,
    ) -> impl Iterator<Item = DirectoryObject<'a>> + use<'a> {
        let view = *self;
        self.directory
            .members
            .held(group, after, self.sight)
            .filter_map(move |member| view.object(member))
    }

    /// Whether the object is a direct member of the group.
    pub fn is_member(&self, group: Uuid, member: Uuid) -> bool {
        self.directory.members.contains(group, member, self.sight)
    }

    /// The groups that hold the object directly.
    pub fn groups_of(&self, member: Uuid) -> impl Iterator<Item = &'a Arc<Group>> + use<'a> {
        let view = *self;
        self.directory
            .members
            .holders(member, self.sight)
            .filter_map(move |group| view.group(group))
    }

    /// The groups that hold the object directly or through other groups.
    pub fn transitive_groups_of(&self, member: Uuid) -> Vec<&'a Arc<Group>> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut open = vec![member];
        while let Some(next) = open.pop() {
            for group in self.groups_of(next) {
                if seen.insert(group.id) {
                    found.push(group);
                    open.push(group.id);
                }
            }
        }
        found.sort_unstable_by_key(|group| group.id);
        found
    }

    /// The owners of a group or service principal.
    pub fn owners(
        &self,
        object: Uuid,
        after: Option<Uuid>,
    ) -> impl Iterator<Item = DirectoryObject<'a>> + use<'a> {
        let view = *self;
        self.directory
            .owners
            .held(object, after, self.sight)
            .filter_map(move |owner| view.object(owner))
    }

    /// Whether `owner` owns the group or service principal.
    pub fn owns(&self, owner: Uuid, object: Uuid) -> bool {
        self.directory.owners.contains(object, owner, self.sight)
    }

    /// What `owner` owns.
    pub fn owned_objects(
        &self,
        owner: Uuid,
    ) -> impl Iterator<Item = DirectoryObject<'a>> + use<'a> {
        let view = *self;
        self.directory
            .owners
            .holders(owner, self.sight)
            .filter_map(move |object| view.object(object))
    }

    /// The app role assignment with this id.
    pub fn assignment(&self, id: &str) -> Option<&'a Arc<AppRoleAssignment>> {
        self.directory.assignments.get(id)?.get(self.sight)
    }

    /// App role assignments that the principal has directly, in order of id.
    pub fn assignments_of(
        &self,
        principal: Uuid,
    ) -> impl Iterator<Item = &'a Arc<AppRoleAssignment>> + use<'a> {
        let view = *self;
        self.directory
            .assignment_index
            .of_principal(principal)
            .filter_map(move |id| view.assignment(id))
    }

    /// App role assignments to the resource, in order of id. A deleted
    /// principal's assignments are left out.
    pub fn assignments_to(
        &self,
        resource: Uuid,
    ) -> impl Iterator<Item = &'a Arc<AppRoleAssignment>> + use<'a> {
        let view = *self;
        self.directory
            .assignment_index
            .to_resource(resource)
            .filter_map(move |id| view.assignment(id))
            .filter(move |assignment| view.object(assignment.principal_id).is_some())
    }

    /// Activated directory roles: object id and template id.
    pub fn directory_roles(&self) -> impl Iterator<Item = (Uuid, Uuid)> + use<'a> {
        self.directory
            .directory_roles
            .iter()
            .map(|(template, id)| (*id, *template))
    }

    /// All active role assignments.
    pub fn role_assignments(&self) -> impl Iterator<Item = &'a RoleAssignment> + use<'a> {
        self.directory.role_assignments.values()
    }

    /// All eligible roles.
    pub fn role_eligibilities(&self) -> impl Iterator<Item = &'a RoleEligibility> + use<'a> {
        self.directory.role_eligibilities.values()
    }

    /// Template ids of the roles that the principal holds over the whole
    /// directory, directly or through a role-assignable group.
    pub fn active_roles(&self, principal: Uuid) -> BTreeSet<Uuid> {
        let groups: BTreeSet<Uuid> = self
            .groups_of(principal)
            .filter(|group| group.is_role_assignable())
            .map(|group| group.id)
            .collect();
        self.role_assignments()
            .filter(|role| role.directory_scope_id == "/")
            .filter(|role| role.principal_id == principal || groups.contains(&role.principal_id))
            .map(|role| role.role_definition_id)
            .collect()
    }

    /// The registered client applications.
    pub fn client(&self, app_id: Uuid) -> Option<&'a ClientApplication> {
        self.directory.clients.get(&app_id)
    }

    /// All consent grants.
    pub fn grants(&self) -> impl Iterator<Item = &'a PermissionGrant> + use<'a> {
        self.directory.grants.values()
    }

    /// The invitation with this id.
    pub fn invitation(&self, id: Uuid) -> Option<&'a Invitation> {
        self.directory.invitations.get(&id)
    }

    /// All invitations that were issued since the tenant began.
    pub fn invitations(&self) -> impl Iterator<Item = &'a Invitation> + use<'a> {
        self.directory.invitations.values()
    }

    /// All invitations that were issued for a user, oldest first.
    pub fn invitations_of(&self, user: Uuid) -> Vec<&'a Invitation> {
        let ids = self.directory.invitations_of_user.get(&user);
        let mut found: Vec<_> = ids
            .into_iter()
            .flatten()
            .filter_map(|id| self.invitation(*id))
            .collect();
        found.sort_by_key(|issued| issued.issued);
        found
    }

    /// The organization.
    pub fn organization(&self) -> &'a Organization {
        &self.directory.organization
    }

    /// The policies.
    pub fn policies(&self) -> &'a Policies {
        &self.directory.policies
    }

    /// The other tenant that has this domain (any letter case).
    pub fn tenant_of_domain(&self, domain: &str) -> Option<&'a KnownTenant> {
        let domain = domain.to_lowercase();
        self.directory
            .known_tenants
            .iter()
            .find(|tenant| tenant.domains.contains(&domain))
    }

    /// All other tenants that are known.
    pub fn known_tenants(&self) -> &'a [KnownTenant] {
        &self.directory.known_tenants
    }

    /// The sequence of the last change, for a delta mark "from now".
    pub fn sequence(&self) -> u64 {
        self.directory.sequence()
    }

    /// Changes after `sequence`, oldest first. They are never hidden by lag.
    pub fn changes_since(&self, sequence: u64) -> impl Iterator<Item = &'a Change> + use<'a> {
        self.directory
            .changes
            .range((Excluded(sequence), Unbounded))
            .map(|(_, change)| change)
    }
}
