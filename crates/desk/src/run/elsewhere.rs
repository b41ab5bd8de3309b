//! Invitations of the same address in other runs, whichever process carries them out. The
//! directory lags, so it cannot be trusted to show what another run did a moment ago; the journal
//! can.

use std::time::Duration;

use guests::activity::StepState;
use guests::address;
use guests::id::UserId;
use guests::plan::survey::Holder;
use guests::policy::Known;
use guests::reconcile::{Attempt, Lookup, NextMove, next_move};
use rusqlite::Connection;

use super::row::{Row, Standstill};
use super::words;
use crate::store::StoreError;
use crate::store::invitations::{self, Invited, Moment};

/// How long a guest of ours that the directory does not show is taken for one that it does not show
/// yet, rather than for one that was deleted.
pub(crate) const YOUNG: time::Duration = time::Duration::hours(1);
/// Pause between two looks at a run that is in the middle of sending.
const WHILE_SENDING: Duration = Duration::from_secs(1);

/// One sending of an invitation: its client request id and how many there had been.
pub(super) type Sending = (Option<String>, u32);

/// What another run did about an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// It made this guest.
    Made(UserId),
    /// It sent an invitation that may still turn up.
    MayTurnUp(Invited),
}

/// What an invitation has to heed of other runs when it is about to leave.
#[derive(Clone)]
pub(super) struct Heed {
    /// The address, folded.
    pub(super) address: String,
    /// Sendings that the directory was watched for until they could not turn up any more.
    pub(super) settled: Vec<Sending>,
    /// When the directory was asked who holds the address.
    pub(super) read_at: Moment,
    pub(super) settle: Duration,
}

impl Heed {
    /// What stands in the way of inviting in this run.
    pub(super) fn look(
        &self,
        connection: &Connection,
        run: &str,
    ) -> Result<Option<Elsewhere>, StoreError> {
        let mut found = invitations::of_address(connection, &self.address)?;
        found.retain(|invited| invited.run != run);
        Ok(self.judge(found))
    }

    fn judge(&self, found: Vec<Invited>) -> Option<Elsewhere> {
        if let Some(user) = found.iter().find_map(|invited| made(invited, self.read_at)) {
            return Some(Elsewhere::Made(user));
        }
        // Twice the time, because a request may be on its way for a while after it was written down.
        // What was sent after the directory was asked counts, however long it is ago by now.
        let settled = |invited: &Invited| {
            self.settled.contains(&sending(invited))
                || invited
                    .sent
                    .is_some_and(|sent| sent.until(self.read_at) > self.settle * 2)
        };
        found
            .into_iter()
            .filter(|invited| invited.state != StepState::Done || invited.user.is_none())
            .find(|invited| invited.state == StepState::Sending || !settled(invited))
            .map(Elsewhere::MayTurnUp)
    }
}

fn sending(invited: &Invited) -> Sending {
    (invited.client_request_id.clone(), invited.sends)
}

/// The guest, where the invitation made one so lately that the directory need not show them yet.
fn made(invited: &Invited, now: Moment) -> Option<UserId> {
    let lately = invited.sent.is_none_or(|sent| sent.until(now) < YOUNG);
    invited
        .user
        .clone()
        .filter(|_| lately && invited.state == StepState::Done)
}

/// The guest of this address whom a run of ours made so lately that the directory need not show
/// them yet, and when.
pub(crate) fn made_lately(
    connection: &Connection,
    address: &str,
    now: Moment,
) -> Result<Option<(UserId, Option<Moment>)>, StoreError> {
    let found = invitations::of_address(connection, &address::fold(address))?;
    let young = found
        .into_iter()
        .find_map(|invited| Some((made(&invited, now)?, invited.sent)));
    Ok(young)
}

impl Row {
    pub(super) fn heed(&self) -> Heed {
        Heed {
            address: address::fold(&self.person.address),
            settled: self.settled_elsewhere.clone(),
            read_at: self.read_at,
            settle: self.runner.inner.settle,
        }
    }

    /// Another run invited the address, or may have: nothing was sent here.
    pub(super) async fn invited_elsewhere(
        &mut self,
        place: usize,
        elsewhere: Elsewhere,
    ) -> Result<(), Standstill> {
        match elsewhere {
            Elsewhere::Made(user) => {
                let why = words::invited_lately();
                self.skip(place, why, Some(user), false).await
            }
            Elsewhere::MayTurnUp(other) => self.wait_for(place, other).await,
        }
    }

