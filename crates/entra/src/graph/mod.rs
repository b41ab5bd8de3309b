//! Microsoft Graph: one file per resource, with its types and its `$select` list.
//!
//! Every method names the scopes it needs in [`scopes`], and says what repeating it does.

pub mod audits;
mod batch;
mod by_name;
mod decode;
pub mod delta;
pub mod directory_object;
pub mod error;
pub mod groups;
pub mod invitations;
pub mod me;
mod open_enum;
pub mod organization;
pub mod page;
pub mod policies;
pub mod role_management;
pub mod scopes;
pub mod service_principals;
pub mod tenants;
pub mod users;
mod users_by_address;
pub mod users_delta;

use std::sync::Arc;

use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::error::Error;
use crate::http::announce::Announce;
use crate::http::answer::Answer;
use crate::http::operation::{Operation, Replay};
use crate::http::transport::Transport;
use crate::http::{PaceView, RequestIds};

pub use audits::InvitationMail;
pub use delta::{DeltaItem, DeltaLink, DeltaPage, Removal};
pub use directory_object::DirectoryObject;
pub use groups::{Group, GroupSetting, MOST_MEMBERS_AT_ONCE, MemberAdded, MembersAdded};
pub use invitations::{
    Invitation, InvitationAnswer, InvitationStatus, InvitedUserMessageInfo, Recipient,
};
pub use organization::{Organization, PrivacyProfile, VerifiedDomain};
pub use page::{NextLink, Page};
pub use policies::{AllowInvitesFrom, AuthorizationPolicy, CrossTenantPolicy, InvitationDomains};
pub use role_management::{DirectoryRole, RoleAssignment};
pub use service_principals::{
    AppRole, AppRoleAssignment, NewAppRoleAssignment, PrincipalType, RoleAssigned, ServicePrincipal,
};
pub use tenants::TenantInformation;
pub use users::{
    CreationType, ExternalUserState, GUESTS_IN_A_PAGE, GuestFilter, ObjectIdentity, User, UserType,
};

/// The calls of Microsoft Graph that Usher makes, for one signed-in account.
#[derive(Debug, Clone)]
pub struct Graph {
    transport: Transport,
}

/// What came of a change, with the ids it went under.
#[derive(Debug, Clone)]
pub struct Written<T> {
    /// The outcome.
    pub value: T,
    /// The ids, for the receipt.
    pub ids: RequestIds,
}

impl Graph {
    /// Graph over this transport.
    #[must_use]
    pub fn new(transport: Transport) -> Self {
        Self { transport }
    }

    /// The same calls for work that nobody waits for: they let what somebody does wait for go
    /// first.
    #[must_use]
    pub fn background(&self) -> Self {
        Self::new(self.transport.background())
    }

    /// The same calls, which end with [`Error::Cancelled`] when `cancel` is cancelled. A
    /// change that was already sent is not abandoned: its answer is awaited.
    #[must_use]
    pub fn cancelled_by(&self, cancel: CancellationToken) -> Self {
        Self::new(self.transport.cancelled_by(cancel))
    }

    /// The same calls, which announce each attempt just before it leaves.
    #[must_use]
    pub fn announced_to(&self, to: Arc<dyn Announce>) -> Self {
        Self::new(self.transport.announced_to(to))
    }

    /// How fast it goes, and what is waited for.
    #[must_use]
    pub fn pace(&self) -> PaceView {
        self.transport.pace()
    }

    /// The date of the service's last answer: it is at least as late there.
    #[must_use]
    pub fn service_heard(&self) -> Option<time::OffsetDateTime> {
        self.transport.service_heard()
    }

    /// How far the service's clock is ahead of this computer's, right to a second; none before
    /// the service has answered.
    #[must_use]
    pub fn service_ahead(&self) -> Option<time::Duration> {
        self.transport.service_ahead()
    }

    /// Asks, and reads the answer.
    async fn read<T: DeserializeOwned>(&self, operation: Operation) -> Result<T, Error> {
        let answer = self.transport.send(&operation).await?;
        parse(&answer, operation.replay)
    }

    /// Changes something, and reads the answer.
    async fn write<T: DeserializeOwned>(&self, operation: Operation) -> Result<Written<T>, Error> {
        let answer = self.transport.send(&operation).await?;
        let value = parse(&answer, operation.replay)?;
        Ok(Written {
            value,
            ids: answer.ids,
        })
    }
}

/// Reads a success. One that cannot be read leaves a change in doubt.
fn parse<T: DeserializeOwned>(answer: &Answer, replay: Replay) -> Result<T, Error> {
    decode::from_slice(&answer.body).map_err(|what| {
        unexpected(
            answer.status.as_u16(),
            answer.ids.client_request_id,
            what,
            replay,
        )
    })
}

fn unexpected(status: u16, client_request_id: Uuid, what: String, replay: Replay) -> Error {
    match replay {
        Replay::Safe => Error::UnexpectedAnswer {
            status,
            what,
            client_request_id,
        },
        Replay::Repeatable | Replay::Once => Error::OutcomeUnknown {
            client_request_id,
            cause: format!("the answer {status} cannot be read: {what}"),
            service: None,
        },
    }
}
