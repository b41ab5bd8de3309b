//! The moments at which a run is killed.

use std::collections::{BTreeMap, BTreeSet};

use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

/// How the tenant behaves meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Latency and quotas; every write is seen at once.
    Still,
    /// The directory lags as well.
    Lagging,
    /// Requests go wrong by chance as well: refused, cut off before and after their effect.
    Rough,
}

/// What the desk is killed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A request has arrived and is held; it is never carried out.
    Lost,
    /// A request has arrived and is held; it is carried out when the next process begins to ask.
    Late,
    /// A request is carried out and its answer kept back.
    Withheld,
    /// The journal is written.
    Journal,
    /// The same, and the power goes with it: the end of the write-ahead log is torn.
    Torn,
}

/// One kill.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    pub(crate) moment: Moment,
    /// How far into the run, as a part of all requests or of all journal writes.
    pub(crate) share: f64,
}

/// One life of a run, with its kills.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) name: String,
    pub(crate) weather: Weather,
    pub(crate) cuts: Vec<Cut>,
}

impl Weather {
    pub(crate) const ALL: [Self; 3] = [Self::Still, Self::Lagging, Self::Rough];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Lagging => "lagging",
            Self::Rough => "rough",
        }
    }
}

impl Moment {
    const ALL: [Self; 5] = [
        Self::Lost,
        Self::Late,
        Self::Withheld,
        Self::Journal,
        Self::Torn,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Late => "late",
            Self::Withheld => "withheld",
            Self::Journal => "journal",
            Self::Torn => "torn",
        }
    }
}

/// Moments of each kind in each weather, and lives with two kills.
const EACH: [(Weather, usize, usize); 3] = [
    (Weather::Still, 20, 10),
    (Weather::Lagging, 20, 10),
    (Weather::Rough, 4, 5),
];

/// How many points are tried where not all are.
const SAMPLE: usize = 20;

/// All points, in order.
pub(crate) fn all() -> Vec<Point> {
    EACH.iter()
        .flat_map(|(weather, once, twice)| {
            let once = Moment::ALL
                .into_iter()
                .flat_map(move |moment| (0..*once).map(move |n| point(*weather, moment, n, *once)));
            once.chain((0..*twice).map(|n| killed_twice(*weather, n, *twice)))
        })
        .collect()
}

/// How far the n-th of so many points is.
fn share(n: usize, of: usize) -> f64 {
    (n as f64 + 0.5) / of as f64
}

fn point(weather: Weather, moment: Moment, n: usize, of: usize) -> Point {
    Point {
        name: format!(
            "{}::{}::{:02}_of_{of}",
            weather.name(),
            moment.name(),
            n + 1
        ),
        weather,
        cuts: vec![Cut {
            moment,
            share: share(n, of),
        }],
    }
}

/// The process that takes the run up is killed as well, at another kind of moment.
fn killed_twice(weather: Weather, n: usize, of: usize) -> Point {
    let moments = Moment::ALL;
    let first = moments[n % moments.len()];
    let second = moments[(n + 1 + n / moments.len()) % moments.len()];
    let begin = share(n, of) * 0.8;
    Point {
        name: format!("{}::twice::{:02}_of_{of}", weather.name(), n + 1),
        weather,
        cuts: vec![
            Cut {
                moment: first,
                share: begin,
            },
            Cut {
                moment: second,
                share: (1.0 - begin) * 0.3,
            },
        ],
    }
}

/// The names of twenty points, spread over all kinds.
pub(crate) fn sample(seed: u64) -> BTreeSet<String> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for point in all() {
        let kind = point.name.rsplit_once("::").unwrap().0.to_owned();
        kinds.entry(kind).or_default().push(point.name);
    }
    let mut kinds: Vec<Vec<String>> = kinds.into_values().collect();
    kinds.shuffle(&mut dice);
    let mut sample = BTreeSet::new();
    for n in 0..SAMPLE {
        let of_kinds = kinds.len();
        let kind = &mut kinds[n % of_kinds];
        sample.insert(kind.swap_remove(dice.random_range(0..kind.len())));
    }
    sample
}
