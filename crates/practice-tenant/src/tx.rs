//! The one way to change the tenant.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::directory::{
    AppRoleAssignment, Change, Changed, DeletedUser, Directory, Group, Invitation, Mail,
    ObjectKind, PermissionGrant, Policies, RoleAssignment, ServicePrincipal, Sight, Slot, User,
    View,
};
use crate::ledger::{Call, Effect, Entry};
use crate::span::Span;
use crate::state::{Row, Table, json};
use crate::world::World;

/// How long a deleted user can be restored.
const RESTORABLE: Duration = Duration::days(30);

type Undo = Box<dyn FnOnce(&mut World) + Send>;

/// One write: everything in it takes effect together, or nothing does.
///
/// Each change is stamped with the next sequence and with the moment from
/// which lagging readers see it; when the write ends well, its effects make
/// one line of the ledger and everything is on disk before the caller goes on.
pub struct Tx<'a> {
    world: &'a mut World,
    now: OffsetDateTime,
    lag: Option<Span>,
    status: u16,
    effects: Vec<Effect>,
    rows: Vec<Row>,
    undo: Vec<Undo>,
}

impl<'a> Tx<'a> {
    pub(crate) fn begin(world: &'a mut World, now: OffsetDateTime, lag: Option<Span>) -> Self {
        Self {
            world,
            now,
            lag,
            status: 204,
            effects: Vec::new(),
            rows: Vec::new(),
            undo: Vec::new(),
        }
    }

