//! What is given beside an invitation, and how the invitation goes out.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use desk::Desk;
use guests::draft::{Access, Draft, DraftPerson};

use crate::exit::Failure;
use crate::output::tell;

/// Groups and applications to give.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct AccessOptions {
    /// Group to add them to; may be given several times
    #[arg(long, value_name = "NAME|ID", value_parser = NonEmptyStringValueParser::new())]
    group: Vec<String>,
    /// Application to assign, with a role by its value, name or ID; may be given several times
    #[arg(long, value_name = "NAME|ID[:ROLE]", value_parser = NonEmptyStringValueParser::new())]
    app: Vec<String>,
}

/// How invitations go out.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct InvitationOptions {
    #[command(flatten)]
    access: AccessOptions,
    /// Where guests land once they have accepted; an https address
    #[arg(long, value_name = "URL")]
    redirect: Option<String>,
    /// Do not have Microsoft mail the invitations
    #[arg(long)]
    no_mail: bool,
}

impl AccessOptions {
    /// Looks the names up.
    pub(crate) async fn find(&self, desk: &Desk) -> Result<Access, Failure> {
        let mut access = Access::default();
        for text in &self.group {
            let id = desk.find_group(text).await?.id;
            if !access.groups.contains(&id) {
                access.groups.push(id);
            }
        }
        for text in &self.app {
            let one = desk.find_application_role(text).await?;
            if !access.applications.contains(&one) {
                access.applications.push(one);
            }
        }
        Ok(access)
    }
}

impl InvitationOptions {
    /// Says it in a draft.
    pub(crate) async fn apply(&self, desk: &Desk, draft: &mut Draft) -> Result<(), Failure> {
        draft.access = self.access.find(desk).await?;
        if let Some(url) = &self.redirect {
            draft.message.redirect_url.clone_from(url);
        }
        if self.no_mail {
            draft.message.send = false;
        }
        Ok(())
    }

    /// What was said on the command line holds against what a list says of its rows.
    pub(crate) fn hold_against(&self, people: &mut [DraftPerson]) {
        let (mut mailed, mut elsewhere) = (0, 0);
        for own in people.iter_mut().filter_map(|person| person.own.as_mut()) {
            if self.no_mail {
                mailed += usize::from(own.send.take() == Some(true));
            }
            if let Some(url) = &self.redirect {
                let said = own.redirect_url.take();
                elsewhere += usize::from(said.is_some_and(|said| said != *url));
            }
        }
        for (option, rows) in [("--no-mail", mailed), ("--redirect", elsewhere)] {
            if rows > 0 {
                tell!("usher: {option} holds, although the list says otherwise of {rows}.");
            }
        }
    }
}
