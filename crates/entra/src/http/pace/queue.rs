//! Who goes next. No clock and no waiting: the time is an argument.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Priority;
use super::cost::{Cost, Limit, PerLimit};
use super::limits::{Limits, Word};
use super::places::Places;

/// After so many requests that a person waits for, one of the background goes first, so that it
/// never stands still.
const IN_A_ROW: u32 = 8;

/// A place in the queue.
pub(super) type Ticket = u64;

/// How a request ended, as far as the pace is concerned.
#[derive(Debug, Clone)]
pub(crate) enum Ending {
    /// It was never sent.
    Unsent,
    /// The service answered.
    Answered(Word),
    /// The service refused it for being too much, and said how long to wait.
    Refused(Word, Option<Duration>),
    /// No answer, or one that says that the service is in trouble.
    Trouble,
}

/// A request that was let through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    pub(super) priority: Priority,
    pub(super) cost: Cost,
    pub(super) at: Duration,
}

/// Who was let through, and who is first to wait for a limit and has to look at the clock, at
/// this moment at the earliest.
#[derive(Debug, Default)]
pub(super) struct Admitted {
    pub(super) sent: Vec<(Ticket, Sent)>,
    pub(super) first_to_wait: Vec<(Ticket, Duration)>,
}

/// Somebody in the queue.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    ticket: Ticket,
    priority: Priority,
    cost: Cost,
    /// Whether it goes before its turn, and past the reserve.
    favoured: bool,
}

/// What keeps the first of those who wait for a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) limit: Limit,
    pub(super) until: Duration,
}

/// Those of one priority who need the same limits, in the order of coming. When the first of
/// them cannot go, none can.
#[derive(Debug)]
struct Line {
    priority: Priority,
    needs: PerLimit<bool>,
    waiting: BTreeMap<Ticket, Cost>,
}

