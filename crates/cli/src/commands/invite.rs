//! `usher invite`

use clap::Args;
use guests::draft::DraftKind;

use super::Context;
use crate::access::InvitationOptions;
use crate::exit::{Exit, Failure};
use crate::people;
use crate::plan_view;
use crate::plans;
use crate::runs::{self, Errand};
use crate::seat::Seat;

/// Invite people by their addresses; those who are guests already are given access only
#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// Addresses, bare or as "Name <address>"
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
    #[command(flatten)]
    options: InvitationOptions,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Invite {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let mut draft = seat.desk.draft_defaults(DraftKind::Invite);
        self.options.apply(&seat.desk, &mut draft).await?;
        let people = self.addresses.iter();
        draft.people = people.flat_map(|text| people::addresses(text)).collect();
        let plan = plans::make(&seat.desk, draft).await?;
        let errand = Errand {
            plan: &plan,
            left_out: &[],
            // Whoever cannot be invited at all has failed as well: nobody has reviewed the plan.
            short: plan_view::falls_short(&plan),
            yes: self.yes,
        };
        runs::carry_out(&seat, &errand, context.output).await
    }
}
