//! Being told to end: Ctrl-C, and SIGTERM where there is such a thing.
//!
//! One ear listens from the process's start to its end: whoever listens for a while only leaves
//! the system's own way of ending a process switched off behind him. What is told ends the process
//! on the spot, unless somebody holds the ear, who then has to heed it.

use std::io;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

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

/// What was told last, to those who hold the ear.
static EAR: LazyLock<watch::Sender<Option<Told>>> = LazyLock::new(|| watch::channel(None).0);
/// How many hold it.
static HOLDERS: AtomicUsize = AtomicUsize::new(0);

/// Listens from now on. Where the system does not let us, what is told ends the process anyway.
pub(crate) fn listen() {
    let mut signals = match Signals::open() {
        Ok(signals) => signals,
        Err(error) => return tracing::warn!(%error, "signals cannot be listened for"),
    };
    tokio::spawn(async move {
        loop {
            let told = signals.next().await;
            if HOLDERS.load(Ordering::SeqCst) == 0 {
                end(told);
            }
            EAR.send_replace(Some(told));
        }
    });
}

/// Ends the process as whoever told it expects.
pub(crate) fn end(told: Told) -> ! {
    std::process::exit(Exit::from(told) as i32)
}

/// The ear, held: as long as it is, nothing that is told ends the process by itself.
pub(crate) struct Ear(watch::Receiver<Option<Told>>);

impl Ear {
    pub(crate) fn hold() -> Self {
        let heard = EAR.subscribe();
        HOLDERS.fetch_add(1, Ordering::SeqCst);
        Self(heard)
    }

    /// Waits until this process is told to end, or to end once more.
    pub(crate) async fn told(&mut self) -> Told {
        // The sender is there for good.
        while self.0.changed().await.is_ok() {
            if let Some(told) = *self.0.borrow_and_update() {
                return told;
            }
        }
        std::future::pending().await
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        HOLDERS.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn open() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Told {
        tokio::select! {
            _ = self.interrupt.recv() => Told::Interrupt,
            _ = self.terminate.recv() => Told::Terminate,
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn open() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) -> Told {
        self.0.recv().await;
        Told::Interrupt
    }
}
