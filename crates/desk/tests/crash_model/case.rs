//! What is drawn: people, lag, fates, crashes.

use std::time::Duration;

use desk::view::runs::Decision;
use proptest::prelude::*;

/// One run with everything that befalls it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) people: Vec<Person>,
    /// How long each guest made here stays hidden, in turn.
    pub(crate) lags: Vec<Duration>,
    /// How long each request takes to arrive, and its answer to come back, in turn.
    pub(crate) ways: Vec<(Duration, Duration)>,
    /// What becomes of each request that changes something; of those after the last, nothing.
    pub(crate) fates: Vec<Fate>,
    pub(crate) crashes: Vec<Crash>,
    /// The person may read the audit log.
    pub(crate) log_is_open: bool,
    /// How the desk's clock is set: after so long, so many seconds ahead.
    pub(crate) clocks: Vec<(Duration, i64)>,
    pub(crate) meddling: Meddling,
}

/// What people do about runs, besides waiting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meddling {
    /// A second run that invites the same new guests begins after so long.
    pub(crate) second: Option<Duration>,
    /// The first run is stopped after so long.
    pub(crate) stop: Option<Duration>,
    /// What is decided about steps that only a person can settle, in turn.
    pub(crate) decisions: Vec<Decision>,
}

/// Somebody in the run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) kind: Kind,
    pub(crate) groups: usize,
    pub(crate) applications: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    New { mail: bool },
    Pending,
    Accepted,
}

/// What becomes of a request that changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Answered,
    /// It never arrives, and the connection breaks.
    LostBefore,
    /// It is carried out, and the connection breaks.
    LostAfter,
    /// No connection can be made.
    NoConnection,
    /// The service asks to wait so many seconds.
    Throttled(u8),
    /// The service is busy, and says for how long or does not.
    Busy(Option<u8>),
    /// A gateway gives up, before or after the work is done behind it.
    Gateway {
        done: bool,
    },
    /// The service refuses it for good.
    Refused,
}

/// When everything is cut off.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Crash {
    /// So long after the run was started or taken up.
    After(Duration),
    /// When the n-th request that changes something leaves, which gets lost or arrives.
    AtRequest { nth: u64, lost: bool },
    /// When the n-th answer arrives: before it is heard, or some turns of the desk's work after.
    AtAnswer { nth: u64, turns: Option<u8> },
}

/// What is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Crashes alone.
    Sound,
    /// Crashes, and requests that go wrong.
    Lossy,
    /// Requests that go wrong alone.
    Uncut,
    /// All of it, and people who meddle.
    Meddled,
}

/// The directory is given three minutes from when a request is known to have left. What it did may
/// be hidden nearly as long, and a request may arrive a little after its sender is gone.
const LONGEST_LAG: u64 = 165_000;
pub(crate) const LONGEST_SURVIVAL: Duration = Duration::from_secs(10);
/// As long as a request may take before it counts as lost.
const LONGEST_WAY: u64 = 60_000;

pub(crate) fn cases(weather: Weather) -> impl Strategy<Value = Case> {
    let fates = match weather {
        Weather::Sound => prop::collection::vec(Just(Fate::Answered), 0..1).boxed(),
        Weather::Lossy | Weather::Uncut | Weather::Meddled => {
            prop::collection::vec(fate(), 0..24).boxed()
        }
    };
    let crashes = match weather {
        Weather::Sound | Weather::Lossy => prop::collection::vec(crash(), 1..4).boxed(),
        Weather::Uncut => prop::collection::vec(crash(), 0..1).boxed(),
        Weather::Meddled => prop::collection::vec(crash(), 0..2).boxed(),
    };
    let clocks = match weather {
        Weather::Sound => prop::collection::vec(clock(), 0..1).boxed(),
        _ => prop::collection::vec(clock(), 0..3).boxed(),
    };
    let meddling = match weather {
        Weather::Meddled => meddling().boxed(),
        _ => Just(Meddling::default()).boxed(),
    };
    let lag = prop_oneof![Just(0), 0..2_000_u64, 0..LONGEST_LAG].prop_map(Duration::from_millis);
    let way = prop_oneof![4 => 1..400_u64, 1 => 1..LONGEST_WAY].prop_map(Duration::from_millis);
    (
        prop::collection::vec(person(), 1..7),
        prop::collection::vec(lag, 1..4),
        prop::collection::vec((way.clone(), way), 1..8),
        fates,
        crashes,
        any::<bool>(),
        clocks,
        meddling,
    )
        .prop_map(
            |(people, lags, ways, fates, crashes, log_is_open, clocks, meddling)| Case {
                people,
                lags,
                ways,
                fates,
                crashes,
                log_is_open,
                clocks,
                meddling,
            },
        )
}

/// Most are a little wrong; some by days, longer than any run may take.
fn clock() -> impl Strategy<Value = (Duration, i64)> {
    let ahead = prop_oneof![
        4 => -40..40_i64,
        3 => -600..600_i64,
        1 => prop_oneof![Just(-3 * 86_400), Just(3 * 86_400)],
    ];
    (moment(), ahead)
}

fn moment() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(0), 0..3_000_u64, 0..400_000_u64].prop_map(Duration::from_millis)
}

fn meddling() -> impl Strategy<Value = Meddling> {
    let decision = any::<bool>().prop_map(|again| match again {
        true => Decision::SendAgain,
        false => Decision::TakeAsDone,
    });
    (
        prop::option::of(moment()),
        prop::option::of(moment()),
        prop::collection::vec(decision, 0..5),
    )
        .prop_map(|(second, stop, decisions)| Meddling {
            second,
            stop,
            decisions,
        })
}

fn person() -> impl Strategy<Value = Person> {
    let kind = prop_oneof![
        3 => any::<bool>().prop_map(|mail| Kind::New { mail }),
        2 => Just(Kind::Pending),
        1 => Just(Kind::Accepted),
    ];
    (kind, 0..3_usize, 0..2_usize).prop_map(|(kind, groups, applications)| Person {
        kind,
        groups: groups.max(usize::from(kind == Kind::Accepted)),
        applications,
    })
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Answered),
        2 => Just(Fate::LostBefore),
        3 => Just(Fate::LostAfter),
        1 => Just(Fate::NoConnection),
        1 => (1..90_u8).prop_map(Fate::Throttled),
        1 => prop::option::of(1..90_u8).prop_map(Fate::Busy),
        2 => any::<bool>().prop_map(|done| Fate::Gateway { done }),
        1 => Just(Fate::Refused),
    ]
}

fn crash() -> impl Strategy<Value = Crash> {
    prop_oneof![
        2 => (0..3_000_u64).prop_map(Duration::from_millis).prop_map(Crash::After),
        1 => (0..400_000_u64).prop_map(Duration::from_millis).prop_map(Crash::After),
        2 => (1..20_u64, any::<bool>()).prop_map(|(nth, lost)| Crash::AtRequest { nth, lost }),
        4 => (1..24_u64, prop::option::of(0..40_u8))
            .prop_map(|(nth, turns)| Crash::AtAnswer { nth, turns }),
    ]
}
