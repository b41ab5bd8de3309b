//! What the guests of a draft have already of what is to be given.

use std::collections::{BTreeSet, HashMap};

use entra::error::Error;
use futures_util::{StreamExt as _, stream};
use guests::id::{AppRoleId, GroupId, ServicePrincipalId};
use guests::plan::survey::Holder;
use guests::policy::Known;
use ts_rs::TS;

use super::{AT_ONCE, ONE_BY_ONE, Surveyor};
use crate::trouble::Trouble;

/// What one person has already.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) member_of: Known<Vec<GroupId>>,
    pub(super) assigned: Known<Vec<(ServicePrincipalId, AppRoleId)>>,
}

/// What the guests have already, by id.
pub(super) struct HeldByGuests(HashMap<String, Held>);

impl HeldByGuests {
    /// What this holder has; nothing where there is no guest yet.
    pub(super) fn of(&self, holder: &Known<Holder>) -> Held {
        id(holder)
            .and_then(|id| self.0.get(id).cloned())
            .unwrap_or_else(|| Held {
                member_of: Known::Known { value: Vec::new() },
                assigned: Known::Known { value: Vec::new() },
            })
    }
}

fn id(holder: &Known<Holder>) -> Option<&str> {
    match holder.value()? {
        Holder::Guest { guest } => Some(guest.id.as_str()),
        _ => None,
    }
}

impl Surveyor<'_> {
    pub(super) async fn held(&self, holders: &[Known<Holder>]) -> Result<HeldByGuests, Trouble> {
        let ids: BTreeSet<String> = holders.iter().filter_map(id).map(str::to_owned).collect();
        let (wants_groups, wants_applications) = (
            !self.access.groups.is_empty(),
            !self.access.applications.is_empty(),
        );
        if ids.is_empty() || !(wants_groups || wants_applications) {
            return Ok(HeldByGuests(HashMap::new()));
        }
        if ids.len() > ONE_BY_ONE {
            return self.held_by_targets(&ids).await;
        }
        let answers: Vec<_> = stream::iter(ids)
            .map(|id| async move {
                let (groups, assigned) = tokio::join!(
                    async {
                        if wants_groups {
                            Some(self.graph.member_of(&id).await)
                        } else {
                            None
                        }
                    },
                    async {
                        if wants_applications {
                            Some(self.graph.user_app_role_assignments(&id).await)
                        } else {
                            None
                        }
                    }
                );
                (id, groups, assigned)
            })
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        let mut held = HashMap::new();
        for (id, groups, assigned) in answers {
            let member_of = self
                .list(groups, |object| Some(GroupId(object.id().to_owned())))
                .await?;
            let assigned = self
                .list(assigned, |assignment| {
                    (assignment.principal_id == id).then(|| {
                        (
                            ServicePrincipalId(assignment.resource_id.clone()),
                            AppRoleId(assignment.app_role_id.clone()),
                        )
                    })
                })
                .await?;
            held.insert(
                id,
                Held {
                    member_of,
                    assigned,
                },
            );
        }
        Ok(HeldByGuests(held))
    }

    /// Reads the groups and applications as a whole, and sorts out who is in them.
    async fn held_by_targets(&self, ids: &BTreeSet<String>) -> Result<HeldByGuests, Trouble> {
        let nothing = Held {
            member_of: Known::Known { value: Vec::new() },
            assigned: Known::Known { value: Vec::new() },
        };
        let mut held: HashMap<String, Held> =
            ids.iter().map(|id| (id.clone(), nothing.clone())).collect();
        for group in &self.access.groups {
            let members = match self.graph.group_members(group.as_str()).await {
                Ok(first) => self.graph.all(first).await,
                Err(error) => Err(error),
            };
            match members {
                Ok(members) => {
                    for member in members {
                        if let Some(Held {
                            member_of: Known::Known { value },
                            ..
                        }) = held.get_mut(&member.id)
                        {
                            value.push(group.clone());
                        }
                    }
                }
                Err(error) => {
                    let unknown: Known<Vec<GroupId>> = self.unreadable(&error).await?;
                    held.values_mut()
                        .for_each(|held| held.member_of = unknown.clone());
                }
            }
        }
        for access in &self.access.applications {
            let resource = &access.service_principal_id;
            let assignments = match self.graph.app_role_assigned_to(resource.as_str()).await {
                Ok(first) => self.graph.all(first).await,
                Err(error) => Err(error),
            };
            match assignments {
                Ok(assignments) => {
                    for assignment in assignments {
                        if let Some(Held {
                            assigned: Known::Known { value },
                            ..
                        }) = held.get_mut(&assignment.principal_id)
                        {
                            value.push((resource.clone(), AppRoleId(assignment.app_role_id)));
                        }
                    }
                }
                Err(error) => {
                    let unknown: Known<Vec<(ServicePrincipalId, AppRoleId)>> =
                        self.unreadable(&error).await?;
                    held.values_mut()
                        .for_each(|held| held.assigned = unknown.clone());
                }
            }
        }
        Ok(HeldByGuests(held))
    }

    async fn list<T, U: TS>(
        &self,
        answer: Option<Result<Vec<T>, Error>>,
        pick: impl Fn(&T) -> Option<U>,
    ) -> Result<Known<Vec<U>>, Trouble>
    where
        Vec<U>: TS,
    {
        match answer {
            None => Ok(Known::Known { value: Vec::new() }),
            Some(Ok(list)) => Ok(Known::Known {
                value: list.iter().filter_map(pick).collect(),
            }),
            Some(Err(error)) => self.unreadable(&error).await,
        }
    }
}
