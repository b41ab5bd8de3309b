//! What the directory was asked before a plan is made: the facts a verdict rests on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::application::Application;
use crate::group::Group;
use crate::guest::Guest;
use crate::id::{AppRoleId, GroupId, ServicePrincipalId, UserId};
use crate::policy::{InboundCollaboration, Known, Policies};
use crate::rights::Standing;

/// All that a plan is made from, besides the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// The tenant.
    pub tenant_id: String,
    /// Who is asking, and what they may.
    pub standing: Standing,
    /// The tenant's policies.
    pub policies: Policies,
    /// What is known of each person, in the draft's order.
    pub people: Vec<PersonFacts>,
    /// The groups asked for, or why one could not be read.
    pub groups: Vec<(GroupId, Known<Group>)>,
    /// The applications asked for, or why one could not be read.
    pub applications: Vec<(ServicePrincipalId, Known<Application>)>,
}

/// What is known of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFacts {
    /// Who holds the address.
    pub holder: Known<Holder>,
    /// A guest of this address who was deleted and can be restored.
    pub deleted: Known<Option<UserId>>,
    /// What cross-tenant access says of the partner.
    pub inbound: Known<InboundCollaboration>,
    /// Groups (of those asked for) of which the person is a member already.
    pub member_of: Known<Vec<GroupId>>,
    /// Roles (of those asked for) that are assigned already.
    pub assigned: Known<Vec<(ServicePrincipalId, AppRoleId)>>,
}

/// Who holds an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[expect(
    clippy::large_enum_variant,
    reason = "most holders that are asked for are guests, and all of them are kept for one plan only"
)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// A guest.
    Guest {
        /// Who.
        guest: Guest,
    },
    /// A member.
    Member {
        /// Object id.
        id: UserId,
        /// Name.
        name: String,
    },
    /// A group or contact has it among its addresses.
    Other {
        /// Name of the object.
        name: String,
    },
}
