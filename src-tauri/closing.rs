//! The end of the window: asked about, and taken back by whoever starts Usher again meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// How long the page has to show its question. One that hangs is not waited for: nothing is lost,
/// since what is under way is in the journal and offered to resume.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of the window's end.
#[derive(Default)]
pub struct Closing {
    heard: Notify,
    wanted_again: AtomicBool,
}

impl Closing {
    /// Tells the page, and waits until it shows its question.
    ///
    /// Returns whether it does.
    pub async fn ask(&self, tell: impl FnOnce() -> bool) -> bool {
        let heard = self.heard.notified();
        let mut heard = std::pin::pin!(heard);
        // Listens from now on: the page may answer before it is waited for.
        heard.as_mut().enable();
        tell() && tokio::time::timeout(PATIENCE, heard).await.is_ok()
    }

    /// The page shows its question.
    pub fn heard(&self) {
        self.heard.notify_waiters();
    }

    /// Somebody started Usher while its window was gone and its end awaited.
    pub fn want_again(&self) {
        self.wanted_again.store(true, Ordering::Relaxed);
    }

    /// True where Usher has to start again once it has ended.
    pub fn is_wanted_again(&self) -> bool {
        self.wanted_again.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_page_that_answers_keeps_the_window() {
        let closing = Closing::default();
        let at_once = closing.ask(|| {
            closing.heard();
            true
        });
        assert!(at_once.await);
        let (asked, ()) = tokio::join!(closing.ask(|| true), async {
            tokio::time::sleep(PATIENCE / 2).await;
            closing.heard();
        });
        assert!(asked);
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_hangs_or_cannot_be_told_does_not() {
        let closing = Closing::default();
        closing.heard();
        assert!(!closing.ask(|| true).await, "an earlier answer is none");
        assert!(!closing.ask(|| false).await);
    }
}
