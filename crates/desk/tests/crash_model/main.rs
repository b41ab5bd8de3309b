//! The journal against a model of crashes.
//!
//! A desk, its store and its journal are the real ones; the service is a [`directory`] in a few
//! lines, and time is virtual. Hundreds of cases are drawn: who is in the run, how long the
//! directory lags, what becomes of each request, how wrong the clock is, and when everything is cut
//! off; in some, people stop the run, decide, and start another one over the same addresses. After
//! the last crash the run is taken up until nobody but a person can bring it further; then what it says is
//! held against what the directory did. A case that fails is made smaller before it is shown.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends here"
)]

mod case;
mod clock;
mod directory;
mod laws;
mod meddled;
mod network;
mod seen;
mod story;

use proptest::test_runner::{Config, TestRunner};

/// Cases in each of the tests, which run side by side.
const CASES: u32 = 150;

fn hold(weather: case::Weather) {
    let config = Config {
        cases: std::env::var("PROPTEST_CASES").map_or(CASES, |cases| cases.parse().unwrap()),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let held = TestRunner::new(config).run(&case::cases(weather), |case| story::tell(&case));
    if let Err(failure) = held {
        panic!("{failure}");
    }
}

#[test]
fn cut_off_in_a_sound_network() {
    hold(case::Weather::Sound);
}

#[test]
fn cut_off_in_a_network_that_loses_things() {
    hold(case::Weather::Lossy);
}

#[test]
fn stopped_decided_and_run_twice_in_a_network_that_loses_things() {
    hold(case::Weather::Meddled);
}

#[test]
fn not_cut_off_in_a_network_that_loses_things() {
    hold(case::Weather::Uncut);
}