    /// Waits until the other invitation has made the guest, or cannot have made one any more.
    async fn wait_for(&mut self, place: usize, mut other: Invited) -> Result<(), Standstill> {
        let step = self.steps[place].step.clone();
        let mut since = self.runner.monotonic();
        let mut lookups = Vec::new();
        loop {
            let attempt = Attempt {
                sends: 1,
                lookups: lookups.clone(),
            };
            let pause = match next_move(&step, &attempt, self.runner.inner.settle) {
                _ if other.state == StepState::Sending => WHILE_SENDING,
                NextMove::LookAgainAfter(after) => {
                    (since + after).saturating_sub(self.runner.monotonic())
                }
                NextMove::SendAgainOnce
                | NextMove::GiveUp
                | NextMove::Done
                | NextMove::AskPerson => {
                    self.settled_elsewhere.push(sending(&other));
                    break;
                }
            };
            let until = self.now() + pause;
            self.steps[place].wait(StepState::Waiting, until, words::invited_elsewhere());
            self.runner.journal.put(&self.steps[place]).await?;
            self.sleep(pause).await?;
            self.go_on()?;
            // Its process may have been killed in the middle of sending.
            self.runner.inner.end_if_abandoned(&other.run).await?;
            let (heed, run) = (self.heed(), self.runner.journal.run().to_owned());
            let look = move |connection: &Connection| heed.look(connection, &run);
            match self.runner.inner.store.read(look).await? {
                None => break,
                Some(Elsewhere::Made(user)) => {
                    let why = words::invited_lately();
                    return self.skip(place, why, Some(user), false).await;
                }
                Some(Elsewhere::MayTurnUp(now))
                    if sending(&now) == sending(&other) && now.state != StepState::Sending =>
                {
                    if other.state == StepState::Sending {
                        since = self.runner.monotonic();
                    }
                    other = now;
                    let after = self.runner.monotonic().saturating_sub(since);
                    match Box::pin(self.read_holder()).await? {
                        Known::Known {
                            value: Holder::Nobody,
                        } => lookups.push(Lookup {
                            after,
                            found: false,
                        }),
                        Known::Known { .. } => break,
                        Known::NotChecked { why } => {
                            self.steps[place].ask(words::not_looked_up(&why));
                            self.runner.journal.put(&self.steps[place]).await?;
                            return Ok(());
                        }
                    }
                }
                Some(Elsewhere::MayTurnUp(now)) => {
                    other = now;
                    since = self.runner.monotonic();
                    lookups.clear();
                }
            }
        }
        self.steps[place].next_try = None;
        Box::pin(self.take(place)).await
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-24 10:00 UTC);

    fn invited(state: StepState, seconds_ago: i64, user: Option<&str>) -> Invited {
        Invited {
            run: "other".to_owned(),
            state,
            sends: 1,
            client_request_id: Some("id".to_owned()),
            sent: Some(Moment {
                here: NOW - time::Duration::seconds(seconds_ago),
                ahead: Some(time::Duration::ZERO),
            }),
            user: user.map(Into::into),
        }
    }

    fn heed(here: OffsetDateTime, ahead: time::Duration) -> Heed {
        Heed {
            address: "a@b.example".to_owned(),
            settled: Vec::new(),
            read_at: Moment {
                here,
                ahead: Some(ahead),
            },
            settle: Duration::from_secs(180),
        }
    }

    #[test]
    fn what_another_run_did_is_heeded_as_long_as_the_directory_may_not_show_it() {
        let heed = heed(NOW, time::Duration::ZERO);
        let done = |ago| heed.judge(vec![invited(StepState::Done, ago, Some("u"))]);
        assert_eq!(done(400), Some(Elsewhere::Made("u".into())));
        assert_eq!(done(3_700), None, "deleted meanwhile");
        let lost = |ago| heed.judge(vec![invited(StepState::Unknown, ago, None)]);
        assert!(matches!(lost(200), Some(Elsewhere::MayTurnUp(_))));
        assert_eq!(lost(400), None);
        let sending = heed.judge(vec![invited(StepState::Sending, 4_000, None)]);
        assert!(matches!(sending, Some(Elsewhere::MayTurnUp(_))));
    }

    #[test]
    fn what_was_sent_after_the_directory_was_asked_is_heeded_however_long_ago() {
        let heed = heed(NOW, time::Duration::ZERO);
        let lost = heed.judge(vec![invited(StepState::Unknown, -4_000, None)]);
        assert!(matches!(lost, Some(Elsewhere::MayTurnUp(_))));
    }

    #[test]
    fn a_clock_that_is_set_meanwhile_changes_nothing() {
        let day = time::Duration::days(1);
        let heed = heed(NOW + day, -day);
        let done = heed.judge(vec![invited(StepState::Done, 10, Some("u"))]);
        assert_eq!(done, Some(Elsewhere::Made("u".into())));
    }

    #[test]
    fn a_sending_that_was_watched_for_stands_in_the_way_no_more_but_the_next_one_does() {
        let mut heed = heed(NOW, time::Duration::ZERO);
        heed.settled.push((Some("id".to_owned()), 1));
        let mut lost = invited(StepState::Unknown, 10, None);
        assert_eq!(heed.judge(vec![lost.clone()]), None);
        lost.sends = 2;
        assert!(heed.judge(vec![lost]).is_some());
    }
}
