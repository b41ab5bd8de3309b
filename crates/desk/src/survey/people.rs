//! Who holds the addresses of a draft, and what stands in the way of a new guest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entra::graph::{Group, User};
use futures_util::{StreamExt as _, stream};
use guests::address;
use guests::draft::DraftKind;
use guests::id::UserId;
use guests::plan::survey::{Holder, PersonFacts};
use guests::policy::Known;

use super::access::Held;
use super::policies::TenantPolicies;
use super::{PlanProgress, Surveyor, TOGETHER};
use crate::convert;
use crate::store::guest_addresses;
use crate::trouble::Trouble;
use crate::view::guests::SyncPhase;

/// From so many addresses on, the copy on this computer is asked first: fewer are read from the
/// directory in any case.
const MANY: usize = 30;
/// From so many unknown addresses on, groups and deleted guests are read as a whole: fewer
/// requests than to ask for each address.
const THOUSANDS: usize = 300;
/// Parts of the addresses that are asked for at once.
const PARTS_AT_ONCE: usize = 4;

/// Facts by folded address.
#[derive(Default)]
struct Addresses {
    holders: HashMap<String, Known<Holder>>,
    deleted: HashMap<String, Known<Option<UserId>>>,
}

/// Who may hold an address besides the users; or why that cannot be read.
struct Others {
    /// Deleted guests by folded address.
    deleted: Result<HashMap<String, UserId>, String>,
    /// Names of groups by folded address.
    groups: Result<HashMap<String, String>, String>,
}

impl Others {
    fn new(deleted: Result<Vec<User>, String>, groups: Result<Vec<Group>, String>) -> Self {
        let mut guests = HashMap::new();
        let deleted = deleted.map(|users| {
            for user in users.iter().filter(|user| convert::is_guest(user)) {
                for held in convert::addresses(user) {
                    guests
                        .entry(address::fold(held))
                        .or_insert_with(|| UserId(user.id.clone()));
                }
            }
            guests
        });
        let groups = groups.map(|groups| {
            let mut names = HashMap::new();
            for group in &groups {
                for held in convert::group_addresses(group) {
                    let name = group.display_name.clone().unwrap_or_default();
                    names.insert(address::fold(held), name);
                }
            }
            names
        });
        Self { deleted, groups }
    }
}

