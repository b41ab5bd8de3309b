//! Invitations that were issued, and the mails that carried them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// What a redeem link stands for. Graph cannot read invitations back; the
/// redemption page needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The invitation's id, the `user` value of the link.
    pub id: Uuid,
    /// The secret part of the link.
    pub ticket: String,
    /// Whom it invites.
    pub user_id: Uuid,
    /// The invited address.
    pub address: String,
    /// Where the guest lands.
    pub redirect_url: String,
    /// Who invited, if a person did.
    pub inviter_id: Option<Uuid>,
    /// When it was issued.
    #[serde(with = "time::serde::rfc3339")]
    pub issued: OffsetDateTime,
    /// Whether a later invitation of the same guest made the ticket void.
    pub superseded: bool,
}

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Opaque; mails are ordered by time.
    pub id: Uuid,
    /// When it was sent.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// The invited address.
    pub to: String,
    /// Copies; the service sends at most one.
    pub cc: Vec<String>,
    /// The sender, `Name <address>`.
    pub from: String,
    /// The inviter's address, when there is one.
    pub reply_to: Option<String>,
    /// The subject line.
    pub subject: String,
    /// The language of Microsoft's own words.
    pub language: String,
    /// The inviter's text; null when there was none or it was dropped.
    pub message: Option<String>,
    /// Who invited, if a person did.
    pub inviter_id: Option<Uuid>,
    /// The guest.
    pub invited_user_id: Uuid,
    /// The link of the button.
    pub redeem_url: String,
}
