//! `usher runs show`

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::follow;
use crate::run_view::RunAnswer;
use crate::runs;
use crate::seat::Seat;

/// Show a run, person by person
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The run, or how its ID begins
    #[arg(value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    run: String,
    /// Watch until it is at rest, whoever carries it out; the exit code is then that of the run
    #[arg(long)]
    follow: bool,
}

impl Show {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let run = runs::find(&seat.desk, &self.run).await?;
        let (detail, exit) = if self.follow {
            let followed = follow::watched(&seat.desk, &run.id).await?;
            let exit = followed.exit();
            (followed.detail, exit)
        } else {
            (seat.desk.run(&run.id).await?, Exit::Done)
        };
        seat.desk.close().await;
        context
            .output
            .answer(&RunAnswer::new(detail), RunAnswer::text)?;
        Ok(exit)
    }
}
