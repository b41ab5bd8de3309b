//! The invitation mail before it is sent.

use super::{InvitationMessage, MailElement, MailPart, MailPreview, message_dropped};

/// What is known of an organization's privacy statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyStatement<'a> {
    /// It lies here.
    At(&'a str),
    /// None is set; the mail then says so.
    NoneSet,
    /// It could not be read.
    NotKnown,
}

/// What the mail says besides the draft.
#[derive(Clone, Copy, Debug)]
pub struct MailContext<'a> {
    /// The guest's address.
    pub to: &'a str,
    /// Display name of the signed-in person.
    pub inviter_name: &'a str,
    /// The person's address in this tenant. None: the message is dropped.
    pub inviter_mail: Option<&'a str>,
    /// Name of the organization; empty: not known.
    pub organization: &'a str,
    /// Its primary domain; empty: not known.
    pub primary_domain: &'a str,
    /// Its privacy statement.
    pub privacy_statement: PrivacyStatement<'a>,
}

/// Renders the mail, element by element in the documented order. The sentences that Microsoft
/// words are a likeness and marked so; their wording follows the language.
///
/// Source: Microsoft Entra External ID, "The elements of the B2B collaboration invitation email".
pub fn preview(message: &InvitationMessage, context: &MailContext<'_>) -> MailPreview {
    if !message.send {
        return MailPreview {
            sent: false,
            elements: Vec::new(),
            warnings: vec![
                "No mail is sent. The receipt offers each guest's redeem link instead.".to_owned(),
            ],
        };
    }
    let body = text_of(message.body.as_deref());
    let mut mail = Mail::default();
    mail.envelope(message, context);
    mail.body(
        message,
        context,
        body.filter(|_| context.inviter_mail.is_some()),
    );
    mail.footer(context);
    MailPreview {
        sent: true,
        elements: mail.elements,
        warnings: warnings(message, context, body.is_some()),
    }
}

fn text_of(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

#[derive(Default)]
struct Mail {
    elements: Vec<MailElement>,
}

impl Mail {
    fn ours(&mut self, part: MailPart, text: impl Into<String>) {
        self.add(part, text.into(), false);
    }

    fn microsofts(&mut self, part: MailPart, text: impl Into<String>) {
        self.add(part, text.into(), true);
    }

    fn add(&mut self, part: MailPart, text: String, worded_by_microsoft: bool) {
        self.elements.push(MailElement {
            part,
            text,
            worded_by_microsoft,
        });
    }

    fn envelope(&mut self, message: &InvitationMessage, context: &MailContext<'_>) {
        let from = match context.organization {
            "" => "Microsoft Invitations <invites@microsoft.com>".to_owned(),
            name => format!("Microsoft invitations on behalf of {name} <invites@microsoft.com>"),
        };
        self.microsofts(MailPart::From, from);
        if let Some(mail) = context.inviter_mail {
            self.ours(MailPart::ReplyTo, mail);
        }
        self.ours(MailPart::To, context.to);
        if let Some(cc) = text_of(message.cc.as_deref()) {
            self.ours(MailPart::Cc, cc);
        }
        self.microsofts(
            MailPart::Subject,
            format!(
                "{} invited you to access applications within their organization",
                context.inviter_name
            ),
        );
    }

    fn body(&mut self, message: &InvitationMessage, context: &MailContext<'_>, body: Option<&str>) {
        self.microsofts(
            MailPart::Warning,
            "Please only act on this email if you trust the individual and organization represented below. In rare cases, individuals may receive fraudulent invitations from bad actors posing as legitimate companies. If you were not expecting this invitation, proceed with caution.",
        );
        self.ours(
            MailPart::Organization,
            format!(
                "{}\n{}",
                known(context.organization, "Organization: not known"),
                known(context.primary_domain, "Primary domain: not known")
            ),
        );
        let inviter = match context.inviter_mail {
            Some(mail) => format!("{} ({mail})", context.inviter_name),
            None => context.inviter_name.to_owned(),
        };
        self.ours(MailPart::Inviter, inviter);
        if let Some(body) = body {
            self.ours(MailPart::Message, body);
        }
        self.microsofts(
            MailPart::RedirectNote,
            format!(
                "If you accept this invitation, you'll be sent to {}.",
                message.redirect_url
            ),
        );
        self.microsofts(MailPart::AcceptButton, "Accept invitation");
    }

    fn footer(&mut self, context: &MailContext<'_>) {
        let organization = known(context.organization, "the organization");
        let privacy = match context.privacy_statement {
            PrivacyStatement::At(link) => {
                format!("Privacy statement of {organization}: {link}")
            }
            PrivacyStatement::NoneSet => {
                format!("A note that {organization} has set no privacy statement.")
            }
            PrivacyStatement::NotKnown => format!(
                "Not known: the privacy statement of {organization}, or a note that it has set none."
            ),
        };
        self.microsofts(MailPart::PrivacyStatement, privacy);
        self.microsofts(
            MailPart::BlockFutureInvitations,
            "Block future invitations from this organization.",
        );
    }
}

fn known<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn warnings(message: &InvitationMessage, context: &MailContext<'_>, has_body: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if has_body && context.inviter_mail.is_none() {
        let dropped = message_dropped();
        warnings.push(format!("{} {}", dropped.summary, dropped.cause));
    }
    if text_of(message.language.as_deref()).is_some() && has_body {
        warnings
            .push("The language is not looked at when there is a message of your own.".to_owned());
    }
    warnings
}
