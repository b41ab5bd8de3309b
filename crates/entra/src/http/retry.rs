//! Whether to send a request again, and when.

use std::time::Duration;

use super::operation::Replay;

/// What came of one attempt, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No connection: nothing was sent.
    NotSent,
    /// Sent, perhaps; no whole answer.
    Lost,
    /// An answer that is no success.
    Status {
        status: u16,
        retry_after: Option<Duration>,
    },
}

/// What one call may spend on repeating itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Attempts in all, not counting those that were throttled with a Retry-After.
    pub(crate) attempts: u32,
    /// The longest that all pauses together may take.
    pub(crate) waiting: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            attempts: 4,
            waiting: Duration::from_secs(5 * 60),
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Again { after: Duration },
    GiveUp,
}

/// What is known about the effect of a change that is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    Unknown,
}

/// The first pause when the service names none; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause that is chosen here.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// A pause that the service names is taken as it is from here on.
const SHORTEST_ASKED: Duration = Duration::from_secs(1);

/// Decides after `attempt` (the first is 1) with `waited` spent on pauses so far. `jitter`
/// lies in 0..1 and spreads callers that failed together.
pub(crate) fn decide(
    attempt: u32,
    replay: Replay,
    outcome: Outcome,
    waited: Duration,
    budget: Budget,
    jitter: f64,
) -> Decision {
    if !repeatable(replay, outcome) {
        return Decision::GiveUp;
    }
    let asked = match outcome {
        Outcome::Status { retry_after, .. } => retry_after,
        _ => None,
    };
    if asked.is_none() && attempt >= budget.attempts {
        return Decision::GiveUp;
    }
    // A wait of nothing, or until a moment that the own clock has passed, would be no pause at all.
    let after = match asked {
        Some(asked) if asked >= SHORTEST_ASKED => asked,
        _ => pause(attempt, jitter).max(asked.unwrap_or_default()),
    };
    if waited + after > budget.waiting {
        return Decision::GiveUp;
    }
    Decision::Again { after }
}

/// What an attempt may have changed. A 4xx is the service's own refusal; a 5xx may come from
/// something in front of it while the work goes on behind.
pub(crate) fn effect(replay: Replay, outcome: Outcome) -> Effect {
    let unknown = match outcome {
        Outcome::NotSent => false,
        Outcome::Lost | Outcome::Status { status: 408, .. } => true,
        Outcome::Status {
            status,
            retry_after,
        } => status >= 500 && status != 501 && !(status == 503 && retry_after.is_some()),
    };
    if unknown && replay != Replay::Safe {
        Effect::Unknown
    } else {
        Effect::None
    }
}

fn repeatable(replay: Replay, outcome: Outcome) -> bool {
    match outcome {
        Outcome::NotSent => true,
        Outcome::Lost | Outcome::Status { status: 408, .. } => replay != Replay::Once,
        Outcome::Status {
            status: 429 | 503,
            retry_after: Some(_),
        } => true,
        Outcome::Status {
            status: 429 | 500 | 502 | 503 | 504,
            ..
        } => replay != Replay::Once,
        Outcome::Status { .. } => false,
    }
}

