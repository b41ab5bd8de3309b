//! The full load: everybody who is a guest, in slices of time side by side.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use entra::error::Error;
use entra::graph::{DeltaLink, GUESTS_IN_A_PAGE, GuestFilter, Page, User};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use guests::guest::Guest;
use tokio::sync::mpsc;

use super::slices;
use crate::change::Change;
use crate::convert;
use crate::desk::Inner;
use crate::store::guests as table;
use crate::store::sync_state::{self, SyncState};
use crate::trouble::{Feature, Trouble};
use crate::view::guests::SyncPhase;

/// Slices that are asked for at the same time. More would only wait for the store, which takes
/// about as long for a page as the service for a quarter of one.
const AT_ONCE: u64 = 4;

/// Pages that share a commit at most.
const PAGES_IN_A_COMMIT: usize = 4;

/// How often the screens are told.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// One full load.
struct Load<'a> {
    inner: &'a Arc<Inner>,
    generation: i64,
    /// Guests that it has brought so far.
    brought: AtomicU32,
    /// When the screens were told last, in milliseconds of the monotonic clock.
    told: AtomicU64,
}

/// Loads everything and gives the state to go on from. A load that was cut off is done again from
/// the same mark; what it had brought is only touched.
pub(super) async fn run(inner: &Arc<Inner>, state: SyncState) -> Result<SyncState, Trouble> {
    inner.sync.set(|status| {
        status.phase = SyncPhase::Loading;
        status.trouble = None;
    });
    inner.changed(Change::Guests);
    // The mark comes before all that is kept of this load, so that no change between is lost. The
    // page beside it is for the eyes, and shows how the guests are spread over time; it is asked
    // for again.
    let (mark, shown, expected) = tokio::join!(
        Box::pin(mark(inner, state.mark.clone())),
        Box::pin(inner.graph.guests(GuestFilter::UserTypeGuest)),
        Box::pin(inner.graph.count_guests(GuestFilter::UserTypeGuest)),
    );
    let mark = match mark {
        Ok(mark) => mark,
        Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
    };
    let shown = match shown {
        Ok(page) => page,
        Err(error) => return Err(inner.unread(&error, Feature::Guests).await),
    };
    // Not knowing how many there will be is no failure.
    let expected = expected.ok();
    inner.sync.set(|status| {
        status.expected = expected.and_then(|count| u32::try_from(count).ok());
    });
    let is_new = state.mark.is_none();
    let (state, brought) = inner
        .store
        .write(move |connection| {
            let state = match is_new {
                true => sync_state::begin(connection, &mark)?,
                false => state,
            };
            let brought = table::loaded(connection, state.generation)?;
            Ok((state, brought))
        })
        .await?;
    let load = Load {
        inner,
        generation: state.generation,
        brought: AtomicU32::new(brought),
        told: AtomicU64::new(0),
    };
    load.show(&shown.value).await?;
    let (by_type, invited) = (
        load.by_type(&shown, expected),
        load.fetch(vec![
            GuestFilter::InvitedMember,
            GuestFilter::InvitedUntyped,
        ]),
    );
    tokio::try_join!(Box::pin(by_type), Box::pin(invited))?;
    let generation = load.generation;
    inner
        .store
        .write(move |connection| {
            table::sweep(connection, generation)?;
            sync_state::finish(connection)?;
            sync_state::load(connection)
        })
        .await
        .map_err(Trouble::from)
}

/// The mark of the load that was begun, or a new one.
async fn mark(inner: &Inner, kept: Option<DeltaLink>) -> Result<DeltaLink, Error> {
    match kept {
        Some(mark) => Ok(mark),
        None => inner.graph.user_delta_mark().await,
    }
}

