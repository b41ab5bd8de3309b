//! What an invitation says besides whom it is for.

mod preview;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use preview::{MailContext, PrivacyStatement, preview};

use crate::explanation::Explanation;

/// The fields of an invitation that are the same for everyone in a draft.
///
/// Source: Microsoft Graph, resource types invitation and invitedUserMessageInfo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationMessage {
    /// "Send invite message": Microsoft mails the guest.
    pub send: bool,
    /// The customised text; plain text only.
    pub body: Option<String>,
    /// The one Cc recipient.
    pub cc: Option<String>,
    /// Language of Microsoft's own words, such as `en-US`; has no effect beside a body.
    pub language: Option<String>,
    /// Where the guest lands after redemption; https only.
    pub redirect_url: String,
}

/// One element of the invitation mail, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailElement {
    /// Which element.
    pub part: MailPart,
    /// The words, plain text.
    pub text: String,
    /// True where Microsoft words it and the rendering is only like it.
    pub worded_by_microsoft: bool,
}

/// The elements of an invitation mail.
///
/// Source: Microsoft Entra External ID, "The elements of the B2B collaboration invitation email".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is the element of its name")]
pub enum MailPart {
    From,
    ReplyTo,
    To,
    Cc,
    Subject,
    Warning,
    Inviter,
    Organization,
    Message,
    AcceptButton,
    RedirectNote,
    BlockFutureInvitations,
    PrivacyStatement,
}

/// What the mail will look like for one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailPreview {
    /// False where no mail will be sent.
    pub sent: bool,
    /// The elements in their order.
    pub elements: Vec<MailElement>,
    /// What to warn of, such as that the message will be dropped.
    pub warnings: Vec<String>,
}

/// Where a guest lands by default: My Apps of this tenant.
///
/// Source: Microsoft Entra External ID, "Invitation redemption".
pub fn default_redirect_url(tenant_id: &str) -> String {
    format!("https://myapps.microsoft.com/?tenantid={tenant_id}")
}

/// The customised message does not reach the guest when the inviter has no address.
///
/// Source: Microsoft Entra External ID, "Troubleshoot common B2B collaboration issues".
pub(crate) fn message_dropped() -> Explanation {
    Explanation::new(
        "messageDropped",
        "Your message will not be in the mail.",
        "Microsoft drops the message when the person who invites has no email address in this organization, and your account has none.",
        "Write to the guests yourself, or have somebody with a mailbox invite them.",
    )
    .who(["You"])
}

#[cfg(test)]
mod tests;
