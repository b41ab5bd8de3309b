//! Lists: names of groups and applications looked up, addresses held against the guests.

use std::collections::HashMap;
use std::sync::Arc;

use entra::error::Error;
use guests::address::fold;
use guests::draft::DraftPerson;
use guests::draft::sheet::{FoundApplication, Judged, Lookup, Names, Resolved, fold_name};
use guests::guest::Guest;
use guests::id::{GroupId, ServicePrincipalId};

use crate::convert;
use crate::desk::{Desk, Inner};
use crate::store::guest_addresses;
use crate::trouble::{Feature, Trouble};

impl Desk {
    /// Looks up the groups and applications that a list names, each once and many in one request,
    /// and puts them in the place of their names. What cannot be read is a problem of the rows that
    /// name it; the others are not held up.
    pub async fn resolve_sheet(&self, judged: Judged) -> Resolved {
        let wanted = judged.wanted();
        let (groups, applications) = tokio::join!(
            self.inner.find_groups(&wanted.groups),
            self.inner.find_applications(&wanted.applications)
        );
        judged.resolve(&Names {
            groups,
            applications,
        })
    }

    /// The people of a list as the guests that they are in the copy on this computer: who is there
    /// gets the guest's id, who is not stays as given. Says how many are guests.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn match_guests(
        &self,
        people: Vec<DraftPerson>,
    ) -> Result<(Vec<DraftPerson>, u32), Trouble> {
        Ok(self
            .inner
            .store
            .read(move |connection| {
                let addresses: Vec<String> =
                    people.iter().map(|person| person.address.clone()).collect();
                let guests: HashMap<String, Guest> =
                    guest_addresses::holders(connection, &addresses)?
                        .into_iter()
                        .collect();
                let mut found = 0;
                let matched = people.into_iter().map(|person| {
                    let Some(guest) = guests.get(&fold(&person.address)) else {
                        return person;
                    };
                    found += 1;
                    DraftPerson {
                        display_name: Some(guest.display_name.clone()),
                        user_id: Some(guest.id.clone()),
                        ..person
                    }
                });
                Ok((matched.collect(), found))
            })
            .await?)
    }
}

impl Inner {
    async fn find_groups(self: &Arc<Self>, names: &[String]) -> HashMap<String, Lookup<GroupId>> {
        if names.is_empty() {
            return HashMap::new();
        }
        match self.graph.groups_named(names).await {
            Ok(found) => by_name(
                names,
                &found,
                |group| (&group.id, group.display_name.as_deref()),
                |group| GroupId(group.id.clone()),
            ),
            Err(error) => self.not_read(names, &error, Feature::Groups).await,
        }
    }

    async fn find_applications(
        self: &Arc<Self>,
        names: &[String],
    ) -> HashMap<String, Lookup<FoundApplication>> {
        if names.is_empty() {
            return HashMap::new();
        }
        match self.graph.applications_named(names).await {
            Ok(found) => by_name(
                names,
                &found,
                |principal| (&principal.id, principal.display_name.as_deref()),
                |principal| {
                    let application = convert::application(principal);
                    FoundApplication {
                        id: ServicePrincipalId(principal.id.clone()),
                        roles: application.roles_for_people(),
                        name: application.display_name,
                    }
                },
            ),
            Err(error) => self.not_read(names, &error, Feature::Applications).await,
        }
    }

    async fn not_read<T>(
        &self,
        names: &[String],
        error: &Error,
        feature: Feature,
    ) -> HashMap<String, Lookup<T>> {
        let why = self.unread(error, feature).await.explanation.summary;
        names
            .iter()
            .map(|name| (fold_name(name), Lookup::NotRead(why.clone())))
            .collect()
    }
}

/// What was found, by what was asked for: an id first, else the name.
fn by_name<W, T>(
    asked: &[String],
    found: &[W],
    known_by: impl Fn(&W) -> (&String, Option<&str>),
    taken: impl Fn(&W) -> T,
) -> HashMap<String, Lookup<T>> {
    let mut by_key: HashMap<String, Vec<&W>> = HashMap::new();
    for one in found {
        let (id, name) = known_by(one);
        by_key.entry(fold_name(id)).or_default().push(one);
        if let Some(name) = name {
            by_key.entry(fold_name(name)).or_default().push(one);
        }
    }
    asked
        .iter()
        .map(|name| {
            let key = fold_name(name);
            let lookup = match by_key.get(&key).map(Vec::as_slice) {
                None | Some([]) => Lookup::Unknown,
                Some([one]) => Lookup::Found(taken(one)),
                Some(several) => Lookup::Several(several.len()),
            };
            (key, lookup)
        })
        .collect()
}