impl Load<'_> {
    /// Shows guests who were read before the mark counted: they belong to the load before, and go
    /// with it if this one does not bring them.
    async fn show(&self, users: &[User]) -> Result<(), Trouble> {
        let (guests, generation) = (guests(users), self.generation - 1);
        self.inner
            .store
            .write(move |connection| table::put(connection, &guests, generation))
            .await?;
        self.tell();
        Ok(())
    }

    /// Everybody who is a guest by user type.
    async fn by_type(&self, shown: &Page<User>, expected: Option<u64>) -> Result<(), Trouble> {
        let total = expected.filter(|total| *total > 2 * GUESTS_IN_A_PAGE);
        let (Some(total), Some(_)) = (total, &shown.next_link) else {
            return self.fetch(vec![GuestFilter::UserTypeGuest]).await;
        };
        let sample = shown.value.iter().filter_map(|user| user.created_date_time);
        let parts = AT_ONCE.min(total.div_ceil(GUESTS_IN_A_PAGE));
        let parts = usize::try_from(parts).unwrap_or(1);
        self.in_slices(slices::even(sample.collect(), parts), total)
            .await?;
        if self.is_whole(total).await? {
            return Ok(());
        }
        tracing::info!(total, "slices did not bring everybody; loading in one");
        self.fetch(vec![GuestFilter::UserTypeGuest]).await
    }

    /// Asks for slices, and for better ones where they turn out to be uneven.
    async fn in_slices(&self, slices: Vec<GuestFilter>, total: u64) -> Result<(), Trouble> {
        let count = |slice| {
            let graph = self.inner.graph.clone();
            async move { graph.count_guests(slice).await.ok() }
        };
        let now = self.inner.clock.now();
        let better = Box::pin(slices::evened(&slices, total, now, count));
        let mut fetched = Box::pin(self.fetch(with_undated(&slices)));
        tokio::select! {
            fetched = &mut fetched => fetched,
            better = better => match better {
                None => fetched.await,
                Some(better) => {
                    drop(fetched);
                    self.fetch(with_undated(&better)).await
                }
            }
        }
    }

    /// Whether everybody was brought of whom the directory says that they are there. Who came
    /// meanwhile is brought by the changes since the mark, and who went need not be brought.
    async fn is_whole(&self, total: u64) -> Result<bool, Trouble> {
        let generation = self.generation;
        let brought = self
            .inner
            .store
            .read(move |connection| table::loaded_guests(connection, generation))
            .await?;
        if brought >= total {
            return Ok(true);
        }
        let now = self.inner.graph.count_guests(GuestFilter::UserTypeGuest);
        Ok(now.await.is_ok_and(|now| brought >= now))
    }

    /// Asks for all pages of some lists, side by side, and keeps them.
    async fn fetch(&self, lists: Vec<GuestFilter>) -> Result<(), Trouble> {
        let (pages, queue) = mpsc::channel(PAGES_IN_A_COMMIT);
        // One more than slices, for the short list of the undated.
        let at_once = usize::try_from(AT_ONCE).unwrap_or(1) + 1;
        let asked = async {
            let ask = move |list| self.ask(list, pages.clone());
            stream::iter(lists.into_iter().map(ask))
                .buffer_unordered(at_once)
                .try_for_each(|()| ready(Ok(())))
                .await
        };
        tokio::try_join!(Box::pin(asked), Box::pin(self.keep(queue)))?;
        Ok(())
    }

    /// Asks for one list, page by page.
    async fn ask(&self, list: GuestFilter, pages: mpsc::Sender<Vec<User>>) -> Result<(), Trouble> {
        let graph = &self.inner.graph;
        let mut page = match graph.guests(list).await {
            Ok(page) => page,
            // Whom the question leaves out is missed when the guests are counted.
            Err(Error::Service(refusal)) if is_null(list) && refusal.status == 400 => {
                return Ok(());
            }
            Err(error) => return Err(self.inner.unread(&error, Feature::Guests).await),
        };
        loop {
            let link = page.next_link;
            // Where nobody keeps the pages any more, the keeper says why.
            if pages.send(page.value).await.is_err() {
                return Ok(());
            }
            let Some(link) = link else { return Ok(()) };
            page = match graph.next(&link).await {
                Ok(page) => page,
                Err(error) => return Err(self.inner.unread(&error, Feature::Guests).await),
            };
        }
    }

    /// Keeps pages as they come, those that wait together.
    async fn keep(&self, mut queue: mpsc::Receiver<Vec<User>>) -> Result<(), Trouble> {
        let mut pages = Vec::new();
        while queue.recv_many(&mut pages, PAGES_IN_A_COMMIT).await > 0 {
            let guests: Vec<Guest> = pages.drain(..).flat_map(|page| guests(&page)).collect();
            let generation = self.generation;
            let brought = self
                .inner
                .store
                .write(move |connection| table::put(connection, &guests, generation))
                .await?;
            self.brought.fetch_add(brought, Ordering::Relaxed);
            self.tell();
        }
        Ok(())
    }

    /// Tells how far it is, and the screens not too often.
    fn tell(&self) {
        let brought = self.brought.load(Ordering::Relaxed);
        self.inner.sync.set(|status| status.loaded = brought);
        let now = self.inner.clock.monotonic().as_millis();
        let now = u64::try_from(now).unwrap_or(u64::MAX);
        let told = self.told.load(Ordering::Relaxed);
        if told == 0 || u128::from(now.saturating_sub(told)) >= TOLD_EVERY.as_millis() {
            self.told.store(now.max(1), Ordering::Relaxed);
            self.inner.changed(Change::Guests);
        }
    }
}

fn guests(users: &[User]) -> Vec<Guest> {
    users
        .iter()
        .filter(|user| convert::is_guest(user))
        .map(convert::guest)
        .collect()
}

/// Slices of time, and before them those of whom no time is known.
fn with_undated(slices: &[GuestFilter]) -> Vec<GuestFilter> {
    [&[GuestFilter::Undated], slices].concat()
}

/// Lists that ask for null, which not every directory may answer.
fn is_null(list: GuestFilter) -> bool {
    matches!(list, GuestFilter::Undated | GuestFilter::InvitedUntyped)
}
