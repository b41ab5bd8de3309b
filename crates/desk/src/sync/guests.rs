//! The copy of the guests: a mark first, then everything, then only what changed since the mark.
//!
//! What a change feed cannot do (it takes no filter on `userType`) is done here: a user who is no
//! guest, or has stopped to be one, is left out.

use std::sync::Arc;

use entra::graph::{DeltaItem, DeltaLink};

use super::load;
use crate::convert;
use crate::desk::Inner;
use crate::store::sync_state::{self, LOADED, SyncState};
use crate::store::{StoreError, guests as table};
use crate::trouble::{Feature, Trouble};
use crate::view::guests::SyncPhase;

/// Brings the copy up to date.
pub(super) async fn round(inner: &Arc<Inner>) -> Result<(), Trouble> {
    let state = inner.store.read(sync_state::load).await?;
    let mark = match loaded(inner, state).await? {
        Some(mark) => mark,
        None => return Ok(()),
    };
    match changes(inner, mark).await {
        Ok(()) => Ok(()),
        Err(Failure::MarkLost) => {
            inner.store.write(sync_state::forget_mark).await?;
            inner.sync.set(|status| {
                status.note = Some(
                    "The directory no longer keeps the changes since the last time, so all guests are loaded again.".to_owned(),
                );
            });
            let state = inner.store.read(sync_state::load).await?;
            match loaded(inner, state).await? {
                Some(mark) => changes(inner, mark).await.map_err(Failure::into_trouble),
                None => Ok(()),
            }
        }
        Err(failure) => Err(failure.into_trouble()),
    }
}

enum Failure {
    /// The mark is too old, or the service asks for a fresh load.
    MarkLost,
    Trouble(Box<Trouble>),
}

impl Failure {
    fn into_trouble(self) -> Trouble {
        match self {
            Self::MarkLost => {
                Trouble::internal("the directory refused a mark that it had just given")
            }
            Self::Trouble(trouble) => *trouble,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Trouble(Box::new(error.into()))
    }
}

/// Loads everything where that has not been done, and gives the mark to go on from.
async fn loaded(inner: &Arc<Inner>, state: SyncState) -> Result<Option<DeltaLink>, Trouble> {
    if state.mark.is_some() && state.stage == LOADED {
        return Ok(state.mark);
    }
    Ok(Box::pin(load::run(inner, state)).await?.mark)
}

/// Takes over what changed since the mark.
async fn changes(inner: &Arc<Inner>, mut mark: DeltaLink) -> Result<(), Failure> {
    inner.sync.set(|status| {
        if status.phase != SyncPhase::Loading {
            status.phase = SyncPhase::Refreshing;
        }
    });
    let graph = inner.graph.background();
    loop {
        let page = match graph.user_delta(&mark).await {
            Ok(page) => page,
            Err(error) if error.is_sync_state_lost() => return Err(Failure::MarkLost),
            Err(error) => {
                let trouble = inner.unread(&error, Feature::Guests).await;
                return Err(Failure::Trouble(Box::new(trouble)));
            }
        };
        let last = page.next_link.is_none();
        let Some(next) = page.next_link.or(page.delta_link) else {
            return Err(Failure::Trouble(Box::new(Trouble::internal(
                "the directory gave changes without a mark to go on from",
            ))));
        };
        let (now, link) = (inner.clock.now(), next.clone());
        let loaded = inner
            .store
            .write(move |connection| {
                let generation = sync_state::load(connection)?.generation;
                for item in page.value {
                    match item {
                        DeltaItem::Changed(user) if convert::is_guest(&user) => {
                            table::put(connection, &[convert::guest(&user)], generation)?;
                        }
                        DeltaItem::Changed(user) => {
                            table::remove(connection, &user.id)?;
                        }
                        DeltaItem::Removed { id, .. } => {
                            table::remove(connection, &id)?;
                        }
                    }
                }
                sync_state::advance(connection, &link)?;
                if last {
                    sync_state::agreed(connection, now)?;
                }
                table::count(connection)
            })
            .await?;
        inner.sync.set(|status| {
            status.loaded = loaded;
            if last {
                status.synced = Some(now);
                status.expected = None;
            }
        });
        if last {
            return Ok(());
        }
        mark = next;
    }
}
