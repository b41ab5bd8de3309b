//! Which guests: by state, partner domain, text and age.

use std::time::Duration;

use clap::Args;
use desk::Desk;
use desk::view::guests::{GuestQuery, GuestRow, SyncPhase};
use guests::activity::RunState;
use guests::guest::GuestState;
use time::OffsetDateTime;

use crate::exit::Failure;
use crate::progress;

/// A copy of this age is as good as new.
const FRESH: Duration = Duration::from_secs(3 * 60);
/// The most days that can be asked for: a hundred years.
const MOST_DAYS: i64 = 36_500;
/// How often the progress of a load is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// Rows that are read at once.
const PAGE: u32 = 500;

/// Which guests.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Filters {
    /// Only guests in this state: pending, accepted, blocked or none
    #[arg(long, value_name = "S", value_parser = state)]
    pub(crate) state: Vec<GuestState>,
    /// Only guests of this partner domain
    #[arg(long, value_name = "D")]
    pub(crate) domain: Vec<String>,
    /// Only guests with these words in name, address or company
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    /// Only guests who have been pending for more days than this since they were
    /// last sent an invitation, as far as that is known
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=MOST_DAYS))]
    pub(crate) pending_older_than: Option<u32>,
}

/// Reads a state, as the admin center, the directory or a person in a hurry writes it.
fn state(text: &str) -> Result<GuestState, String> {
    let letters = |c: &char| c.is_ascii_alphabetic();
    let folded: String = text.to_lowercase().chars().filter(letters).collect();
    match folded.as_str() {
        "pending" | "pendingacceptance" => Ok(GuestState::PendingAcceptance),
        "accepted" => Ok(GuestState::Accepted),
        "blocked" => Ok(GuestState::Blocked),
        "none" | "nostate" => Ok(GuestState::NoState),
        _ => Err("it is one of pending, accepted, blocked, none".to_owned()),
    }
}

impl Filters {
    /// True where nothing is filtered.
    pub(crate) fn is_empty(&self) -> bool {
        self.state.is_empty()
            && self.domain.is_empty()
            && self.search.is_none()
            && self.pending_older_than.is_none()
    }

    /// Whoever is in another state is not pending.
    fn contradict(&self) -> bool {
        self.pending_older_than.is_some()
            && !self.state.is_empty()
            && !self.state.contains(&GuestState::PendingAcceptance)
    }

    fn query(&self, now: OffsetDateTime) -> GuestQuery {
        let created_to = self.pending_since(now);
        let states = match created_to {
            None => self.state.clone(),
            Some(_) => vec![GuestState::PendingAcceptance],
        };
        let domain = |domain: &String| domain.trim().trim_start_matches('@').to_lowercase();
        GuestQuery {
            text: self.search.clone().unwrap_or_default(),
            states,
            domains: self.domain.iter().map(domain).collect(),
            created_to,
            ..GuestQuery::default()
        }
    }

    /// The guests that match, by name, out of the copy on this computer.
    pub(crate) async fn guests(&self, desk: &Desk) -> Result<Vec<GuestRow>, Failure> {
        if self.contradict() {
            return Err(Failure::usage(
                "--pending-older-than is about pending guests: leave --state out, or say pending.",
            ));
        }
        let now = OffsetDateTime::now_utc();
        let query = GuestQuery {
            count: PAGE,
            ..self.query(now)
        };
        let mut rows = Vec::new();
        loop {
            let offset = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let window = desk
                .guests(GuestQuery {
                    offset,
                    ..query.clone()
                })
                .await?;
            if window.rows.is_empty() {
                break;
            }
            rows.extend(window.rows);
        }
        // Made long ago is not enough: the invitation may have been reset or sent again since.
        if let Some(before) = self.pending_since(now) {
            let ids = rows.iter().map(|row| row.id.clone()).collect();
            let mut mailed = desk.last_invited(ids).await?.into_iter();
            rows.retain(|row| {
                let since = row.state_changed.or(row.created);
                since.max(mailed.next().flatten()) < Some(before)
            });
        }
        Ok(rows)
    }

    /// Whoever is pending since then is pending for long.
    fn pending_since(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let days = self.pending_older_than?;
        Some(now - time::Duration::days(days.into()))
    }
}

/// Brings the copy of the guests up to date where it was asked for, or where it may be behind: it
/// was never loaded, it is some minutes old, or a run has ended since. Where nothing can be asked,
/// an older copy is better than none.
pub(crate) async fn up_to_date(desk: &Desk, asked: bool) -> Result<(), Failure> {
    let status = desk.sync_status();
    let complete = status.phase == SyncPhase::Idle;
    if complete && !asked && !is_behind(desk, status.synced).await? {
        return Ok(());
    }
    let told = progress::spinner(match complete {
        true => "Fetching changes",
        false => "Loading guests",
    });
    let watching = async {
        loop {
            tokio::time::sleep(LOOK).await;
            let status = desk.sync_status();
            if !complete {
                told.set_message(match status.expected {
                    Some(expected) => format!("Loading guests: {} of {expected}", status.loaded),
                    None => format!("Loading guests: {}", status.loaded),
                });
            }
        }
    };
    let loaded = tokio::select! {
        loaded = desk.refresh_guests() => loaded,
        () = watching => return Ok(()),
    };
    told.finish_and_clear();
    match loaded.map_err(Failure::from) {
        Ok(_) => Ok(()),
        Err(failure) if complete && !asked && !failure.needs_sign_in() => {
            failure.warn("Guests are shown as they were");
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}

async fn is_behind(desk: &Desk, synced: Option<OffsetDateTime>) -> Result<bool, Failure> {
    let Some(synced) = synced else {
        return Ok(true);
    };
    if OffsetDateTime::now_utc() - synced > FRESH {
        return Ok(true);
    }
    let runs = desk.runs().await?;
    Ok(runs
        .iter()
        .any(|run| run.state == RunState::Running || run.ended.unwrap_or(run.started) >= synced))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn states_are_read_however_they_are_written() {
        for text in ["pending", "PendingAcceptance", "pending-acceptance"] {
            assert_eq!(state(text), Ok(GuestState::PendingAcceptance));
        }
        assert_eq!(state("no state"), Ok(GuestState::NoState));
        assert!(state("gone").is_err());
    }

    #[test]
    fn pending_for_so_many_days_means_made_before_then() {
        let filters = Filters {
            pending_older_than: Some(30),
            domain: vec!["@Partner.Example".to_owned()],
            ..Filters::default()
        };
        let query = filters.query(datetime!(2026-11-30 12:00 UTC));
        assert_eq!(query.created_to, Some(datetime!(2026-10-31 12:00 UTC)));
        assert_eq!(query.states, [GuestState::PendingAcceptance]);
        assert_eq!(query.domains, ["partner.example"]);
        let of_two = Filters {
            state: vec![GuestState::PendingAcceptance, GuestState::Accepted],
            ..filters.clone()
        };
        let query = of_two.query(datetime!(2026-11-30 12:00 UTC));
        assert_eq!(query.states, [GuestState::PendingAcceptance]);
        let of_none = Filters {
            state: vec![GuestState::Accepted],
            ..filters
        };
        assert!(of_none.contradict() && !of_two.contradict());
    }
}
