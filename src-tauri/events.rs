//! Telling the window what it has to know.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use desk::ChangeSink;
use desk::change::Change;
use tauri::{AppHandle, Emitter as _};
use tokio::sync::mpsc;

/// Something became stale: a list of [`Change`].
pub const CHANGED: &str = "usher://changed";

/// The person wants to close the window while a run is under way; carries nothing.
pub const CLOSING: &str = "usher://closing";

/// How long changes are gathered before the window is told.
const GATHER: Duration = Duration::from_millis(60);

/// A sink for the desk, and the receiving end for [`tell`].
pub fn channel() -> (ChangeSink, mpsc::UnboundedReceiver<Change>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let sink: ChangeSink = Arc::new(move |change| {
        // The window may be gone already; then nobody needs to know.
        let _ = sender.send(change);
    });
    (sink, receiver)
}

/// Gathers changes and tells the window, until the sink is dropped.
pub async fn tell(app: AppHandle, mut changes: mpsc::UnboundedReceiver<Change>) {
    while let Some(first) = changes.recv().await {
        let mut gathered = BTreeSet::from([first as u8]);
        let mut list = vec![first];
        tokio::time::sleep(GATHER).await;
        while let Ok(change) = changes.try_recv() {
            if gathered.insert(change as u8) {
                list.push(change);
            }
        }
        if let Err(error) = app.emit(CHANGED, &list) {
            tracing::warn!(%error, "the window could not be told of a change");
        }
    }
}