impl Surveyor<'_> {
    pub(super) async fn people(
        &self,
        policies: &TenantPolicies,
        progress: &(dyn Fn(PlanProgress) + Send + Sync),
    ) -> Result<Vec<PersonFacts>, Trouble> {
        let total = u32::try_from(self.draft.people.len()).unwrap_or(u32::MAX);
        progress(PlanProgress { checked: 0, total });
        let by_id = Box::pin(self.chosen()).await?;
        let addresses = Box::pin(self.addresses(total, progress)).await?;
        let free = addresses.deleted.keys().map(String::as_str);
        let inbound = Box::pin(self.inbound(free, policies)).await?;

        let mut holders = Vec::with_capacity(self.draft.people.len());
        for person in &self.draft.people {
            let holder = match &person.user_id {
                Some(id) => by_id.get(id.as_str()).cloned(),
                None => address::check(&person.address)
                    .ok()
                    .and_then(|checked| addresses.holders.get(&address::fold(&checked)).cloned()),
            };
            holders.push(holder.unwrap_or_else(not_asked));
        }
        let held = Box::pin(self.held(&holders)).await?;
        progress(PlanProgress {
            checked: total,
            total,
        });

        let facts = self
            .draft
            .people
            .iter()
            .zip(holders)
            .map(|(person, holder)| {
                let checked = address::check(&person.address).unwrap_or_default();
                let domain = address::domain_of(&checked).unwrap_or_default();
                let Held {
                    member_of,
                    assigned,
                } = held.of(&holder);
                PersonFacts {
                    deleted: addresses
                        .deleted
                        .get(&address::fold(&checked))
                        .cloned()
                        .unwrap_or_else(not_asked),
                    inbound: inbound.get(&domain).cloned().unwrap_or_else(not_asked),
                    holder,
                    member_of,
                    assigned,
                }
            });
        let mut facts: Vec<_> = facts.collect();
        Box::pin(self.fill_in_made_lately(&mut facts)).await?;
        Ok(facts)
    }

    /// The people who were chosen from the directory, by id.
    async fn chosen(&self) -> Result<HashMap<String, Known<Holder>>, Trouble> {
        let ids: BTreeSet<String> = self
            .draft
            .people
            .iter()
            .filter_map(|person| person.user_id.as_ref().map(ToString::to_string))
            .collect();
        let ids: Vec<String> = ids.into_iter().collect();
        let mut holders = HashMap::new();
        if ids.is_empty() {
            return Ok(holders);
        }
        let users = match self.graph.users_by_ids(&ids).await {
            Ok(users) => users,
            Err(error) => {
                let unknown: Known<Holder> = self.unreadable(&error).await?;
                return Ok(ids.into_iter().map(|id| (id, unknown.clone())).collect());
            }
        };
        for (id, user) in users {
            let holder = match user {
                Ok(user) => Known::Known {
                    value: convert::holder(&user),
                },
                Err(error) if error.is_not_found() => Known::Known {
                    value: Holder::Nobody,
                },
                Err(error) => self.unreadable(&error).await?,
            };
            holders.insert(id, holder);
        }
        Ok(holders)
    }

    /// Everything about the addresses of people who were not chosen from the directory.
    async fn addresses(
        &self,
        total: u32,
        progress: &(dyn Fn(PlanProgress) + Send + Sync),
    ) -> Result<Addresses, Trouble> {
        let mut distinct: BTreeMap<String, String> = BTreeMap::new();
        for person in self
            .draft
            .people
            .iter()
            .filter(|person| person.user_id.is_none())
        {
            if let Ok(checked) = address::check(&person.address) {
                distinct.entry(address::fold(&checked)).or_insert(checked);
            }
        }
        let all = distinct.len();
        let mut found = Addresses::default();
        if all > MANY {
            found.holders = self
                .guests_here(distinct.values().cloned().collect())
                .await?;
        }
        distinct.retain(|folded, _| !found.holders.contains_key(folded));

        let open: Vec<String> = distinct.into_values().collect();
        let checked = |open: usize| PlanProgress {
            checked: u32::try_from(all - open).unwrap_or(u32::MAX).min(total),
            total,
        };
        let mut left = open.len();
        progress(checked(left));
        let others = Box::pin(self.others(open.len())).await?;
        let parts: Vec<Vec<String>> = open.chunks(TOGETHER).map(<[String]>::to_vec).collect();
        let mut answers = stream::iter(parts)
            .map(|part| {
                let others = others.as_ref();
                async move { (part.len(), Box::pin(self.ask(&part, others)).await) }
            })
            .buffer_unordered(PARTS_AT_ONCE);
        while let Some((asked, answer)) = answers.next().await {
            let answer = answer?;
            found.holders.extend(answer.holders);
            found.deleted.extend(answer.deleted);
            left -= asked;
            progress(checked(left));
        }
        Ok(found)
    }

    /// Who of many addresses is a guest, by the copy on this computer, brought up to date first.
    /// Where the copy is not whole, nobody: the directory is asked for each.
    async fn guests_here(
        &self,
        addresses: Vec<String>,
    ) -> Result<HashMap<String, Known<Holder>>, Trouble> {
        let whole = self.inner.sync.status().phase == SyncPhase::Idle
            && Box::pin(crate::sync::round(self.inner)).await.is_ok();
        if !whole {
            return Ok(HashMap::new());
        }
        let guests = self
            .inner
            .store
            .read(move |connection| guest_addresses::holders(connection, &addresses))
            .await?;
        Ok(guests
            .into_iter()
            .map(|(address, guest)| {
                let value = Holder::Guest { guest };
                (address, Known::Known { value })
            })
            .collect())
    }

    /// For thousands of addresses, everybody else who could hold one.
    async fn others(&self, addresses: usize) -> Result<Option<Others>, Trouble> {
        if addresses < THOUSANDS {
            return Ok(None);
        }
        let (deleted, groups) = tokio::join!(
            Box::pin(self.graph.deleted_guests()),
            Box::pin(self.graph.groups_with_address()),
        );
        Ok(Some(Others::new(
            self.known_list(deleted).await?,
            self.known_list(groups).await?,
        )))
    }

    async fn ask(&self, part: &[String], others: Option<&Others>) -> Result<Addresses, Trouble> {
        let mut found = Addresses::default();
        let users = match others {
            Some(_) => self.graph.users_by_many_addresses(part).await,
            None => self.graph.users_by_addresses(part).await,
        };
        let users = match users {
            Ok(users) => users,
            Err(error) => {
                let unknown: Known<Holder> = self.unreadable(&error).await?;
                for address in part {
                    found
                        .holders
                        .insert(address::fold(address), unknown.clone());
                }
                return Ok(found);
            }
        };
        let mut free = Vec::new();
        for address in part {
            match who_holds(&users, address) {
                Some(holder) => {
                    found
                        .holders
                        .insert(address::fold(address), Known::Known { value: holder });
                }
                None => free.push(address.clone()),
            }
        }
        if free.is_empty() {
            return Ok(found);
        }
        match others {
            Some(others) => self.judge_free(&free, others, &mut found),
            None => {
                let others = Box::pin(self.others_of(&free)).await?;
                self.judge_free(&free, &others, &mut found);
            }
        }
        Ok(found)
    }

    /// Who else could hold these addresses.
    async fn others_of(&self, addresses: &[String]) -> Result<Others, Trouble> {
        let (deleted, groups) = tokio::join!(
            self.graph.deleted_users_by_addresses(addresses),
            self.graph.groups_by_addresses(addresses),
        );
        Ok(Others::new(
            self.known_list(deleted).await?,
            self.known_list(groups).await?,
        ))
    }

    /// Addresses that no user holds: a group may, or somebody who was deleted.
    fn judge_free(&self, free: &[String], others: &Others, found: &mut Addresses) {
        let Others { deleted, groups } = others;
        for address in free {
            let key = address::fold(address);
            let deleted_id = match deleted {
                Ok(users) => Known::Known {
                    value: users.get(&key).cloned(),
                },
                Err(why) => Known::NotChecked { why: why.clone() },
            };
            let holder = match groups {
                Ok(groups) => Known::Known {
                    value: groups
                        .get(&key)
                        .map_or(Holder::Nobody, |name| Holder::Other { name: name.clone() }),
                },
                Err(_) if self.draft.kind != DraftKind::Invite => Known::Known {
                    value: Holder::Nobody,
                },
                Err(why) => Known::NotChecked {
                    why: format!("No user holds it; whether a group does could not be read: {why}"),
                },
            };
            found.deleted.insert(key.clone(), deleted_id);
            found.holders.insert(key, holder);
        }
    }

    async fn known_list<T>(
        &self,
        answer: Result<Vec<T>, entra::error::Error>,
    ) -> Result<Result<Vec<T>, String>, Trouble> {
        match answer {
            Ok(list) => Ok(Ok(list)),
            Err(error) => match self.unreadable::<bool>(&error).await? {
                Known::NotChecked { why } => Ok(Err(why)),
                Known::Known { .. } => Ok(Err(String::new())),
            },
        }
    }
}

/// Of the users who hold an address: the guest it was invited for, else any guest, else a member.
pub(crate) fn who_holds(users: &[User], address: &str) -> Option<Holder> {
    let mut holders: Vec<&User> = users
        .iter()
        .filter(|user| convert::holds(user, address))
        .collect();
    holders.sort_by_key(|user| {
        let by_mail = user
            .mail
            .as_deref()
            .is_some_and(|mail| address::same_address(mail, address));
        (!convert::is_guest(user), !by_mail)
    });
    holders.first().map(|user| convert::holder(user))
}

fn not_asked<T: ts_rs::TS>() -> Known<T> {
    Known::NotChecked {
        why: "It was not asked for.".to_owned(),
    }
}