/// Those who wait, and what they wait for.
#[derive(Debug)]
pub(super) struct Queue {
    limits: Limits,
    places: Places,
    lines: Vec<Line>,
    next: Ticket,
    in_a_row: u32,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self {
            limits: Limits::new(),
            places: Places::new(),
            lines: Vec::new(),
            next: 0,
            in_a_row: 0,
        }
    }

    /// Takes a place at the end.
    pub(super) fn join(&mut self, priority: Priority, cost: Cost) -> Ticket {
        self.next += 1;
        let needs = cost.needs();
        let same = |line: &&mut Line| line.priority == priority && line.needs == needs;
        if let Some(line) = self.lines.iter_mut().find(same) {
            line.waiting.insert(self.next, cost);
        } else {
            self.lines.push(Line {
                priority,
                needs,
                waiting: BTreeMap::from([(self.next, cost)]),
            });
        }
        self.next
    }

    /// Leaves; true if it was still waiting.
    pub(super) fn leave(&mut self, ticket: Ticket) -> bool {
        let mut lines = self.lines.iter_mut();
        lines.any(|line| line.waiting.remove(&ticket).is_some())
    }

    /// Lets through whoever can go now, in order. Nobody goes who needs something that somebody
    /// before them waits for.
    pub(super) fn admit(&mut self, now: Duration) -> Admitted {
        self.limits.refill(now);
        let mut admitted = Admitted::default();
        let mut lacking = PerLimit::default();
        let mut stopped = Vec::new();
        while let Some(waiting) = self.first(&stopped) {
            if !self.places.is_free(Priority::Interactive) {
                break;
            }
            let has_place = self.places.is_free(waiting.priority);
            if has_place {
                let (may_pass, is_first) = self.may_pass(waiting, now, &mut lacking);
                if may_pass {
                    let sent = self.send(waiting, now);
                    admitted.sent.push((waiting.ticket, sent));
                    continue;
                }
                if is_first && let Some(wait) = self.longest_wait(waiting) {
                    admitted.first_to_wait.push((waiting.ticket, wait.until));
                }
            }
            stopped.push((waiting.priority, waiting.cost.needs()));
        }
        admitted
    }

    fn send(&mut self, waiting: Waiting, now: Duration) -> Sent {
        let Waiting {
            ticket,
            priority,
            cost,
            ..
        } = waiting;
        self.leave(ticket);
        self.limits.take(cost);
        self.places.take(priority);
        self.in_a_row = match priority {
            Priority::Interactive if self.first_of_background().is_some() => self.in_a_row + 1,
            _ => 0,
        };
        Sent {
            priority,
            cost,
            at: now,
        }
    }

    /// A request that was let through has ended.
    pub(super) fn end(&mut self, sent: Sent, ending: &Ending, now: Duration) {
        self.limits.refill(now);
        self.limits.end(sent.cost, matches!(ending, Ending::Unsent));
        self.places.give_back(sent.priority);
        match ending {
            Ending::Unsent => {}
            Ending::Answered(word) => {
                self.places.grow();
                self.limits.hear(sent.cost, word, now);
            }
            Ending::Refused(word, wait) => {
                self.refused(sent.cost, word, sent.at, *wait, now);
            }
            Ending::Trouble => self.places.shrink(sent.at, now),
        }
    }

    /// Part of an answered request was refused for being too much.
    pub(super) fn refused(
        &mut self,
        cost: Cost,
        word: &Word,
        sent: Duration,
        wait: Option<Duration>,
        now: Duration,
    ) {
        self.places.shrink(sent, now);
        self.limits.refused(cost, word, sent, wait, now);
    }

    /// The limits' part of the service's word on a part of an answered request.
    pub(super) fn hear(&mut self, cost: Cost, word: &Word, now: Duration) {
        self.limits.hear(cost, word, now);
    }

    /// When the limits will let this one through, those before it counted; none if they would
    /// now, so that it waits for a place.
    pub(super) fn turn_of(&self, ticket: Ticket, now: Duration) -> Option<Duration> {
        let own = self.all().find(|waiting| waiting.ticket == ticket)?;
        let mut before = Cost::default();
        for waiting in self.all().filter(|waiting| waiting.rank() <= own.rank()) {
            before = before.and(waiting.cost);
        }
        let turn = own.cost.limits().map(|(limit, _)| {
            let all = f64::from(*before.get(limit));
            let flowed = self.limits.bucket(limit).flowed_at(all);
            flowed.max(self.ready_at(own, limit))
        });
        turn.max().filter(|moment| *moment > now)
    }

    /// The limit that keeps whoever is first to wait for one.
    pub(super) fn waits_for(&self, now: Duration) -> Option<Wait> {
        let waits = self.heads().filter_map(|waiting| {
            let longest = self.longest_wait(waiting)?;
            (longest.until > now).then_some((waiting.rank(), longest))
        });
        let first = waits.min_by_key(|(rank, _)| *rank);
        first.map(|(_, wait)| wait)
    }

    /// Since when the service asks for a pause, while it does.
    pub(super) fn throttled_since(&self, now: Duration) -> Option<Duration> {
        self.limits.throttled_since(now)
    }

    /// Whether the limits let it through; and whether it is the first that one of them stops.
    fn may_pass(
        &self,
        waiting: Waiting,
        now: Duration,
        lacking: &mut PerLimit<bool>,
    ) -> (bool, bool) {
        let (mut may_pass, mut is_first) = (true, false);
        for (limit, _) in waiting.cost.limits() {
            let lacked = lacking.get_mut(limit);
            let there = self.ready_at(waiting, limit) <= now;
            may_pass &= there && !*lacked;
            is_first |= !there && !*lacked;
            *lacked |= !there;
        }
        (may_pass, is_first)
    }

    fn longest_wait(&self, waiting: Waiting) -> Option<Wait> {
        let waits = waiting.cost.limits().map(|(limit, _)| Wait {
            limit,
            until: self.ready_at(waiting, limit),
        });
        waits.max_by_key(|wait| wait.until)
    }

    fn ready_at(&self, waiting: Waiting, limit: Limit) -> Duration {
        let amount = f64::from(*waiting.cost.get(limit));
        // Nobody waits in person for an invitation: runs send them all.
        let leaves_reserve = waiting.priority == Priority::Background
            && !waiting.favoured
            && limit != Limit::Invitations;
        self.limits.bucket(limit).ready_at(amount, leaves_reserve)
    }

    /// Who is first of those whose lines are not stopped.
    fn first(&self, stopped: &[(Priority, PerLimit<bool>)]) -> Option<Waiting> {
        self.heads()
            .filter(|waiting| !stopped.contains(&(waiting.priority, waiting.cost.needs())))
            .min_by_key(Waiting::rank)
    }

    /// The first of each line.
    fn heads(&self) -> impl Iterator<Item = Waiting> {
        let favoured = self.favoured();
        self.lines.iter().filter_map(move |line| {
            let (ticket, cost) = line.waiting.first_key_value()?;
            Some(Waiting::new(*ticket, line.priority, *cost, favoured))
        })
    }

    fn all(&self) -> impl Iterator<Item = Waiting> {
        let favoured = self.favoured();
        self.lines.iter().flat_map(move |line| {
            line.waiting
                .iter()
                .map(move |(ticket, cost)| Waiting::new(*ticket, line.priority, *cost, favoured))
        })
    }

    /// Who of the background has been passed often enough to go before all.
    fn favoured(&self) -> Option<Ticket> {
        self.first_of_background()
            .filter(|_| self.in_a_row >= IN_A_ROW)
    }

    fn first_of_background(&self) -> Option<Ticket> {
        self.lines
            .iter()
            .filter(|line| line.priority == Priority::Background)
            .filter_map(|line| line.waiting.keys().next())
            .min()
            .copied()
    }
}

