//! The organization that every practice tenant begins with.

mod access;
mod applications;
mod consent;
mod dice;
mod groups;
mod guests;
mod microsoft;
mod people;
mod policies;
mod special;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::directory::{Directory, Sight};

/// The domain of the tenant's accounts.
const DEFAULT_DOMAIN: &str = "practice.contoso.example";
/// The domain that every tenant is born with.
const INITIAL_DOMAIN: &str = "contosopractice.onmicrosoft.com";

/// Which organization, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The same seed gives the same tenant.
    pub seed: u64,
    /// How many users of userType Guest, the special ones included.
    pub guests: u32,
    /// How many users of userType Member, the practice accounts and the
    /// external member included.
    pub members: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            guests: 340,
            members: 120,
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}, {} guests, {} members",
            self.seed, self.guests, self.members
        )
    }
}

/// Somebody that one can sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// What the account is for: `globalAdministrator`, `member` and so on.
    pub kind: String,
    /// The user principal name.
    pub upn: String,
    /// The user's object id.
    pub id: Uuid,
    /// The user's name.
    pub display_name: String,
    /// Display names of the active directory roles.
    pub roles: Vec<String>,
}

/// A planted seed.
#[derive(Debug)]
pub(crate) struct Planted {
    pub(crate) directory: Directory,
    pub(crate) accounts: Vec<Account>,
    pub(crate) client_id: Uuid,
    pub(crate) client_id_unconsented: Uuid,
}

/// Plants the seed; `planted_at` only decides when its deleted guest goes for
/// good.
pub(crate) fn plant(plan: &Plan, planted_at: OffsetDateTime) -> Planted {
    let mut directory = policies::plant(plan);
    let mut people = people::plant(&mut directory, plan);
    let special = special::plant(&mut directory, plan, &mut people, planted_at);
    let there = directory
        .view(Sight::Latest)
        .users(None)
        .filter(|user| user.is_guest())
        .count();
    let ordinary = plan
        .guests
        .saturating_sub(u32::try_from(there).unwrap_or(u32::MAX));
    let guests = guests::plant(&mut directory, plan, &people, ordinary);
    let groups = groups::plant(&mut directory, plan, &people, &special, &guests);
    let applications = applications::plant(&mut directory, plan, &people, groups.with_application);
    access::plant(
        &mut directory,
        plan,
        &guests,
        &groups.open,
        &applications.enterprise,
    );
    Planted {
        directory,
        accounts: people.accounts,
        client_id: applications.client_id,
        client_id_unconsented: applications.client_id_unconsented,
    }
}
