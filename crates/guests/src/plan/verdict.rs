//! What an address turned out to be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an address turned out to be when held against the directory.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Nobody holds the address: a guest will be made.
    NewGuest,
    /// A guest whose invitation is pending.
    PendingGuest,
    /// A guest who has accepted.
    AcceptedGuest,
    /// A guest without a state: neither pending nor accepted.
    GuestWithoutState,
    /// A member of this tenant holds the address.
    Member,
    /// A group, a contact or another object holds the address.
    OtherObject,
    /// A guest of this address was deleted within the last 30 days.
    DeletedGuest,
    /// The domain list keeps the address out.
    BlockedDomain,
    /// Cross-tenant access settings keep the partner out.
    BlockedPartner,
    /// The address lies in a verified domain of this tenant.
    OwnDomain,
    /// Not an address that Microsoft accepts.
    InvalidAddress,
    /// The same address stands earlier in the list.
    Duplicate,
    /// Access was asked for, but nobody of this address is a guest.
    NotAGuest,
    /// Resend was asked for, but the invitation is not pending.
    NotPending,
    /// The signed-in person may not do it.
    MayNot,
}
