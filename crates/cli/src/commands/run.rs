//! `usher run`

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use desk::labels;
use guests::plan::Plan;
use guests::plan::compare::{self, ChangeKind};
use tokio_util::sync::CancellationToken;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::{plain, tell};
use crate::progress;
use crate::runs::{self, Errand};
use crate::seat::Seat;

/// Rows that are told one by one.
const TOLD: usize = 20;

/// Carry out a plan that was saved, held against the directory as it is now
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The plan, as usher plan -o or the window saved it
    #[arg(value_name = "PLAN.json")]
    file: PathBuf,
    /// Do not ask. Rows for which more would be done than the file says are left
    /// out, and so is whoever was sent an invitation since
    #[arg(long)]
    yes: bool,
    /// With --yes: carry out the rows as well that it would leave out
    #[arg(long, requires = "yes")]
    accept_changes: bool,
}

impl Run {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let bytes = std::fs::read(&self.file).map_err(|error| {
            Failure::usage(format!("{} cannot be read: {error}", self.file.display()))
        })?;
        let seat = Seat::take(context).await?;
        let file = seat.desk.read_plan_file(&bytes)?;
        let bar = progress::bar(u32::try_from(file.plan.rows.len()).unwrap_or(u32::MAX));
        bar.set_message("addresses checked");
        let told = bar.clone();
        let checked =
            move |progress: desk::survey::PlanProgress| told.set_position(progress.checked.into());
        let cancel = CancellationToken::new();
        let reviewed = file.plan.clone();
        let held = Box::pin(seat.desk.hold_against_now(file, checked, cancel)).await;
        bar.finish_and_clear();
        let held = held?;
        for change in &held.changes {
            tell!("Since the plan was made: {}", plain(&change.text));
        }
        let mut left_out = held.left_out;
        let out: HashSet<u32> = left_out.iter().copied().collect();
        let short_of = compare::short(&reviewed, &held.plan);
        let mut short = short_of.iter().any(|row| !out.contains(row));
        let mut beyond = compare::beyond(&reviewed, &held.plan);
        beyond.retain(|row| !out.contains(row));
        if !beyond.is_empty() {
            tell_beyond(&held.plan, &beyond);
            if self.yes && !self.accept_changes {
                tell!("These are left out. --accept-changes carries them out as well.");
                left_out.extend(beyond);
                short = true;
            }
        }
        let mailed = held
            .changes
            .iter()
            .find(|change| change.kind == ChangeKind::MailedSince);
        if let Some(mailed) = mailed
            && self.yes
            && !self.accept_changes
        {
            tell!("Nobody is mailed again: these are left out. --accept-changes mails them.");
            left_out.extend(&mailed.rows);
        }
        let errand = Errand {
            plan: &held.plan,
            left_out: &left_out,
            short,
            yes: self.yes,
        };
        runs::carry_out(&seat, &errand, context.output).await
    }
}

/// Names the rows for which more would be done than was reviewed.
fn tell_beyond(plan: &Plan, rows: &[u32]) {
    tell!("More would be done than the file says for {}:", rows.len());
    let chosen: HashSet<u32> = rows.iter().copied().collect();
    let named = plan.rows.iter().filter(|row| chosen.contains(&row.index));
    for row in named.take(TOLD) {
        let steps: Vec<_> = row.steps.iter().map(labels::planned_step).collect();
        tell!("  {}: {}", plain(&row.address), plain(&steps.join("; ")));
    }
    if rows.len() > TOLD {
        tell!("  and {} more", rows.len() - TOLD);
    }
}
