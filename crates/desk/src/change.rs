//! What can become stale.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that readers may hold and that is no longer what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// Guests: the list, its counts, the state of the sync.
    Guests,
    /// Memberships and assignments, groups and applications.
    Access,
    /// What the signed-in person may do.
    Rights,
    /// Runs and their rows.
    Runs,
    /// Defaults and preferences.
    Settings,
    /// Who is signed in.
    Session,
}
