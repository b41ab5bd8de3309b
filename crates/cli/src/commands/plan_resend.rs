//! `usher plan resend`

use std::collections::HashMap;

use clap::Args;
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
        // The message is as it was for those of whom it is known.
        let ids: Vec<UserId> = people
            .iter()
            .filter_map(|one| one.user_id.clone())
            .collect();
        let chosen = match ids.len() == people.len() {
            true => seat.desk.resend_draft(&ids).await?,
            false => seat.desk.resend_draft_of_some(&ids).await?,
        };
        let chosen = match chosen.gone {
            0 => chosen,
            _ => seat.desk.resend_draft_of_some(&ids).await?,
        };
        let mut draft = chosen.draft;
        let known = draft.people.drain(..);
        let known: HashMap<_, _> = known.map(|one| (one.user_id, one.own)).collect();
        for person in people.iter_mut().filter(|one| one.user_id.is_some()) {
            if person.own.is_none()
                && let Some(own) = known.get(&person.user_id)
            {
                person.own.clone_from(own);
            }
        }
        draft.people = people;
        draft.message.send = true;
        plans::plan(&seat, draft, lists, &self.output, context.output).await
    }
}
