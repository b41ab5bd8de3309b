//! `usher plan resend`

use clap::Args;
use guests::draft::DraftKind;
use guests::id::UserId;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::people::{Found, Whom};
use crate::plans::{self, PlanOutput};
use crate::seat::Seat;

/// Plan to send invitations again to guests who are pending
#[derive(Debug, Args)]
pub(crate) struct PlanResend {
    #[command(flatten)]
    whom: Whom,
    #[command(flatten)]
    output: PlanOutput,
}

impl PlanResend {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let Found { mut people, lists } = self.whom.find(&seat.desk).await?;
        let ids: Vec<UserId> = people
            .iter()
            .filter_map(|person| person.user_id.clone())
            .collect();
        // The message is as it was, where it is known for all of them.
        let chosen = match ids.len() == people.len() {
            true => seat.desk.resend_draft(&ids).await.ok(),
            false => None,
        };
        let mut draft = match chosen.filter(|chosen| chosen.gone == 0) {
            Some(chosen) => {
                for (person, known) in people.iter_mut().zip(&chosen.draft.people) {
                    person.own = person.own.take().or_else(|| known.own.clone());
                }
                chosen.draft
            }
            None => seat.desk.draft_defaults(DraftKind::Resend),
        };
        draft.people = people;
        draft.message.send = true;
        plans::plan(&seat, draft, lists, &self.output, context.output).await
    }
}
