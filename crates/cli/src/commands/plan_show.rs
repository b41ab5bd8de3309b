//! `usher plan show`

use std::path::PathBuf;

use clap::Args;
use guests::plan::file::PlanFile;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output::plain;
use crate::plan_view;

/// Show a plan that was saved, as it was then
#[derive(Debug, Args)]
pub(crate) struct PlanShow {
    /// The plan, as usher plan -o or the window saved it
    #[arg(value_name = "PLAN.json")]
    file: PathBuf,
}

impl PlanShow {
    pub(crate) fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let refused = |why: String| Failure::usage(format!("{}: {why}", self.file.display()));
        let bytes = std::fs::read(&self.file).map_err(|error| refused(error.to_string()))?;
        let file = PlanFile::read(&bytes).map_err(|error| refused(error.to_string()))?;
        context.output.answer(&file, |file| {
            format!(
                "{}\n  Made by {} for {}, {}",
                plan_view::text(&file.plan, &file.left_out),
                plain(&file.made_by),
                plain(&file.organization),
                file.plan.made.date()
            )
        })?;
        Ok(Exit::Done)
    }
}
