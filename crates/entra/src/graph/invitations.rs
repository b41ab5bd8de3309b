//! Invitations.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::open_enum::open_enum;
use super::users::UserType;
use super::{Graph, Written, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, Replay};
use crate::secret::Secret;

/// An invitation to send. Sending the same again to a pending guest is the only "resend" that
/// there is; the link of the mail before it may stop working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Whom to invite.
    pub invited_user_email_address: String,
    /// Where the guest lands after accepting.
    pub invite_redirect_url: String,
    /// The guest's name in the directory; made from the address if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_user_display_name: Option<String>,
    /// Guest if left out; `Member` is for Global Administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_user_type: Option<UserType>,
    /// Whether Microsoft mails the invitation.
    pub send_invitation_message: bool,
    /// What is particular about the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_user_message_info: Option<InvitedUserMessageInfo>,
}

/// What is particular about an invitation mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitedUserMessageInfo {
    /// Plain text; dropped by the service when the inviter has no mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customized_message_body: Option<String>,
    /// Such as `de-DE`; ignored by the service when there is a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_language: Option<String>,
    /// At most one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc_recipients: Vec<Recipient>,
}

/// Somebody who gets a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Name and address.
    pub email_address: EmailAddress,
}

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailAddress {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address.
    pub address: String,
}

impl Recipient {
    /// A recipient without a name.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            email_address: EmailAddress {
                name: None,
                address: address.into(),
            },
        }
    }
}

open_enum! {
    /// What Graph says of an invitation. It does not tell whether the guest has accepted: the
    /// user's `externalUserState` does.
    InvitationStatus {
        /// Invited.
        PendingAcceptance = "PendingAcceptance",
        /// Nothing to accept.
        Completed = "Completed",
        /// Under way.
        InProgress = "InProgress",
        /// Failed.
        Error = "Error",
    }
}

/// What came of an invitation. It looks the same for a new guest and for one that was there.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationAnswer {
    /// Id of the invitation, which cannot be read again.
    pub id: String,
    /// Whoever opens it accepts as the guest; treat it as a secret.
    pub invite_redeem_url: Secret,
    /// The invited user.
    #[serde(rename = "invitedUser", deserialize_with = "id_of")]
    pub invited_user_id: String,
    /// The address.
    pub invited_user_email_address: Option<String>,
    /// The name.
    pub invited_user_display_name: Option<String>,
    /// What Graph says of it.
    pub status: Option<InvitationStatus>,
    /// Whether a mail was asked for.
    pub send_invitation_message: Option<bool>,
}

fn id_of<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    struct Reference {
        id: String,
    }
    Reference::deserialize(deserializer).map(|reference| reference.id)
}

impl Graph {
    /// Invites somebody, or sends a pending guest's invitation again. Doing it twice mails
    /// twice.
    ///
    /// # Errors
    /// [`Error::OutcomeUnknown`] when it may have taken effect: look the guest up before
    /// trying again. The invitation service tells its refusals apart by the message alone.
    pub async fn invite(
        &self,
        invitation: &Invitation,
        id: Uuid,
    ) -> Result<Written<InvitationAnswer>, Error> {
        let body = serde_json::to_value(invitation)
            .map_err(|error| Error::Setup(format!("the invitation cannot be written: {error}")))?;
        let operation =
            Operation::post(&["invitations"], scopes::INVITE, Replay::Once, body).id(id);
        self.write(operation).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_not_sent() {
        let invitation = Invitation {
            invited_user_email_address: "ada@partner.example".to_owned(),
            invite_redirect_url: "https://myapps.microsoft.com/".to_owned(),
            invited_user_display_name: None,
            invited_user_type: None,
            send_invitation_message: true,
            invited_user_message_info: Some(InvitedUserMessageInfo {
                message_language: Some("de-DE".to_owned()),
                cc_recipients: vec![Recipient::new("boss@partner.example")],
                ..Default::default()
            }),
        };
        insta::assert_json_snapshot!(invitation, @r#"
        {
          "invitedUserEmailAddress": "ada@partner.example",
          "inviteRedirectUrl": "https://myapps.microsoft.com/",
          "sendInvitationMessage": true,
          "invitedUserMessageInfo": {
            "messageLanguage": "de-DE",
            "ccRecipients": [
              {
                "emailAddress": {
                  "address": "boss@partner.example"
                }
              }
            ]
          }
        }
        "#);
    }

    #[test]
    fn the_answer_of_the_documentation_is_read() {
        let answer: InvitationAnswer = serde_json::from_str(
            r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#invitations/$entity",
                "id":"7b92124c","inviteRedeemUrl":"https://login.microsoftonline.com/redeem?rd=secret",
                "invitedUserDisplayName":null,"invitedUserType":"Guest","invitedUserEmailAddress":"a@b.c",
                "sendInvitationMessage":false,"resetRedemption":false,"inviteRedirectUrl":"https://x",
                "status":"PendingAcceptance",
                "invitedUserMessageInfo":{"messageLanguage":null,"customizedMessageBody":null,
                    "ccRecipients":[{"emailAddress":{"name":null,"address":null}}]},
                "invitedUser":{"id":"243b1de4"}}"#,
        )
        .unwrap();
        assert_eq!(answer.invited_user_id, "243b1de4");
        assert_eq!(answer.status, Some(InvitationStatus::PendingAcceptance));
        assert!(!format!("{answer:?}").contains("redeem?rd"));
    }
}
