//! `usher runs resume`

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use guests::activity::RunState;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::follow;
use crate::run_view::RunAnswer;
use crate::runs;
use crate::seat::Seat;
use crate::signals::Ear;

/// Go on with a run that is paused or was interrupted; never asks
///
/// Where it has ended already, its receipt is shown.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The run, or how its ID begins
    #[arg(value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    run: String,
}

impl Resume {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let run = runs::find(&seat.desk, &self.run).await?;
        let (answer, exit) = if matches!(run.state, RunState::Finished | RunState::Stopped) {
            let detail = seat.desk.run(&run.id).await?;
            let exit = Exit::of_run(&detail.summary);
            (RunAnswer::new(detail), exit)
        } else {
            let ear = Ear::hold();
            seat.desk.resume_run(&run.id).await.map_err(|trouble| {
                let elsewhere = trouble.explanation.code == "runElsewhere";
                let failure = Failure::from(trouble);
                match elsewhere {
                    true => failure.hint(format!("Watch it: usher runs show {} --follow", run.id)),
                    false => failure,
                }
            })?;
            let followed = follow::own(&seat.desk, &run.id, ear).await?;
            let exit = followed.exit();
            (RunAnswer::followed(followed), exit)
        };
        seat.desk.close().await;
        context.output.answer(&answer, RunAnswer::text)?;
        Ok(exit)
    }
}