    /// The tenant's time; the same for the whole write.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// The directory as the caller may see it: what lag hides is not there.
    pub fn view(&self) -> View<'_> {
        self.world.directory.view(Sight::Lagged(self.now))
    }

    /// The directory as it is, with every write up to here.
    pub fn latest(&self) -> View<'_> {
        self.world.directory.view(Sight::Latest)
    }

    /// The HTTP status that the ledger notes; 204 unless told.
    pub fn status(&mut self, status: u16) {
        self.status = status;
    }

    /// Notes what the write did, for the ledger. A write without effects makes
    /// no line.
    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Makes a user, or replaces the one with this id.
    pub fn put_user(&mut self, user: User) {
        let id = user.id;
        let before = self.latest().user(id).cloned();
        self.note_change(ObjectKind::User, id, before.as_deref(), &user);
        self.write_user(id, Some(user));
    }

    /// Changes a user that exists; `false` where there is none.
    pub fn edit_user(&mut self, id: Uuid, edit: impl FnOnce(&mut User)) -> bool {
        let Some(user) = self.latest().user(id) else {
            return false;
        };
        let mut user = User::clone(user);
        edit(&mut user);
        self.put_user(user);
        true
    }

    /// Deletes a user so that it can still be restored; `false` where there is
    /// none.
    pub fn delete_user(&mut self, id: Uuid) -> bool {
        let Some(user) = self.latest().user(id) else {
            return false;
        };
        let mut user = User::clone(user);
        user.deleted_date_time = Some(self.now);
        self.write_user(id, None);
        let deleted = DeletedUser {
            user,
            purge_at: self.now + RESTORABLE,
        };
        self.write_deleted_user(id, Some(deleted));
        self.push_change(ObjectKind::User, id, Changed::SoftDeleted);
        true
    }

    /// Removes a deleted user for good; `false` where there is none.
    pub fn purge_user(&mut self, id: Uuid) -> bool {
        if self.latest().deleted_user(id).is_none() {
            return false;
        }
        self.write_deleted_user(id, None);
        self.push_change(ObjectKind::User, id, Changed::Purged);
        true
    }

    /// Makes a group, or replaces the one with this id.
    pub fn put_group(&mut self, group: Group) {
        let id = group.id;
        let before = self.latest().group(id).cloned();
        self.note_change(ObjectKind::Group, id, before.as_deref(), &group);
        self.rows
            .push(Row::new(Table::Groups, id.to_string(), Some(json(&group))));
        let mut slot = self
            .world
            .directory
            .groups
            .get(&id)
            .cloned()
            .unwrap_or_default();
        slot.set(Some(Arc::new(group)), self.now, self.visible_at());
        let old = self.world.directory.replace_group(id, Some(slot));
        self.undo.push(Box::new(move |world| {
            world.directory.replace_group(id, old);
        }));
    }

    /// Makes a service principal, or replaces the one with this id.
    pub fn put_service_principal(&mut self, principal: ServicePrincipal) {
        let id = principal.id;
        let before = self.latest().service_principal(id).cloned();
        self.note_change(
            ObjectKind::ServicePrincipal,
            id,
            before.as_deref(),
            &principal,
        );
        self.rows.push(Row::new(
            Table::ServicePrincipals,
            id.to_string(),
            Some(json(&principal)),
        ));
        let (now, visible_at) = (self.now, self.visible_at());
        let slots = &mut self.world.directory.service_principals;
        let old = slots.get(&id).cloned();
        slots
            .entry(id)
            .or_default()
            .set(Some(Arc::new(principal)), now, visible_at);
        self.undo.push(Box::new(move |world| {
            let slots = &mut world.directory.service_principals;
            match old {
                Some(slot) => slots.insert(id, slot),
                None => slots.remove(&id),
            };
        }));
    }

    /// Adds a member; `false` where it is one already.
    pub fn add_member(&mut self, group: Uuid, member: Uuid) -> bool {
        self.set_member(group, member, true)
    }

    /// Removes a member; `false` where it is none.
    pub fn remove_member(&mut self, group: Uuid, member: Uuid) -> bool {
        self.set_member(group, member, false)
    }

    fn set_member(&mut self, group: Uuid, member: Uuid, linked: bool) -> bool {
        if self
            .world
            .directory
            .members
            .contains(group, member, Sight::Latest)
            == linked
        {
            return false;
        }
        let (now, visible_at) = (self.now, self.visible_at());
        let old = self
            .world
            .directory
            .members
            .set(group, member, linked, now, visible_at);
        let row = Row::new(
            Table::Members,
            format!("{group}/{member}"),
            Some(Value::Bool(linked)),
        );
        self.rows.push(row);
        self.push_change(
            ObjectKind::Group,
            group,
            Changed::Members(vec![(member, linked)]),
        );
        self.undo.push(Box::new(move |world| {
            world.directory.members.replace(group, member, old)
        }));
        true
    }

    /// Adds an owner to a group or service principal; `false` where it is one.
    pub fn add_owner(&mut self, object: Uuid, owner: Uuid) -> bool {
        self.set_owner(object, owner, true)
    }

    /// Removes an owner; `false` where it is none.
    pub fn remove_owner(&mut self, object: Uuid, owner: Uuid) -> bool {
        self.set_owner(object, owner, false)
    }

    fn set_owner(&mut self, object: Uuid, owner: Uuid, linked: bool) -> bool {
        if self
            .world
            .directory
            .owners
            .contains(object, owner, Sight::Latest)
            == linked
        {
            return false;
        }
        let (now, visible_at) = (self.now, self.visible_at());
        let old = self
            .world
            .directory
            .owners
            .set(object, owner, linked, now, visible_at);
        let row = Row::new(
            Table::Owners,
            format!("{object}/{owner}"),
            Some(Value::Bool(linked)),
        );
        self.rows.push(row);
        self.undo.push(Box::new(move |world| {
            world.directory.owners.replace(object, owner, old)
        }));
        true
    }

    /// Assigns an app role.
    pub fn put_assignment(&mut self, assignment: AppRoleAssignment) {
        let id = assignment.id.clone();
        self.write_assignment(&id, Some(assignment));
    }

    /// Takes an app role away; `false` where there is no such assignment.
    pub fn remove_assignment(&mut self, id: &str) -> bool {
        if self.latest().assignment(id).is_none() {
            return false;
        }
        self.write_assignment(id, None);
        true
    }

    /// Gives a directory role.
    pub fn put_role_assignment(&mut self, role: RoleAssignment) {
        let id = role.id.clone();
        self.rows.push(Row::new(
            Table::RoleAssignments,
            id.clone(),
            Some(json(&role)),
        ));
        let old = self
            .world
            .directory
            .role_assignments
            .insert(id.clone(), role);
        self.undo.push(Box::new(move |world| {
            restore(&mut world.directory.role_assignments, id, old);
        }));
    }

    /// Takes a directory role away; `false` where there is no such assignment.
    pub fn remove_role_assignment(&mut self, id: &str) -> bool {
        let Some(old) = self.world.directory.role_assignments.remove(id) else {
            return false;
        };
        let id = id.to_owned();
        self.rows
            .push(Row::new(Table::RoleAssignments, id.clone(), None));
        self.undo.push(Box::new(move |world| {
            restore(&mut world.directory.role_assignments, id, Some(old));
        }));
        true
    }

    /// Grants delegated permissions, or replaces the grant with this id.
    pub fn put_grant(&mut self, grant: PermissionGrant) {
        let id = grant.id.clone();
        self.rows
            .push(Row::new(Table::Grants, id.clone(), Some(json(&grant))));
        let old = self.world.directory.grants.insert(id.clone(), grant);
        self.undo.push(Box::new(move |world| {
            restore(&mut world.directory.grants, id, old)
        }));
    }

    /// Issues an invitation, or replaces the one with this id.
    pub fn put_invitation(&mut self, invitation: Invitation) {
        let id = invitation.id;
        self.rows.push(Row::new(
            Table::Invitations,
            id.to_string(),
            Some(json(&invitation)),
        ));
        let old = self
            .world
            .directory
            .replace_invitation(id, Some(invitation));
        self.undo.push(Box::new(move |world| {
            world.directory.replace_invitation(id, old);
        }));
    }

    /// Changes the policies.
    pub fn edit_policies(&mut self, edit: impl FnOnce(&mut Policies)) {
        let old = self.world.directory.policies.clone();
        edit(&mut self.world.directory.policies);
        let row = Row::new(
            Table::Policies,
            "policies",
            Some(json(&self.world.directory.policies)),
        );
        self.rows.push(row);
        self.undo
            .push(Box::new(move |world| world.directory.policies = old));
    }

    /// Puts a mail into the outbox.
    pub fn post_mail(&mut self, mail: Mail) {
        let key = format!("{:012}", self.world.mails.len());
        self.rows
            .push(Row::new(Table::Mails, key, Some(json(&mail))));
        self.world.mails.push(mail);
        self.undo.push(Box::new(|world| {
            world.mails.pop();
        }));
    }

    /// Keeps something of the sign-in service's (see [`Table::SignIn`]) with
    /// the write. What stays in memory is the sign-in service's own affair.
    pub fn keep(&mut self, key: impl Into<String>, value: &impl Serialize) {
        self.rows
            .push(Row::new(Table::SignIn, key, Some(json(value))));
    }

    /// Forgets what [`Tx::keep`] kept under this key.
    pub fn forget(&mut self, key: impl Into<String>) {
        self.rows.push(Row::new(Table::SignIn, key, None));
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Writes the ledger's line, the last thing before the rows go to disk.
    pub(crate) fn close(&mut self, call: &Call) {
        if self.effects.is_empty() {
            return;
        }
        let entry = Entry {
            n: self.world.ledger.len() as u64 + 1,
            time: self.now,
            method: call.method.clone(),
            path: call.path.clone(),
            status: self.status,
            client_request_id: call.client_request_id.clone(),
            app_id: call.app_id,
            caller_id: call.caller_id,
            effects: std::mem::take(&mut self.effects),
        };
        self.rows.push(Row::new(
            Table::Ledger,
            format!("{:012}", entry.n),
            Some(json(&entry)),
        ));
        self.world.ledger.push(entry);
        self.undo.push(Box::new(|world| {
            world.ledger.pop();
        }));
    }

    /// Takes everything back.
    pub(crate) fn roll_back(self) {
        for undo in self.undo.into_iter().rev() {
            undo(self.world);
        }
    }

    fn visible_at(&self) -> Option<OffsetDateTime> {
        self.lag.map(|lag| self.now + lag.draw())
    }

    fn write_user(&mut self, id: Uuid, user: Option<User>) {
        self.rows.push(Row::new(
            Table::Users,
            id.to_string(),
            user.as_ref().map(json),
        ));
        let visible_at = self.visible_at();
        let directory = &mut self.world.directory;
        let slot = next(directory.users.get(&id), user, self.now, visible_at);
        let old = directory.replace_user(id, slot);
        self.undo.push(Box::new(move |world| {
            world.directory.replace_user(id, old);
        }));
    }

    fn write_deleted_user(&mut self, id: Uuid, user: Option<DeletedUser>) {
        self.rows.push(Row::new(
            Table::DeletedUsers,
            id.to_string(),
            user.as_ref().map(json),
        ));
        let visible_at = self.visible_at();
        let slots = &mut self.world.directory.deleted_users;
        let old = slots.get(&id).cloned();
        restore(slots, id, next(old.as_ref(), user, self.now, visible_at));
        self.undo.push(Box::new(move |world| {
            restore(&mut world.directory.deleted_users, id, old);
        }));
    }

    fn write_assignment(&mut self, id: &str, assignment: Option<AppRoleAssignment>) {
        self.rows.push(Row::new(
            Table::Assignments,
            id,
            assignment.as_ref().map(json),
        ));
        let visible_at = self.visible_at();
        let directory = &mut self.world.directory;
        let slot = next(
            directory.assignments.get(id),
            assignment,
            self.now,
            visible_at,
        );
        let old = directory.replace_assignment(id, slot);
        let id = id.to_owned();
        self.undo.push(Box::new(move |world| {
            world.directory.replace_assignment(&id, old);
        }));
    }

    fn note_change<T: Serialize>(&mut self, kind: ObjectKind, id: Uuid, old: Option<&T>, new: &T) {
        let Some(old) = old else {
            return self.push_change(kind, id, Changed::Created);
        };
        let properties = differences(&json(old), &json(new));
        if !properties.is_empty() {
            self.push_change(kind, id, Changed::Updated(properties));
        }
    }

    fn push_change(&mut self, object: ObjectKind, id: Uuid, what: Changed) {
        let directory: &mut Directory = &mut self.world.directory;
        let sequence = directory.sequence() + 1;
        let change = Change {
            sequence,
            time: self.now,
            object,
            id,
            what,
        };
        self.rows.push(Row::new(
            Table::Changes,
            format!("{sequence:012}"),
            Some(json(&change)),
        ));
        directory.changes.insert(sequence, change);
        self.undo.push(Box::new(move |world| {
            world.directory.changes.remove(&sequence);
        }));
    }
}

/// The slot after a write; `None` where nobody will see anything in it.
fn next<T>(
    slot: Option<&Slot<T>>,
    value: Option<T>,
    now: OffsetDateTime,
    visible_at: Option<OffsetDateTime>,
) -> Option<Slot<T>> {
    let mut slot = slot.cloned().unwrap_or_default();
    slot.set(value.map(Arc::new), now, visible_at);
    (!slot.is_spent(now)).then_some(slot)
}

fn restore<K: Ord, V>(map: &mut std::collections::BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

/// Names of the members in which two objects differ; those under `other` count
/// by their own names.
fn differences(old: &Value, new: &Value) -> Vec<String> {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    for name in old
        .keys()
        .chain(new.keys().filter(|name| !old.contains_key(*name)))
    {
        let (before, after) = (old.get(name), new.get(name));
        if before == after {
            continue;
        }
        match (name.as_str(), before, after) {
            ("other", Some(before), Some(after)) => names.extend(differences(before, after)),
            _ => names.push(name.clone()),
        }
    }
    names
}
