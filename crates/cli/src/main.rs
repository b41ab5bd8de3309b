//! `usher`: the command line. The same desk, data folder and accounts as the window.
//!
//! One file a subcommand in `commands/`. What is asked for goes to standard output, all else to
//! standard error; nothing is asked where nobody sits at a terminal.

mod access;
mod arguments;
mod commands;
mod environment;
mod exit;
mod filters;
mod follow;
mod list;
mod output;
mod people;
mod plan_view;
mod plans;
mod progress;
mod run_view;
mod runs;
mod seat;
mod signals;
mod table;
mod waits;

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use arguments::Arguments;
use environment::Environment;
use exit::{Exit, Failure};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(shown) if shown.use_stderr() && std::env::args_os().any(|one| one == "--json") => {
            let text = shown.render().to_string();
            let what = text.split("\n\n").next().unwrap_or_default();
            return Failure::usage(what.trim_start_matches("error: ").trim())
                .tell(true)
                .into();
        }
        Err(shown) => {
            // Nobody reads any more where it cannot be shown.
            let _ = shown.print();
            // The code 2 that is usual here means something else for runs.
            return if shown.use_stderr() {
                Exit::NotStarted.into()
            } else {
                Exit::Done.into()
            };
        }
    };
    let filter = EnvFilter::try_from_env("USHER_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let json = arguments.global.json;
    let exit = match work(arguments) {
        Ok(exit) => exit,
        Err(failure) => failure.tell(json),
    };
    exit.into()
}

fn work(arguments: Arguments) -> Result<Exit, Failure> {
    let environment = Environment::read(|name| std::env::var_os(name))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(format!("Usher cannot start: {error}")))?;
    let exit = runtime.block_on(async {
        signals::listen();
        commands::work(arguments, environment).await
    });
    // Whatever still waits, such as a read of the terminal, is not worth waiting for.
    runtime.shutdown_background();
    exit
}
