//! All that changes while the tenant runs, and how kept rows come back into it.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

use crate::audit::AuditEntry;
use crate::directory::{
    AppRoleAssignment, Change, DeletedUser, Directory, Group, Invitation, Mail, PermissionGrant,
    Policies, RoleAssignment, ServicePrincipal, Slot, User,
};
use crate::ledger::Entry;
use crate::state::{Kept, StateError, Table};

/// The directory, its outbox and its ledger.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) directory: Directory,
    pub(crate) mails: Vec<Mail>,
    pub(crate) ledger: Vec<Entry>,
}

impl World {
    pub(crate) fn new(directory: Directory) -> Self {
        Self {
            directory,
            mails: Vec::new(),
            ledger: Vec::new(),
        }
    }

    /// Lays what was kept over the seed.
    pub(crate) fn restore(&mut self, kept: &Kept) -> Result<(), StateError> {
        let directory = &mut self.directory;
        for (key, value) in kept.rows(Table::Users) {
            let slot = parse::<User>(Table::Users, key, value)?.map(settled);
            directory.replace_user(id_of(Table::Users, key)?, slot);
        }
        for (key, value) in kept.rows(Table::DeletedUsers) {
            let id = id_of(Table::DeletedUsers, key)?;
            let slot = parse::<DeletedUser>(Table::DeletedUsers, key, value)?.map(settled);
            directory.replace_deleted_user(id, slot);
        }
        for (key, value) in kept.rows(Table::Groups) {
            let slot = parse::<Group>(Table::Groups, key, value)?.map(settled);
            directory.replace_group(id_of(Table::Groups, key)?, slot);
        }
        for (key, value) in kept.rows(Table::ServicePrincipals) {
            let id = id_of(Table::ServicePrincipals, key)?;
            match parse::<ServicePrincipal>(Table::ServicePrincipals, key, value)? {
                Some(principal) => directory.service_principals.insert(id, settled(principal)),
                None => directory.service_principals.remove(&id),
            };
        }
        for (key, value) in kept.rows(Table::Assignments) {
            let slot = parse::<AppRoleAssignment>(Table::Assignments, key, value)?.map(settled);
            directory.replace_assignment(key, slot);
        }
        for table in [Table::Members, Table::Owners] {
            for (key, value) in kept.rows(table) {
                let (holder, object) = key
                    .split_once('/')
                    .ok_or_else(|| StateError::foreign(table, key))?;
                let links = match table {
                    Table::Members => &mut directory.members,
                    _ => &mut directory.owners,
                };
                let linked = parse::<bool>(table, key, value)?.unwrap_or(false);
                let slot = linked.then(|| settled(()));
                links.replace(id_of(table, holder)?, id_of(table, object)?, slot);
            }
        }
        for (key, value) in kept.rows(Table::RoleAssignments) {
            match parse::<RoleAssignment>(Table::RoleAssignments, key, value)? {
                Some(role) => directory.role_assignments.insert(key.clone(), role),
                None => directory.role_assignments.remove(key),
            };
        }
        for (key, value) in kept.rows(Table::Grants) {
            match parse::<PermissionGrant>(Table::Grants, key, value)? {
                Some(grant) => directory.grants.insert(key.clone(), grant),
                None => directory.grants.remove(key),
            };
        }
        for (key, value) in kept.rows(Table::Invitations) {
            let invitation = parse::<Invitation>(Table::Invitations, key, value)?;
            directory.replace_invitation(id_of(Table::Invitations, key)?, invitation);
        }
        for (key, value) in kept.rows(Table::Policies) {
            if let Some(policies) = parse::<Policies>(Table::Policies, key, value)? {
                directory.policies = policies;
            }
        }
        for (key, value) in kept.rows(Table::Changes) {
            if let Some(change) = parse::<Change>(Table::Changes, key, value)? {
                directory.changes.insert(change.sequence, change);
            }
        }
        for (key, value) in kept.rows(Table::Audits) {
            directory
                .audits
                .extend(parse::<AuditEntry>(Table::Audits, key, value)?);
        }
        for (key, value) in kept.rows(Table::Mails) {
            self.mails.extend(parse::<Mail>(Table::Mails, key, value)?);
        }
        for (key, value) in kept.rows(Table::Ledger) {
            self.ledger
                .extend(parse::<Entry>(Table::Ledger, key, value)?);
        }
        Ok(())
    }
}

fn settled<T>(value: T) -> Slot<T> {
    Slot::settled(Arc::new(value))
}

fn id_of(table: Table, key: &str) -> Result<Uuid, StateError> {
    Uuid::try_parse(key).map_err(|_| StateError::foreign(table, key))
}

/// The row's object; `None` where the row says that the seed's object is gone.
fn parse<T: DeserializeOwned>(
    table: Table,
    key: &str,
    value: &Value,
) -> Result<Option<T>, StateError> {
    serde_json::from_value(value.clone()).map_err(|_| StateError::foreign(table, key))
}
