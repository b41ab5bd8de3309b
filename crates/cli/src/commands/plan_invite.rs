//! `usher plan invite`

use std::path::PathBuf;

use clap::Args;
use guests::draft::DraftKind;

use super::Context;
use crate::access::InvitationOptions;
use crate::exit::{Exit, Failure};
use crate::list::{self, ListOptions};
use crate::plans::{self, PlanOutput};
use crate::seat::Seat;

/// Plan to invite the people of a list
#[derive(Debug, Args)]
pub(crate) struct PlanInvite {
    /// The list, as spreadsheets and the admin center have it; - is standard input
    #[arg(value_name = "FILE.csv")]
    file: String,
    #[command(flatten)]
    list: ListOptions,
    #[command(flatten)]
    options: InvitationOptions,
    /// Save the rows that are left out in this file, with the reason, to be mended
    #[arg(long, value_name = "FILE.csv")]
    problems: Option<PathBuf>,
    #[command(flatten)]
    output: PlanOutput,
}

impl PlanInvite {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let mut draft = seat.desk.draft_defaults(DraftKind::Invite);
        self.options.apply(&seat.desk, &mut draft).await?;
        let problems = self.problems.as_deref();
        let (people, list) = list::read(&seat.desk, &self.file, &self.list, problems).await?;
        draft.people = people;
        self.options.hold_against(&mut draft.people);
        plans::plan(&seat, draft, vec![list], &self.output, context.output).await
    }
}
