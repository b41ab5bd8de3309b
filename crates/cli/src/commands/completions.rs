//! `usher completions`

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::output;

/// Write a completion script for a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(crate) fn work(&self) -> Result<Exit, crate::exit::Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "usher", &mut script);
        output::write_bytes(&script)?;
        Ok(Exit::Done)
    }
}
