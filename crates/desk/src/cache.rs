//! An answer of the directory that stays good for a while.

use std::future::Future;
use std::time::Duration;

use entra::clock::Clock;
use tokio::sync::Mutex;

/// Keeps the last good answer. Whoever comes while it is being asked for waits for the same.
pub(crate) struct Cache<T> {
    good_for: Duration,
    kept: Mutex<Option<(Duration, T)>>,
}

impl<T: Clone> Cache<T> {
    pub(crate) fn new(good_for: Duration) -> Self {
        Self {
            good_for,
            kept: Mutex::new(None),
        }
    }

    /// The kept answer, or a new one where there is none or it is too old. `ask` is best boxed:
    /// it would lie in the frame of every caller, also of those who find an answer.
    pub(crate) async fn get<E>(
        &self,
        clock: &dyn Clock,
        ask: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut kept = self.kept.lock().await;
        if let Some((since, value)) = kept.as_ref()
            && clock.monotonic().saturating_sub(*since) < self.good_for
        {
            return Ok(value.clone());
        }
        // On the heap: whoever asks does not carry the whole conversation in its own frame.
        let value = Box::pin(ask).await?;
        *kept = Some((clock.monotonic(), value.clone()));
        Ok(value)
    }

    /// Forgets the answer, so that the next one is new.
    pub(crate) async fn forget(&self) {
        *self.kept.lock().await = None;
    }
}
