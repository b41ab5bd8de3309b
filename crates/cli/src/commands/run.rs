//! `usher run`

use std::path::PathBuf;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::{plain, tell};
use crate::progress;
use crate::runs;
use crate::seat::Seat;

/// Carry out a plan that was saved, held against the directory as it is now
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[arg(value_name = "PLAN.json")]
    file: PathBuf,
    /// Do not ask
    #[arg(long)]
    yes: bool,
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
        let held = Box::pin(seat.desk.hold_against_now(file, checked, cancel)).await;
        bar.finish_and_clear();
        let held = held?;
        for change in &held.changes {
            tell!("Since the plan was made: {}", plain(&change.text));
        }
        runs::carry_out(&seat, &held.plan, &held.left_out, self.yes, context.output).await
    }
}
