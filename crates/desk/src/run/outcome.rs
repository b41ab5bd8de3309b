//! What a step comes to. Only here is a step told done, failed or not sent, so that what may have
//! taken effect is never called undone.

use guests::activity::StepState;
use guests::explanation::Explanation;
use time::OffsetDateTime;

use super::words;
use crate::store::run_steps::Entry;

impl Entry {
    /// True where a sending may have taken effect. One that was refused does not count as a
    /// sending, and one that was looked up and not found does not count any more.
    pub(super) fn may_have_happened(&self) -> bool {
        self.sends > self.settled
    }

    /// The directory was asked in time, and no sending had an effect.
    pub(super) fn settle(&mut self) {
        self.settled = self.sends;
    }

    /// It took effect.
    pub(super) fn done(&mut self, now: OffsetDateTime, remark: Option<Explanation>) {
        self.end(StepState::Done, now, remark);
    }

    /// It was refused for good; the person is asked where an earlier sending may have been heard.
    pub(super) fn failed(&mut self, now: OffsetDateTime, why: Explanation) {
        if self.may_have_happened() {
            self.ask(words::refused_after_loss(why));
        } else {
            self.end(StepState::Failed, now, Some(why));
        }
    }

    /// It is not sent; the person is asked where an earlier sending may have been heard.
    pub(super) fn skipped(&mut self, now: OffsetDateTime, why: Explanation) {
        if self.may_have_happened() {
            self.ask(words::left_after_loss(why));
        } else {
            self.end(StepState::Skipped, now, Some(why));
        }
    }

    /// Only a person can tell.
    pub(super) fn ask(&mut self, question: Explanation) {
        self.state = StepState::Unknown;
        self.asks_person = true;
        self.ended = None;
        self.next_try = None;
        self.explanation = Some(question);
    }

    /// It is tried, or looked up, again at this moment.
    pub(super) fn wait(&mut self, state: StepState, until: OffsetDateTime, why: Explanation) {
        self.state = state;
        self.next_try = Some(until);
        self.explanation = Some(why);
    }

    fn end(&mut self, state: StepState, now: OffsetDateTime, why: Option<Explanation>) {
        self.state = state;
        self.asks_person = false;
        self.ended = Some(now);
        self.next_try = None;
        self.explanation = why;
    }
}

#[cfg(test)]
mod tests {
    use guests::plan::step::Step;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-24 10:00 UTC);

    fn entry(sends: u32, settled: u32) -> Entry {
        Entry {
            sends,
            settled,
            ..Entry::planned(0, 0, Step::Resend)
        }
    }

    #[test]
    fn what_may_have_been_heard_is_never_told_undone() {
        for end in [Entry::failed, Entry::skipped] {
            let mut lost = entry(1, 0);
            end(&mut lost, NOW, words::stopped());
            assert_eq!((lost.state, lost.asks_person), (StepState::Unknown, true));
            for (sends, settled) in [(0, 0), (1, 1)] {
                let mut unsent = entry(sends, settled);
                end(&mut unsent, NOW, words::stopped());
                assert!(matches!(
                    unsent.state,
                    StepState::Failed | StepState::Skipped
                ));
                assert_eq!((unsent.ended, unsent.asks_person), (Some(NOW), false));
            }
        }
    }
}
