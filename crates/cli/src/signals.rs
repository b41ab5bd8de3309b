//! Being told to end: Ctrl-C, and SIGTERM where there is such a thing.

use crate::exit::Exit;

/// Who told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl From<Told> for Exit {
    fn from(told: Told) -> Self {
        match told {
            Told::Interrupt => Self::Interrupted,
            Told::Terminate => Self::Terminated,
        }
    }
}

/// Waits until this process is told to end.
pub(crate) async fn told() -> Told {
    tokio::select! {
        () = interrupt() => Told::Interrupt,
        () = terminate() => Told::Terminate,
    }
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // It cannot be listened for: then it ends the process on the spot.
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut told) => {
            told.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