impl Waiting {
    fn new(ticket: Ticket, priority: Priority, cost: Cost, favoured: Option<Ticket>) -> Self {
        Self {
            ticket,
            priority,
            cost,
            favoured: favoured == Some(ticket),
        }
    }

    /// Persons before the background, each in the order of coming, and who is favoured before
    /// all.
    fn rank(&self) -> (u8, Ticket) {
        let class = match self.priority {
            _ if self.favoured => 0,
            Priority::Interactive => 1,
            Priority::Background => 2,
        };
        (class, self.ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Cost = Cost {
        units: 1,
        writes: 0,
        invitations: 0,
        reports: 0,
    };
    const INVITATION: Cost = Cost {
        invitations: 1,
        writes: 1,
        ..READ
    };
    const NOW: Duration = Duration::ZERO;

    fn tickets(admitted: &Admitted) -> Vec<Ticket> {
        admitted.sent.iter().map(|(ticket, _)| *ticket).collect()
    }

    /// Lets everything through that there is, and ends it at once.
    fn drain(queue: &mut Queue, now: Duration) -> Vec<Ticket> {
        let mut drained = Vec::new();
        loop {
            let admitted = queue.admit(now);
            if admitted.sent.is_empty() {
                return drained;
            }
            drained.extend(tickets(&admitted));
            for (_, sent) in admitted.sent {
                queue.end(sent, &Ending::Answered(Word::default()), now);
            }
        }
    }

    #[test]
    fn persons_go_before_the_background() {
        let mut queue = Queue::new();
        let background = queue.join(Priority::Background, READ);
        let persons: Vec<_> = (0..8)
            .map(|_| queue.join(Priority::Interactive, READ))
            .collect();
        assert_eq!(
            tickets(&queue.admit(NOW)),
            [persons, vec![background]].concat()
        );
    }

    #[test]
    fn the_background_never_stands_still() {
        let report = Cost { reports: 1, ..READ };
        let mut queue = Queue::new();
        for _ in 0..4 {
            queue.join(Priority::Interactive, report);
        }
        drain(&mut queue, NOW);
        let background = queue.join(Priority::Background, report);
        let mut passed = 0;
        // More persons than the limit lets through, for ever.
        for second in 1.. {
            queue.join(Priority::Interactive, report);
            let went = drain(&mut queue, Duration::from_secs(second));
            if went.contains(&background) {
                break;
            }
            passed += went.len();
            assert!(passed < 20);
        }
        assert_eq!(passed, 8);
    }

    #[test]
    fn who_needs_nothing_that_lacks_goes_past() {
        let mut queue = Queue::new();
        for _ in 0..144 {
            queue.join(Priority::Interactive, INVITATION);
        }
        assert_eq!(drain(&mut queue, NOW).len(), 144);
        let waits = queue.join(Priority::Interactive, INVITATION);
        let second = queue.join(Priority::Interactive, INVITATION);
        let read = queue.join(Priority::Interactive, READ);
        let admitted = queue.admit(NOW);
        assert_eq!(tickets(&admitted), [read]);
        let turn = queue.turn_of(waits, NOW).unwrap();
        assert_eq!(admitted.first_to_wait, [(waits, turn)]);
        assert!(queue.turn_of(second, NOW).unwrap() > turn);
        assert_eq!(
            queue.waits_for(NOW),
            Some(Wait {
                limit: Limit::Invitations,
                until: turn
            })
        );
        assert_eq!(tickets(&queue.admit(turn)), [waits]);
    }

    #[test]
    fn who_leaves_makes_room_for_the_next() {
        let mut queue = Queue::new();
        for _ in 0..144 {
            queue.join(Priority::Interactive, INVITATION);
        }
        drain(&mut queue, NOW);
        let first = queue.join(Priority::Interactive, INVITATION);
        let second = queue.join(Priority::Interactive, INVITATION);
        let turn = queue.turn_of(first, NOW).unwrap();
        queue.leave(first);
        assert_eq!(queue.turn_of(second, NOW), Some(turn));
        assert_eq!(tickets(&queue.admit(turn)), [second]);
    }

    #[test]
    fn what_was_not_sent_costs_nothing() {
        let mut queue = Queue::new();
        for _ in 0..1_000 {
            queue.join(Priority::Interactive, INVITATION);
            for (_, sent) in queue.admit(NOW).sent {
                queue.end(sent, &Ending::Unsent, NOW);
            }
        }
        assert_eq!(queue.waits_for(NOW), None);
    }
}
