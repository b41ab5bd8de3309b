//! `usher plan add-to-group`

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use guests::draft::DraftKind;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::people::{Found, Whom};
use crate::plans::{self, PlanOutput};
use crate::seat::Seat;

/// Plan to add guests to a group
#[derive(Debug, Args)]
pub(crate) struct PlanAddToGroup {
    /// The group
    #[arg(value_name = "GROUP", value_parser = NonEmptyStringValueParser::new())]
    group: String,
    #[command(flatten)]
    whom: Whom,
    #[command(flatten)]
    output: PlanOutput,
}

impl PlanAddToGroup {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let mut draft = seat.desk.draft_defaults(DraftKind::GiveAccess);
        draft.access.groups = vec![seat.desk.find_group(&self.group).await?.id];
        let Found { people, lists } = self.whom.find(&seat.desk).await?;
        draft.people = people;
        plans::plan(&seat, draft, lists, &self.output, context.output).await
    }
}
