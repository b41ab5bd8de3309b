//! What to do about a step that was sent and whose outcome is not known.
//!
//! A pure rule: it is told what was seen since, and says what comes next. It never says to send an
//! invitation while the first one may still turn up. It knows no wall clock, which may be wrong or
//! be set meanwhile: time is what has passed on the monotonic clock since the request had left for
//! certain.

use std::time::Duration;

use crate::plan::step::Step;

/// How long the directory is given to show what a lost answer may have done.
pub const SETTLE: Duration = Duration::from_secs(180);

/// First pause between two look-ups; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is known of a step on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// How often it was sent, the last time included.
    pub sends: u32,
    /// What was seen since the last sending, oldest first.
    pub lookups: Vec<Lookup>,
}

/// One look at the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// How long after the request had left for certain.
    pub after: Duration,
    /// True where the effect of the step is there.
    pub found: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextMove {
    /// It took effect.
    Done,
    /// Look when so much has passed; what has passed already means now.
    LookAgainAfter(Duration),
    /// It did not take effect: send it again.
    SendAgainOnce,
    /// It did not take effect, and was sent as often as it may be.
    GiveUp,
    /// The directory cannot settle it; only a person can.
    AskPerson,
}

/// Decides by what was seen.
///
/// - Found is done, whenever it was seen.
/// - An invitation that is not found counts as not sent only once it is still so when `settle` has
///   passed since it had left. Then it is sent again, once; if that gets lost as well, twice the time is
///   given, since nothing comes after it that would still notice a guest. What made a guest did all
///   of it, mail included.
/// - Adding a member and assigning a role can be repeated without harm, so one look is enough.
/// - Whether a mail went again to a guest who was there before cannot be seen in the directory.
pub fn next_move(step: &Step, attempt: &Attempt, settle: Duration) -> NextMove {
    if *step == Step::Resend {
        return NextMove::AskPerson;
    }
    if attempt.lookups.iter().any(|lookup| lookup.found) {
        return NextMove::Done;
    }
    let Some(last) = attempt.lookups.last() else {
        return NextMove::LookAgainAfter(Duration::ZERO);
    };
    if !matches!(step, Step::Invite { .. }) {
        return NextMove::SendAgainOnce;
    }
    let (enough, then) = match attempt.sends {
        ..=1 => (settle, NextMove::SendAgainOnce),
        2.. => (settle * 2, NextMove::GiveUp),
    };
    if last.after >= enough {
        return then;
    }
    let pause = u32::try_from(attempt.lookups.len() - 1)
        .ok()
        .and_then(|doublings| 2u32.checked_pow(doublings))
        .and_then(|times| FIRST_PAUSE.checked_mul(times))
        .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE));
    NextMove::LookAgainAfter((last.after + pause).min(enough))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INVITE: Step = Step::Invite { mail: true };

    fn attempt(sends: u32, seen: &[(u64, bool)]) -> Attempt {
        Attempt {
            sends,
            lookups: seen
                .iter()
                .map(|(seconds, found)| Lookup {
                    after: Duration::from_secs(*seconds),
                    found: *found,
                })
                .collect(),
        }
    }

    fn group() -> Step {
        Step::AddToGroup {
            group_id: "g".into(),
            group_name: "Suppliers".to_owned(),
        }
    }

    #[test]
    fn looks_before_anything_else_and_at_once() {
        for step in [INVITE, group()] {
            assert_eq!(
                next_move(&step, &attempt(1, &[]), SETTLE),
                NextMove::LookAgainAfter(Duration::ZERO)
            );
        }
    }

    #[test]
    fn found_late_is_done() {
        let seen = attempt(1, &[(0, false), (5, false), (90, true)]);
        assert_eq!(next_move(&INVITE, &seen, SETTLE), NextMove::Done);
    }

    #[test]
    fn not_found_is_sent_again_only_after_settling_and_only_once() {
        let early = attempt(1, &[(0, false), (179, false)]);
        assert_eq!(
            next_move(&INVITE, &early, SETTLE),
            NextMove::LookAgainAfter(SETTLE)
        );
        let late = [(0, false), (180, false)];
        assert_eq!(
            next_move(&INVITE, &attempt(1, &late), SETTLE),
            NextMove::SendAgainOnce
        );
        assert_eq!(
            next_move(&INVITE, &attempt(2, &late), SETTLE),
            NextMove::LookAgainAfter(Duration::from_secs(182)),
            "the last time it is not given up yet"
        );
        let later = [(0, false), (180, false), (360, false)];
        assert_eq!(
            next_move(&INVITE, &attempt(2, &later), SETTLE),
            NextMove::GiveUp
        );
    }

    #[test]
    fn what_can_be_repeated_is_repeated_at_once() {
        assert_eq!(
            next_move(&group(), &attempt(1, &[(0, false)]), SETTLE),
            NextMove::SendAgainOnce
        );
        assert_eq!(
            next_move(&group(), &attempt(1, &[(0, true)]), SETTLE),
            NextMove::Done
        );
    }

    #[test]
    fn a_mail_to_an_existing_guest_is_for_the_person_to_settle() {
        assert_eq!(
            next_move(&Step::Resend, &attempt(1, &[]), SETTLE),
            NextMove::AskPerson
        );
        let seen = attempt(1, &[(0, true)]);
        assert_eq!(next_move(&Step::Resend, &seen, SETTLE), NextMove::AskPerson);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Following the moves always ends, in a bounded number of look-ups, and never before time.
        #[test]
        fn the_looking_ends(settle in 0u64..400, sends in 1u32..3, appears in proptest::option::of(0u64..500)) {
            let settle = Duration::from_secs(settle);
            let mut attempt = attempt(sends, &[]);
            let mut moves = 0;
            loop {
                moves += 1;
                prop_assert!(moves < 30);
                match next_move(&INVITE, &attempt, settle) {
                    NextMove::LookAgainAfter(after) => {
                        let found = appears.is_some_and(|from| after >= Duration::from_secs(from));
                        attempt.lookups.push(Lookup { after, found });
                    }
                    NextMove::Done => {
                        prop_assert!(appears.is_some());
                        break;
                    }
                    last @ (NextMove::SendAgainOnce | NextMove::GiveUp) => {
                        prop_assert_eq!(last == NextMove::GiveUp, sends > 1);
                        let looked = attempt.lookups.last().map(|lookup| lookup.after);
                        prop_assert!(looked.is_some_and(|after| after >= settle * sends));
                        break;
                    }
                    NextMove::AskPerson => prop_assert!(false, "the directory tells"),
                }
            }
        }
    }
}
