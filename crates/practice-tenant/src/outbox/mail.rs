//! Words an invitation mail.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::directory::{Invitation, Mail, User, View};

const SENDER: &str = "invites@microsoft.com";
const FALLBACK_LANGUAGE: &str = "en-US";

/// What an invitation mail is made from.
#[derive(Debug)]
pub(crate) struct MailRequest<'a> {
    /// The directory, for the organization.
    pub(crate) view: View<'a>,
    /// The signed-in person; none when an application invites.
    pub(crate) inviter: Option<&'a User>,
    /// The guest.
    pub(crate) guest: &'a User,
    /// The invitation that the mail carries.
    pub(crate) invitation: &'a Invitation,
    /// `customizedMessageBody`.
    pub(crate) custom_message: Option<&'a str>,
    /// `messageLanguage`.
    pub(crate) language: Option<&'a str>,
    /// The one address of `ccRecipients`.
    pub(crate) cc: Option<&'a str>,
    /// Where the button leads.
    pub(crate) redeem_url: String,
    /// The tenant's time.
    pub(crate) now: OffsetDateTime,
}

/// The mail as Microsoft would send it.
///
/// The custom message is dropped when the inviter has no mail address in the tenant, or when no
/// person invites (learn.microsoft.com, "Troubleshoot B2B collaboration").
pub(crate) fn compose_mail(request: MailRequest<'_>) -> Mail {
    let organization = request.view.organization();
    let custom = request
        .custom_message
        .filter(|message| !message.trim().is_empty());
    let inviter_mail = request.inviter.and_then(|inviter| inviter.mail.clone());
    let name = request
        .inviter
        .and_then(|inviter| inviter.display_name.as_deref())
        .unwrap_or(&organization.display_name);
    Mail {
        id: Uuid::new_v4(),
        time: request.now,
        to: request.invitation.address.clone(),
        cc: request.cc.map(str::to_owned).into_iter().collect(),
        from: format!(
            "Microsoft invitations on behalf of {} <{SENDER}>",
            organization.display_name
        ),
        subject: format!("{name} invited you to access applications within their organization."),
        language: language(&request, custom.is_some()),
        message: custom.filter(|_| inviter_mail.is_some()).map(str::to_owned),
        reply_to: inviter_mail,
        inviter_id: request.inviter.map(|inviter| inviter.id),
        invited_user_id: request.guest.id,
        redeem_url: request.redeem_url,
    }
}

/// The language asked for, unless there is a custom message; then the guest's, then the
/// organization's.
fn language(request: &MailRequest<'_>, custom: bool) -> String {
    let said = |language: &str| (!language.is_empty()).then(|| language.to_owned());
    request
        .language
        .filter(|_| !custom)
        .and_then(said)
        .or_else(|| request.guest.preferred_language.as_deref().and_then(said))
        // An organization says "en" where it means the service's own default.
        .or_else(|| said(&request.view.organization().preferred_language).filter(|it| it != "en"))
        .unwrap_or_else(|| FALLBACK_LANGUAGE.to_owned())
}
