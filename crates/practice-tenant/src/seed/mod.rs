//! The organisation that every practice tenant begins with.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::directory::Directory;

/// Which organisation, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The same seed gives the same tenant.
    pub seed: u64,
    /// How many guests, the special ones included.
    pub guests: u32,
    /// How many members, the practice accounts included.
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
pub(crate) fn plant(_plan: &Plan, _planted_at: OffsetDateTime) -> Planted {
    todo!()
}
