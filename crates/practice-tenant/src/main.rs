//! The practice tenant as a program: one line of JSON when it answers, then
//! silence on standard output until it is told to end.

mod flags;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use practice_tenant::{Config, Server};
use tracing_subscriber::EnvFilter;

use flags::Flags;

/// What a wrong flag or a busy port ends with.
const MISUSE: u8 = 2;

fn main() -> ExitCode {
    let config = match Flags::try_parse() {
        Ok(flags) => Config::from(flags),
        Err(asked) if !asked.use_stderr() => asked.exit(),
        Err(wrong) => return refuse(flags::one_line(&wrong)),
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .init();
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(run(config)),
        Err(error) => refuse(error),
    }
}

async fn run(config: Config) -> ExitCode {
    // Asked for before the line is printed, so that no signal finds nobody.
    let ended = match end_signal() {
        Ok(ended) => ended,
        Err(error) => return refuse(error),
    };
    let running = match Server::start(config).await {
        Ok(running) => running,
        Err(error) => return refuse(error),
    };
    let mut out = std::io::stdout().lock();
    let told = serde_json::to_string(running.ready())
        .map_err(std::io::Error::from)
        .and_then(|line| writeln!(out, "{line}"))
        .and_then(|()| out.flush());
    drop(out);
    if let Err(error) = told {
        return refuse(error);
    }
    ended.await;
    running.shutdown().await;
    ExitCode::SUCCESS
}

/// Ends when the program is asked to end.
#[cfg(unix)]
fn end_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when the program is asked to end.
#[cfg(not(unix))]
fn end_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn refuse(why: impl std::fmt::Display) -> ExitCode {
    let line = why.to_string().lines().collect::<Vec<_>>().join(" ");
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "practice-tenant: {line}");
    ExitCode::from(MISUSE)
}
