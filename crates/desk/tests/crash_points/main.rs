//! A run of sixty people killed with SIGKILL at more than two hundred different moments, and each
//! time taken up again by a new process until it is through.
//!
//! The practice tenant runs here and keeps the ledger; the desk is a process of its own, which this
//! program starts out of itself. Every request passes the [`wire`] between the two, where it can be
//! counted, held, carried out late, or have its answer kept back. What the desk says in the end is
//! held against the ledger.
//!
//!     cargo test -p desk --test crash_points                  a sample of twenty points
//!     cargo test -p desk --test crash_points -- --all         every point
//!     cargo test -p desk --test crash_points -- still::late   those of this name
//!
//! `USHER_CRASH_SEED` takes the sample of an earlier time again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

mod journal;
mod lives;
mod points;
mod process;
mod stage;
mod torn;
mod verdict;
mod wire;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    if let Some(order) = process::order() {
        return process::carry_out(&order);
    }
    let all = std::env::args().any(|argument| argument == "--all");
    let arguments = std::env::args().filter(|argument| argument != "--all");
    let mut arguments = Arguments::from_iter(arguments);
    arguments.include_ignored |= all;
    // A point keeps about one core busy.
    arguments.test_threads.get_or_insert(2);

    let seed = std::env::var("USHER_CRASH_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random);
    let sample = points::sample(seed);
    let mut trials = Vec::new();
    for weather in points::Weather::ALL {
        let whole = move || Ok(lives::whole(weather).map(|_| ())?);
        trials.push(Trial::test(format!("{}::uncut", weather.name()), whole));
    }
    for point in points::all() {
        let is_left_out = !sample.contains(&point.name) && !all && arguments.filter.is_none();
        let name = point.name.clone();
        trials.push(
            Trial::test(name, move || Ok(lives::live(&point)?)).with_ignored_flag(is_left_out),
        );
    }
    if !arguments.list {
        eprintln!("the sample is that of USHER_CRASH_SEED={seed}");
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
