//! `usher plan assign`

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use guests::draft::DraftKind;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::people::{Found, Whom};
use crate::plans::{self, PlanOutput};
use crate::seat::Seat;

/// Plan to assign guests to an application
#[derive(Debug, Args)]
pub(crate) struct PlanAssign {
    /// The application, with a role by its value, name or ID
    #[arg(value_name = "APP[:ROLE]", value_parser = NonEmptyStringValueParser::new())]
    application: String,
    #[command(flatten)]
    whom: Whom,
    #[command(flatten)]
    output: PlanOutput,
}

impl PlanAssign {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let mut draft = seat.desk.draft_defaults(DraftKind::GiveAccess);
        let application = seat.desk.find_application_role(&self.application).await?;
        draft.access.applications = vec![application];
        let Found { people, lists } = self.whom.find(&seat.desk).await?;
        draft.people = people;
        plans::plan(&seat, draft, lists, &self.output, context.output).await
    }
}
