//! `usher runs export`

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use desk::ResultsFormat;

use super::Context;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::runs;
use crate::seat::Seat;

/// Write the results of a run as CSV, or with --json as JSON
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The run, or how its ID begins
    #[arg(value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    run: String,
    /// Into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With the redeem links: whoever has one can accept the invitation
    #[arg(long)]
    redeem_links: bool,
}

impl Export {
    pub(crate) async fn work(&self, context: &Context) -> Result<Exit, Failure> {
        let seat = Seat::take(context).await?;
        let run = runs::find(&seat.desk, &self.run).await?;
        let format = match context.global.json {
            true => ResultsFormat::Json,
            false => ResultsFormat::Csv,
        };
        let results = seat.desk.run_results(&run.id, format, self.redeem_links);
        let bytes = results.await?;
        seat.desk.close().await;
        match &self.output {
            Some(path) => {
                self.write(path, &bytes).map_err(|error| {
                    Failure::usage(format!("{} was not written: {error}", path.display()))
                })?;
                let answer = serde_json::json!({ "file": path });
                context.output.answer(&answer, |_| String::new())?;
            }
            None if context.global.json => output::write_bytes(&bytes)?,
            None => output::write_csv(&bytes)?,
        }
        Ok(Exit::Done)
    }

    /// A file with redeem links is for nobody else to read.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if self.redeem_links {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(path)?.write_all(bytes)
    }
}
