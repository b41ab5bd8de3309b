//! Look-up tables beside the objects.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::application::AppRoleAssignment;
use super::user::User;

/// Which objects hold an address or a user principal name, in lower case.
#[derive(Debug, Default)]
pub(crate) struct AddressIndex {
    by_address: HashMap<Box<str>, Holders>,
    by_upn: HashMap<Box<str>, Uuid>,
}

/// Nearly every address has one holder; only clashes need a list.
#[derive(Debug)]
enum Holders {
    One(Uuid),
    Several(Vec<Uuid>),
}

impl Holders {
    fn as_slice(&self) -> &[Uuid] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

impl AddressIndex {
    /// The objects that hold `address` (any letter case), oldest entry first.
    pub(crate) fn holders(&self, address: &str) -> &[Uuid] {
        self.by_address
            .get(address.to_lowercase().as_str())
            .map_or(&[], Holders::as_slice)
    }

    /// The user with this user principal name (any letter case).
    pub(crate) fn upn(&self, name: &str) -> Option<Uuid> {
        self.by_upn.get(name.to_lowercase().as_str()).copied()
    }

    pub(crate) fn add_user(&mut self, user: &User) {
        self.add(user.addresses(), user.id);
        self.by_upn
            .insert(user.user_principal_name.to_lowercase().into(), user.id);
    }

    pub(crate) fn remove_user(&mut self, user: &User) {
        self.remove(&user.addresses(), user.id);
        let name = user.user_principal_name.to_lowercase();
        if self.by_upn.get(name.as_str()) == Some(&user.id) {
            self.by_upn.remove(name.as_str());
        }
    }

    pub(crate) fn add(&mut self, addresses: Vec<String>, id: Uuid) {
        for address in addresses {
            self.by_address
                .entry(address.into())
                .and_modify(|holders| {
                    let mut ids = holders.as_slice().to_vec();
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                    *holders = Holders::Several(ids);
                })
                .or_insert(Holders::One(id));
        }
    }

    pub(crate) fn remove(&mut self, addresses: &[String], id: Uuid) {
        for address in addresses {
            let Some(holders) = self.by_address.get_mut(address.as_str()) else {
                continue;
            };
            let left: Vec<Uuid> = holders
                .as_slice()
                .iter()
                .copied()
                .filter(|held| *held != id)
                .collect();
            match left.as_slice() {
                [] => {
                    self.by_address.remove(address.as_str());
                }
                [one] => *holders = Holders::One(*one),
                _ => *holders = Holders::Several(left),
            }
        }
    }
}

/// App role assignments by who has them and by what they are for.
#[derive(Debug, Default)]
pub(crate) struct AssignmentIndex {
    by_principal: HashMap<Uuid, BTreeSet<String>>,
    by_resource: HashMap<Uuid, BTreeSet<String>>,
    ends: HashMap<String, (Uuid, Uuid)>,
}

impl AssignmentIndex {
    pub(crate) fn of_principal(&self, principal: Uuid) -> impl Iterator<Item = &String> {
        self.by_principal.get(&principal).into_iter().flatten()
    }

    pub(crate) fn to_resource(&self, resource: Uuid) -> impl Iterator<Item = &String> {
        self.by_resource.get(&resource).into_iter().flatten()
    }

    pub(crate) fn add(&mut self, assignment: &AppRoleAssignment) {
        let id = &assignment.id;
        self.by_principal
            .entry(assignment.principal_id)
            .or_default()
            .insert(id.clone());
        self.by_resource
            .entry(assignment.resource_id)
            .or_default()
            .insert(id.clone());
        self.ends.insert(
            id.clone(),
            (assignment.principal_id, assignment.resource_id),
        );
    }

    pub(crate) fn remove(&mut self, id: &str) {
        let Some((principal, resource)) = self.ends.remove(id) else {
            return;
        };
        if let Some(ids) = self.by_principal.get_mut(&principal) {
            ids.remove(id);
        }
        if let Some(ids) = self.by_resource.get_mut(&resource) {
            ids.remove(id);
        }
    }
}