fn pause(attempt: u32, jitter: f64) -> Duration {
    let doubled = FIRST_PAUSE * 2u32.saturating_pow(attempt.saturating_sub(1).min(8));
    doubled
        .min(LONGEST_PAUSE)
        .mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Replay; 3] = [Replay::Safe, Replay::Repeatable, Replay::Once];

    fn status(status: u16, retry_after: Option<u64>) -> Outcome {
        Outcome::Status {
            status,
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    fn again(replay: Replay, outcome: Outcome) -> bool {
        let decision = decide(1, replay, outcome, Duration::ZERO, Budget::default(), 0.5);
        decision != Decision::GiveUp
    }

    #[test]
    fn what_may_be_sent_again() {
        for (outcome, safe, repeatable, once) in [
            (Outcome::NotSent, true, true, true),
            (Outcome::Lost, true, true, false),
            (status(429, Some(3)), true, true, true),
            (status(503, Some(3)), true, true, true),
            (status(429, None), true, true, false),
            (status(503, None), true, true, false),
            (status(500, None), true, true, false),
            (status(500, Some(3)), true, true, false),
            (status(502, None), true, true, false),
            (status(504, None), true, true, false),
            (status(408, None), true, true, false),
            (status(400, None), false, false, false),
            (status(401, None), false, false, false),
            (status(403, Some(3)), false, false, false),
            (status(404, None), false, false, false),
            (status(409, None), false, false, false),
            (status(410, None), false, false, false),
            (status(501, None), false, false, false),
        ] {
            let got = ALL.map(|replay| again(replay, outcome));
            assert_eq!(got, [safe, repeatable, once], "{outcome:?}");
        }
    }

    #[test]
    fn what_is_known_of_the_effect() {
        for (outcome, unknown) in [
            (Outcome::NotSent, false),
            (Outcome::Lost, true),
            (status(408, None), true),
            (status(429, None), false),
            (status(429, Some(900)), false),
            (status(503, Some(900)), false),
            (status(503, None), true),
            (status(500, None), true),
            (status(504, Some(1)), true),
            (status(501, None), false),
            (status(400, None), false),
            (status(403, None), false),
        ] {
            let got = ALL.map(|replay| effect(replay, outcome) == Effect::Unknown);
            assert_eq!(got, [false, unknown, unknown], "{outcome:?}");
        }
    }

    #[test]
    fn the_service_is_waited_for_as_it_asks_within_the_budget() {
        let budget = Budget::default();
        let at = |attempt, seconds, waited| {
            let outcome = status(429, Some(seconds));
            let waited = Duration::from_secs(waited);
            decide(attempt, Replay::Once, outcome, waited, budget, 0.0)
        };
        let after = Duration::from_secs(10);
        assert_eq!(at(1, 10, 0), Decision::Again { after });
        assert_eq!(at(20, 10, 290), Decision::Again { after });
        assert_eq!(at(20, 10, 291), Decision::GiveUp);
        assert_eq!(at(1, 3600, 0), Decision::GiveUp);
    }

    #[test]
    fn a_wait_of_nothing_comes_to_an_end() {
        let budget = Budget::default();
        let mut waited = Duration::ZERO;
        for attempt in 1..1000 {
            let outcome = status(503, Some(0));
            match decide(attempt, Replay::Once, outcome, waited, budget, 0.0) {
                Decision::Again { after } => waited += after,
                Decision::GiveUp => return,
            }
        }
        panic!("it is asked for ever, after {waited:?}");
    }

    #[test]
    fn pauses_double_and_attempts_end() {
        let mut pauses = Vec::new();
        for attempt in 1..=4 {
            match decide(
                attempt,
                Replay::Safe,
                Outcome::Lost,
                Duration::ZERO,
                Budget::default(),
                1.0,
            ) {
                Decision::Again { after } => pauses.push(after.as_millis()),
                Decision::GiveUp => pauses.push(0),
            }
        }
        assert_eq!(pauses, [500, 1000, 2000, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// The rule that keeps a partner from being mailed twice.
        #[test]
        fn once_is_never_repeated_when_it_may_have_taken_effect(
            attempt in 1u32..10,
            code in 100u16..600,
            retry_after in proptest::option::of(0u64..1000),
            lost in any::<bool>(),
            jitter in 0.0f64..1.0,
        ) {
            let outcome = if lost { Outcome::Lost } else { status(code, retry_after) };
            let decision = decide(attempt, Replay::Once, outcome, Duration::ZERO, Budget::default(), jitter);
            if effect(Replay::Once, outcome) == Effect::Unknown {
                prop_assert_eq!(decision, Decision::GiveUp);
            }
        }

        #[test]
        fn the_pauses_never_exceed_the_budget(
            outcomes in proptest::collection::vec((0u16..3, proptest::option::of(0u64..200)), 1..40),
        ) {
            let budget = Budget::default();
            let mut waited = Duration::ZERO;
            for (attempt, (kind, retry_after)) in (1u32..).zip(outcomes) {
                let outcome = match kind {
                    0 => Outcome::NotSent,
                    1 => Outcome::Lost,
                    _ => status(503, retry_after),
                };
                match decide(attempt, Replay::Safe, outcome, waited, budget, 0.3) {
                    Decision::Again { after } => waited += after,
                    Decision::GiveUp => break,
                }
            }
            prop_assert!(waited <= budget.waiting);
        }
    }
}
