//! How fast a run goes, read from its journal: whoever carries it out, it can be told.

use entra::http::PaceView;
use guests::activity::RunState;
use rusqlite::Connection;
use time::{Duration, OffsetDateTime};

use crate::store::StoreError;
use crate::store::run_steps::{self, AtWork};
use crate::store::runs::Run;
use crate::store::times::from_ms_option;
use crate::view::runs::{RunPace, RunTotals, WaitsFor};

/// The rate is that of the time just gone, so that it follows what the service lets through.
const SPAN: Duration = Duration::seconds(20);
/// Before this much time has passed a rate means nothing.
const EARLY: Duration = Duration::seconds(2);

pub(super) fn read(
    connection: &Connection,
    run: &Run,
    totals: &RunTotals,
    now: OffsetDateTime,
) -> Result<RunPace, StoreError> {
    let Some(since) = run.running_since.filter(|_| run.state == RunState::Running) else {
        return Ok(RunPace::default());
    };
    let from = since.max(now - SPAN);
    let ended = run_steps::ended_since(connection, &run.id, from)?;
    let at_work = run_steps::at_work(connection, &run.id)?;
    let (waits_for, until) = waits(&at_work)?;
    let left = totals.steps - totals.steps_ended;
    let (steps_per_minute, seconds_left) = rate(ended, left, now - from);
    Ok(RunPace {
        steps_per_minute,
        seconds_left,
        waits_for,
        until,
    })
}

/// A wait shorter than this is the ordinary beat of a run at full speed, and no moment to name.
const WORTH_NAMING: Duration = Duration::seconds(2);

/// A moment to try the network again that is longer ago than this: whoever would have tried has been
/// called off, and nothing is known.
const OUTLIVED: Duration = Duration::seconds(5);

/// Adds what only the process knows that carries the run out: whether the network is lost, which
/// comes before all else, or it is the service's limits that it goes by.
pub(super) fn heed_transport(pace: &mut RunPace, limits: &PaceView, now: OffsetDateTime) {
    let lost = limits.network_lost_until;
    if let Some(until) = lost.filter(|until| now - *until < OUTLIVED) {
        pace.waits_for = WaitsFor::Network;
        pace.until = Some(until).filter(|until| *until > now);
        return;
    }
    let refused = limits
        .pausing_until
        .filter(|_| limits.throttled_since.is_some());
    let until = limits.waiting_until.max(refused);
    if pace.waits_for != WaitsFor::Nothing || until.is_none() {
        return;
    }
    pace.waits_for = WaitsFor::Limits;
    pace.until = until.filter(|until| *until - now > WORTH_NAMING);
}

fn rate(ended: u32, left: u32, span: Duration) -> (u32, Option<u32>) {
    if span < EARLY || ended == 0 {
        return (0, None);
    }
    let a_second = f64::from(ended) / span.as_seconds_f64();
    let left = (f64::from(left) / a_second).ceil();
    (whole(a_second * 60.0), Some(whole(left)))
}

fn whole(number: f64) -> u32 {
    let seconds = std::time::Duration::try_from_secs_f64(number.round()).unwrap_or_default();
    u32::try_from(seconds.as_secs()).unwrap_or(u32::MAX)
}

fn waits(at_work: &AtWork) -> Result<(WaitsFor, Option<OffsetDateTime>), StoreError> {
    let waits_for = match at_work {
        AtWork { sending: 1.., .. } => return Ok((WaitsFor::Nothing, None)),
        AtWork { waiting: 1.., .. } => WaitsFor::Directory,
        AtWork { looked_up: 1.., .. } => WaitsFor::LookUp,
        AtWork { .. } => return Ok((WaitsFor::Nothing, None)),
    };
    Ok((waits_for, from_ms_option(at_work.next_try)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_tells_what_is_left() {
        assert_eq!(rate(40, 100, Duration::seconds(20)), (120, Some(50)));
        assert_eq!(
            rate(1, 1_000_000, Duration::seconds(20)),
            (3, Some(20_000_000))
        );
        assert_eq!(rate(40, 100, Duration::seconds(1)), (0, None));
        assert_eq!(rate(0, 100, Duration::seconds(20)), (0, None));
        assert_eq!(rate(40, 0, Duration::seconds(20)), (120, Some(0)));
    }

    #[test]
    fn limits_are_told_where_nothing_else_is_waited_for() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let told = |waits_for, seconds: i64| {
            let mut pace = RunPace {
                waits_for,
                ..RunPace::default()
            };
            let limits = PaceView {
                waiting_until: Some(now + Duration::seconds(seconds)),
                ..PaceView::default()
            };
            heed_transport(&mut pace, &limits, now);
            (pace.waits_for, pace.until.is_some())
        };
        assert_eq!(told(WaitsFor::Nothing, 1), (WaitsFor::Limits, false));
        assert_eq!(told(WaitsFor::Nothing, 9), (WaitsFor::Limits, true));
        assert_eq!(told(WaitsFor::Directory, 9), (WaitsFor::Directory, false));
    }

    #[test]
    fn a_lost_network_comes_before_all_else() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let later = now + Duration::seconds(3);
        for (until, told) in [(later, Some(later)), (now - Duration::seconds(1), None)] {
            let mut pace = RunPace {
                waits_for: WaitsFor::LookUp,
                until: Some(now + Duration::minutes(2)),
                ..RunPace::default()
            };
            let limits = PaceView {
                network_lost_until: Some(until),
                ..PaceView::default()
            };
            heed_transport(&mut pace, &limits, now);
            assert_eq!((pace.waits_for, pace.until), (WaitsFor::Network, told));
        }
        let mut pace = RunPace::default();
        let limits = PaceView {
            network_lost_until: Some(now - Duration::minutes(1)),
            ..PaceView::default()
        };
        heed_transport(&mut pace, &limits, now);
        assert_eq!(pace.waits_for, WaitsFor::Nothing, "nobody tries any more");
    }

    #[test]
    fn what_is_on_its_way_is_no_waiting() {
        let at_work = |sending, waiting, looked_up| {
            let at_work = AtWork {
                sending,
                waiting,
                looked_up,
                next_try: Some(1_000),
            };
            waits(&at_work).unwrap().0
        };
        assert_eq!(at_work(1, 3, 1), WaitsFor::Nothing);
        assert_eq!(at_work(0, 3, 1), WaitsFor::Directory);
        assert_eq!(at_work(0, 0, 1), WaitsFor::LookUp);
        assert_eq!(at_work(0, 0, 0), WaitsFor::Nothing);
    }
}
