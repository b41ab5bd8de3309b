//! What drafts start from.

use guests::draft::{Access, Draft, DraftKind, DraftPerson, DraftProblem};
use guests::invitation::{
    InvitationMessage, MailContext, MailPreview, PrivacyStatement, default_redirect_url, preview,
};

use entra::graph::PrivacyProfile;

use crate::defaults::TenantDefaults;
use crate::desk::{Desk, Inner};
use crate::store;
use crate::trouble::Trouble;

impl Desk {
    /// An empty draft with this tenant's defaults.
    pub fn draft_defaults(&self, kind: DraftKind) -> Draft {
        // Defaults that cannot be read are no reason to refuse a draft: it says what it will do.
        let defaults = self
            .inner
            .store
            .read_now(store::defaults::load)
            .unwrap_or_default();
        empty(&self.inner.account.tenant_id, kind, defaults)
    }

    /// What the mail to one person of a draft will look like.
    ///
    /// # Errors
    /// The draft has no such person, or the directory cannot be asked.
    pub async fn mail_preview(&self, draft: &Draft, person: u32) -> Result<MailPreview, Trouble> {
        let place = usize::try_from(person).unwrap_or(usize::MAX);
        let Some(person) = draft.people.get(place) else {
            return Err(Trouble::invalid(
                "noPerson",
                "Add somebody to see the mail to them.",
            ));
        };
        let (organization, profile) =
            tokio::try_join!(self.inner.organization_view(), self.inner.privacy_profile())?;
        let mail = self.inner.standing().await?.mail;
        let account = &self.inner.account;
        Ok(preview(
            &draft.message_for(place),
            &MailContext {
                to: &person.address,
                inviter_name: &account.display_name,
                inviter_mail: mail.as_deref(),
                organization: &organization.display_name,
                primary_domain: &organization.primary_domain,
                privacy_statement: match &profile {
                    None => PrivacyStatement::NotKnown,
                    Some(profile) => match profile.statement_url.as_deref() {
                        None | Some("") => PrivacyStatement::NoneSet,
                        Some(link) => PrivacyStatement::At(link),
                    },
                },
            },
        ))
    }
}

impl Inner {
    /// What the tenant says of privacy, where the token holds a permission that brings it, such as
    /// `Directory.Read.All`: the mail's footer is no reason to ask for one.
    async fn privacy_profile(&self) -> Result<Option<PrivacyProfile>, Trouble> {
        Ok(self.organization().await?.privacy_profile)
    }

    /// Nothing is asked or sent for a draft with a problem.
    pub(crate) fn check(draft: &Draft) -> Result<(), Trouble> {
        refuse(guests::draft::check(draft))
    }
}

/// Refuses defaults that no draft could be made of.
pub(crate) fn check_defaults(defaults: &TenantDefaults) -> Result<(), Trouble> {
    let mut draft = empty("", DraftKind::Invite, defaults.clone());
    draft.people.push(DraftPerson {
        address: "somebody@partner.example".to_owned(),
        display_name: None,
        user_id: None,
        own: None,
    });
    refuse(guests::draft::check(&draft))
}

fn refuse(problems: Vec<DraftProblem>) -> Result<(), Trouble> {
    match problems.into_iter().next() {
        Some(problem) => Err(Trouble::invalid(&problem.code, &problem.text)),
        None => Ok(()),
    }
}

fn empty(tenant: &str, kind: DraftKind, defaults: TenantDefaults) -> Draft {
    Draft {
        kind,
        people: Vec::new(),
        message: InvitationMessage {
            send: defaults.send,
            body: defaults.message,
            cc: None,
            language: defaults.language,
            redirect_url: defaults
                .redirect_url
                .unwrap_or_else(|| default_redirect_url(tenant)),
        },
        access: Access::default(),
        mail_pending_again: false,
    }
}
