//! The copy of the guests: a mark first, then everything, then only what changed since the mark.
//!
//! What a change feed cannot do (it takes no filter on `userType`) is done here: a user who is no
//! guest, or has stopped to be one, is left out.

use std::sync::Arc;

use entra::graph::{DeltaItem, DeltaLink, GuestFilter, User};
use guests::guest::Guest;

use crate::change::Change;
use crate::convert;
use crate::desk::Inner;
use crate::store::sync_state::{self, LOADED, SyncState};
use crate::store::{StoreError, guests as table};
use crate::trouble::{Feature, Trouble};
use crate::view::guests::SyncPhase;

/// The parts of a full load. The second one finds invited people who are members.
const PARTS: [GuestFilter; 2] = [
    GuestFilter::UserTypeGuest,
    GuestFilter::CreationTypeInvitation,
];

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

/// Loads everything where that has not been done, and gives the mark to go on from. A load that
/// was cut off is taken up again at the part it had reached, from the same mark.
async fn loaded(inner: &Arc<Inner>, mut state: SyncState) -> Result<Option<DeltaLink>, Trouble> {
    if state.mark.is_none() {
        inner.sync.set(|status| {
            status.phase = SyncPhase::Loading;
            status.trouble = None;
        });
        inner.changed(Change::Guests);
        let graph = inner.graph.background();
        let mark = match graph.user_delta_mark().await {
            Ok(mark) => mark,
            Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
        };
        state = inner
            .store
            .write(move |connection| sync_state::begin(connection, &mark))
            .await?;
    }
    if state.stage < LOADED {
        load(inner, &state).await?;
    }
    Ok(state.mark)
}

async fn load(inner: &Arc<Inner>, state: &SyncState) -> Result<(), Trouble> {
    // How many there will be is for the progress only: not knowing it is no failure.
    let expected = inner
        .graph
        .count_guests(GuestFilter::UserTypeGuest)
        .await
        .ok();
    inner.sync.set(|status| {
        status.phase = SyncPhase::Loading;
        status.expected = expected.and_then(|count| u32::try_from(count).ok());
    });
    let generation = state.generation;
    for (stage, part) in (0_i64..)
        .zip(PARTS)
        .filter(|(stage, _)| *stage >= state.stage)
    {
        let first = match inner.graph.guests(part).await {
            Ok(page) => page,
            Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
        };
        let mut page = first;
        loop {
            put(inner, &page.value, generation).await?;
            let Some(link) = &page.next_link else { break };
            page = match inner.graph.next(link).await {
                Ok(page) => page,
                Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
            };
        }
        inner
            .store
            .write(move |connection| sync_state::reach(connection, stage + 1))
            .await?;
    }
    inner
        .store
        .write(move |connection| table::sweep(connection, generation))
        .await?;
    Ok(())
}

async fn put(inner: &Arc<Inner>, users: &[User], generation: i64) -> Result<(), Trouble> {
    let guests: Vec<Guest> = users
        .iter()
        .filter(|user| convert::is_guest(user))
        .map(convert::guest)
        .collect();
    if guests.is_empty() {
        return Ok(());
    }
    let loaded = inner
        .store
        .write(move |connection| {
            table::put(connection, &guests, generation)?;
            table::loaded(connection, generation)
        })
        .await?;
    inner.sync.set(|status| status.loaded = loaded);
    inner.changed(Change::Guests);
    Ok(())
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
        let counts = inner
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
                table::counts(connection)
            })
            .await?;
        inner.sync.set(|status| {
            status.loaded = counts.all;
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
