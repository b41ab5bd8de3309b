//! What is given beside an invitation, and how the invitation goes out.

use clap::Args;
use desk::Desk;
use guests::draft::{Access, Draft};

use crate::exit::Failure;

/// Groups and applications to give.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct AccessOptions {
    /// Group to add them to; may be given several times
    #[arg(long, value_name = "NAME|ID")]
    group: Vec<String>,
    /// Application to assign, with a role by its value, name or ID; may be given several times
    #[arg(long, value_name = "NAME|ID[:ROLE]")]
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
}
