//! The one way to change the tenant.

mod access;
mod users;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit;
use crate::directory::{
    Change, Changed, Directory, Invitation, Mail, ObjectKind, PermissionGrant, Policies,
    RoleAssignment, Sight, Slot, View,
};
use crate::ledger::{Call, Effect, Entry};
use crate::span::Span;
use crate::state::{Row, Table, json};
use crate::world::World;

type Undo = Box<dyn FnOnce(&mut World) + Send>;

/// How long after a write others see it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Delays {
    /// Readers of the directory.
    pub(crate) lag: Option<Span>,
    /// Readers of the audit log.
    pub(crate) audit: Option<Span>,
}

/// One write: everything in it takes effect together, or nothing does.
///
/// Each change is stamped with the next sequence and with the moment from
/// which lagging readers see it; when the write ends well, its effects make
/// one line of the ledger and everything is on disk before the caller goes on.
pub struct Tx<'a> {
    world: &'a mut World,
    now: OffsetDateTime,
    delays: Delays,
    status: u16,
    effects: Vec<Effect>,
    rows: Vec<Row>,
    undo: Vec<Undo>,
}

impl<'a> Tx<'a> {
    pub(crate) fn begin(world: &'a mut World, now: OffsetDateTime, delays: Delays) -> Self {
        Self {
            world,
            now,
            delays,
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

    /// Writes the audit log and the ledger's line, the last thing before the rows go to disk.
    pub(crate) fn close(&mut self, call: &Call) {
        if self.effects.is_empty() {
            return;
        }
        self.write_audits(call);
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

    fn write_audits(&mut self, call: &Call) {
        let entries = audit::entries(call, &self.effects, self.latest(), self.now);
        let number = entries.len();
        let audits = &mut self.world.directory.audits;
        for mut entry in entries {
            let last = audits.last();
            entry.n = last.map_or(0, |last| last.n) + 1;
            // The log stays in order also where the computer's time was set back.
            if let Some(last) = last {
                entry.activity_date_time = entry.activity_date_time.max(last.activity_date_time);
            }
            if let Some(delay) = self.delays.audit {
                entry.visible_at = self.now + delay.draw();
            }
            let key = format!("{:012}", entry.n);
            self.rows
                .push(Row::new(Table::Audits, key, Some(json(&entry))));
            audits.push(entry);
        }
        self.undo.push(Box::new(move |world| {
            let audits = &mut world.directory.audits;
            audits.truncate(audits.len() - number);
        }));
    }

    fn visible_at(&self) -> Option<OffsetDateTime> {
        self.delays.lag.map(|lag| self.now + lag.draw())
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
