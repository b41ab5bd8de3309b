//! Writing groups, applications, and who has access to them.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::{Tx, next};
use crate::directory::{AppRoleAssignment, Changed, Group, ObjectKind, ServicePrincipal, Sight};
use crate::state::{Row, Table, json};

impl Tx<'_> {
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
}
