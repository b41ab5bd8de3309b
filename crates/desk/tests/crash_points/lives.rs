//! Takes a run through its kills to its end.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::journal::{self, Watch};
use super::points::{Cut, Moment, Point, Weather};
use super::process::Process;
use super::stage::Stage;
use super::wire::Act;
use super::{torn, verdict};

/// How often the process is looked after while a moment is waited for.
const LOOK: Duration = Duration::from_millis(50);
/// Between two looks at the journal: about as long as one of its writes takes.
const GLANCE: Duration = Duration::from_micros(400);
/// A point that comes too late, because this run needed fewer requests than the measured one, is
/// moved forward so often.
const NEARER: u32 = 4;

/// What a run needs that nothing cuts off.
#[derive(Clone, Copy)]
pub(crate) struct Measure {
    requests: u64,
    writes: u64,
}

/// A run in this weather that nothing cuts off.
pub(crate) fn whole(weather: Weather) -> Result<Measure, String> {
    static MEASURED: [OnceLock<Result<Measure, String>>; 3] = [const { OnceLock::new() }; 3];
    let measured = MEASURED[weather as usize].get_or_init(|| {
        let stage = Stage::set(weather);
        let _told = stage.wire.set_trap(u64::MAX, Act::Hold);
        let receipt = Process::start(&stage.order).receipt()?;
        verdict::hold(&stage, &receipt, &BTreeMap::new())?;
        Ok(Measure {
            requests: stage.wire.count(),
            writes: Watch::new(stage.folder()).version(),
        })
    });
    measured.clone()
}

/// Takes a run through this point, and holds its receipt against the ledger.
pub(crate) fn live(point: &Point) -> Result<(), String> {
    let measure = whole(point.weather)?;
    let mut closer = 1.0;
    for _ in 0..NEARER {
        let stage = Stage::set(point.weather);
        if let Some(in_flight) = kill_at_each(&stage, point, measure, closer) {
            let receipt = Process::start(&stage.order).receipt()?;
            return verdict::hold(&stage, &receipt, &in_flight);
        }
        closer *= 0.8;
    }
    Err("the run was through before it could be killed".to_owned())
}

/// How often the invitation of which row was in flight at a kill; none where the run was through
/// first.
fn kill_at_each(
    stage: &Stage,
    point: &Point,
    measure: Measure,
    closer: f64,
) -> Option<BTreeMap<u32, usize>> {
    let mut in_flight = BTreeMap::new();
    for cut in &point.cuts {
        if !kill_at(stage, *cut, measure, closer) {
            return None;
        }
        stage.runtime.block_on(stage.wire.quiet());
        if cut.moment == Moment::Lost {
            stage.wire.drop_held();
        }
        if cut.moment == Moment::Torn {
            let way = (cut.share * 1000.0) as u64;
            torn::tear(stage.folder(), |id| stage.wire.has_seen(id), way);
        }
        for row in journal::left(stage.folder()).invitations {
            *in_flight.entry(row).or_default() += 1;
        }
    }
    Some(in_flight)
}

/// Starts a process and kills it at this moment. False where it came to its end first.
fn kill_at(stage: &Stage, cut: Cut, measure: Measure, closer: f64) -> bool {
    let nth = |of: u64| ((of as f64 * cut.share * closer).ceil() as u64).max(1);
    let act = match cut.moment {
        Moment::Lost | Moment::Late => Act::Hold,
        Moment::Withheld => Act::KeepAnswer,
        Moment::Journal | Moment::Torn => {
            let watch = Watch::new(stage.folder());
            let goal = watch.version() + nth(measure.writes);
            let mut process = Process::start(&stage.order);
            while watch.version() < goal {
                if process.has_ended() {
                    return false;
                }
                std::thread::sleep(GLANCE);
            }
            return kill(&mut process);
        }
    };
    let told = stage.wire.set_trap(nth(measure.requests), act);
    let mut process = Process::start(&stage.order);
    is_told(&told, &mut process) && kill(&mut process)
}

fn is_told(told: &Receiver<()>, process: &mut Process) -> bool {
    loop {
        match told.recv_timeout(LOOK) {
            Ok(()) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) if process.has_ended() => return false,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// False where it had just ended by itself.
fn kill(process: &mut Process) -> bool {
    let lives = !process.has_ended();
    process.kill();
    lives
}
