//! What the signed-in person may do here.

use guests::rights::{May, Standing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The rights of the signed-in person that do not depend on a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RightsView {
    /// May invite guests.
    pub invite: May,
    /// May resend invitations.
    pub resend: May,
    /// What this rests on.
    pub standing: Standing,
}
