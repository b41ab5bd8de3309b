//! The queue against a model of the service: requests travel for uneven times, and the service
//! counts them as they arrive. Time is simulated.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

use proptest::prelude::*;

use super::Priority;
use super::cost::{Cost, Limit, PerLimit};
use super::limits::Word;
use super::queue::{Ending, Queue, Sent, Ticket};

/// How the service counts.
#[derive(Debug, Clone, Copy)]
enum Counting {
    /// Tokens flow in evenly.
    Tokens,
    /// So many in any span.
    Spans,
}

/// One limit at the service: capacity, and the seconds in which that much is allowed.
#[derive(Debug, Clone)]
struct Model {
    counting: Counting,
    capacity: f64,
    span: f64,
    level: f64,
    at: f64,
    arrived: Vec<(f64, f64)>,
}

impl Model {
    fn new(counting: Counting, capacity: f64, span: f64) -> Self {
        Self {
            counting,
            capacity,
            span,
            level: capacity,
            at: 0.0,
            arrived: Vec::new(),
        }
    }

    /// What is left after this one; below zero it is refused, and how far below it overdraws.
    fn left_after(&mut self, amount: f64, now: f64) -> f64 {
        match self.counting {
            Counting::Tokens => {
                let flowed = (now - self.at) * self.capacity / self.span;
                self.level = (self.level + flowed).min(self.capacity);
                self.at = now;
                self.level - amount
            }
            Counting::Spans => {
                self.arrived.retain(|(at, _)| *at > now - self.span);
                let used: f64 = self.arrived.iter().map(|(_, amount)| amount).sum();
                self.capacity - used - amount
            }
        }
    }

    fn take(&mut self, amount: f64, now: f64) {
        self.level -= amount;
        if matches!(self.counting, Counting::Spans) {
            self.arrived.push((now, amount));
        }
    }
}

fn published(counting: Counting, share: f64) -> PerLimit<Model> {
    PerLimit {
        units: Model::new(counting, 8_000.0 * share, 10.0),
        writes: Model::new(counting, 3_000.0 * share, 150.0),
        invitations: Model::new(counting, 150.0 * share, 5.0),
        reports: Model::new(counting, 5.0 * share, 10.0),
    }
}

#[derive(Debug, Clone)]
struct Demand {
    at: f64,
    priority: Priority,
    cost: Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Joins(usize),
    Looks(Ticket),
    Arrives(usize),
    Ends(usize, bool),
}

/// What came of a simulation.
#[derive(Debug, Default)]
struct Outcome {
    /// When the last answer came.
    ended: f64,
    /// How long each request waited to be sent.
    waited: Vec<f64>,
    /// By how much a limit was overdrawn at worst.
    overdrawn: PerLimit<f64>,
    refused: u32,
}

struct World {
    queue: Queue,
    service: PerLimit<Model>,
    /// Whether the service refuses what is too much, or only notes it.
    refuses: bool,
    /// Travel of a request: at least, and how uneven.
    travel: (f64, f64),
    dice: u64,
    events: BinaryHeap<Reverse<(Duration, u64, Event)>>,
    number: u64,
    sent: Vec<Option<Sent>>,
    tickets: HashMap<Ticket, usize>,
    /// When those who are first to wait look at the clock.
    alarms: HashMap<Ticket, Duration>,
    outcome: Outcome,
}

impl World {
    fn new(service: PerLimit<Model>, travel: (f64, f64), dice: u64) -> Self {
        Self {
            queue: Queue::new(),
            service,
            refuses: false,
            travel,
            dice,
            events: BinaryHeap::new(),
            number: 0,
            sent: Vec::new(),
            tickets: HashMap::new(),
            alarms: HashMap::new(),
            outcome: Outcome::default(),
        }
    }

    fn run(mut self, demand: &[Demand]) -> Outcome {
        self.sent = vec![None; demand.len()];
        self.outcome.waited = vec![0.0; demand.len()];
        for (index, wish) in demand.iter().enumerate() {
            self.at(wish.at, Event::Joins(index));
        }
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            match event {
                Event::Looks(ticket) => {
                    if self.alarms.get(&ticket) != Some(&now) {
                        continue;
                    }
                }
                Event::Joins(index) => {
                    let wish = &demand[index];
                    let ticket = self.queue.join(wish.priority, wish.cost);
                    self.tickets.insert(ticket, index);
                }
                Event::Arrives(index) => self.arrive(index, now),
                Event::Ends(index, refused) => self.end(index, refused, now),
            }
            self.admit(demand, now);
        }
        assert!(
            self.tickets.is_empty(),
            "somebody waits and nobody looks at the clock"
        );
        self.outcome
    }

    fn admit(&mut self, demand: &[Demand], now: Duration) {
        let admitted = self.queue.admit(now);
        for (ticket, sent) in admitted.sent {
            let index = self.tickets.remove(&ticket).unwrap();
            self.alarms.remove(&ticket);
            self.sent[index] = Some(sent);
            self.outcome.waited[index] = now.as_secs_f64() - demand[index].at;
            let travels = self.travel.0 / 2.0 + self.travel.1 * self.roll();
            self.at(now.as_secs_f64() + travels, Event::Arrives(index));
        }
        for (ticket, _) in admitted.first_to_wait {
            if let Some(moment) = self.queue.turn_of(ticket, now)
                && self.alarms.insert(ticket, moment) != Some(moment)
            {
                self.at_moment(moment, Event::Looks(ticket));
            }
        }
    }

    fn arrive(&mut self, index: usize, now: Duration) {
        let cost = self.sent[index].unwrap().cost;
        let seconds = now.as_secs_f64();
        let mut refused = false;
        for (limit, amount) in cost.limits() {
            let left = self
                .service
                .get_mut(limit)
                .left_after(f64::from(amount), seconds);
            refused |= self.refuses && left < -1e-6;
            let worst = self.outcome.overdrawn.get_mut(limit);
            *worst = worst.max(-left);
        }
        if !refused {
            for (limit, amount) in cost.limits() {
                self.service.get_mut(limit).take(f64::from(amount), seconds);
            }
        }
        let back = self.travel.0 / 2.0;
        self.at(seconds + back, Event::Ends(index, refused));
    }

    fn end(&mut self, index: usize, refused: bool, now: Duration) {
        let sent = self.sent[index].take().unwrap();
        let wait = Duration::from_secs(3);
        let ending = if refused {
            self.outcome.refused += 1;
            self.at_moment(now + wait, Event::Joins(index));
            Ending::Refused(Word::default(), Some(wait))
        } else {
            self.outcome.ended = now.as_secs_f64();
            Ending::Answered(Word::default())
        };
        self.queue.end(sent, &ending, now);
    }

    fn at(&mut self, seconds: f64, event: Event) {
        self.at_moment(Duration::from_secs_f64(seconds), event);
    }

    fn at_moment(&mut self, moment: Duration, event: Event) {
        self.number += 1;
        self.events.push(Reverse((moment, self.number, event)));
    }

    /// Between 0 and 1 (splitmix64).
    fn roll(&mut self) -> f64 {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.dice;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

const READ: Cost = Cost {
    units: 1,
    writes: 0,
    invitations: 0,
    reports: 0,
};
const WRITE: Cost = Cost { writes: 1, ..READ };
const INVITATION: Cost = Cost {
    invitations: 1,
    ..WRITE
};
const REPORT: Cost = Cost { reports: 1, ..READ };
const BATCH: Cost = Cost { units: 40, ..READ };

fn all_at_once(number: usize, priority: Priority, cost: Cost) -> Vec<Demand> {
    vec![
        Demand {
            at: 0.0,
            priority,
            cost
        };
        number
    ]
}

/// Crowds that come at some time, each of one kind.
fn demand() -> impl Strategy<Value = Vec<Demand>> {
    let kind = prop_oneof![
        4 => Just(INVITATION),
        2 => Just(WRITE),
        2 => Just(READ),
        2 => Just(BATCH),
        1 => Just(REPORT),
    ];
    let priority = prop_oneof![Just(Priority::Interactive), Just(Priority::Background)];
    let crowd = (0.0..30.0f64, 0.0..3.0f64, 1..120usize, kind, priority);
    prop::collection::vec(crowd, 1..12).prop_map(|crowds| {
        crowds
            .into_iter()
            .flat_map(|(from, spread, size, cost, priority)| {
                // Questions to the logs are few: two seconds each.
                let size = if cost.reports > 0 { size / 8 + 1 } else { size };
                (0..size).map(move |n| {
                    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
                    let at = from + spread * n as f64 / size as f64;
                    Demand { at, priority, cost }
                })
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_wanted_no_limit_is_overdrawn(
        demand in demand(),
        latency in 0.01..0.4f64,
        uneven in 0.0..0.2f64,
        dice in any::<u64>(),
    ) {
        let world = World::new(published(Counting::Tokens, 1.0), (latency, uneven), dice);
        let outcome = world.run(&demand);
        for limit in Limit::ALL {
            prop_assert!(*outcome.overdrawn.get(limit) < 1e-6, "{limit:?} {outcome:?}");
        }
    }

    #[test]
    fn a_saturated_limit_is_used_to_nine_tenths_at_least(
        (cost, number, floor) in prop_oneof![
            (300..600usize).prop_map(|n| (INVITATION, n, (n as f64 - 150.0) / 30.0)),
            (3_200..3_400usize).prop_map(|n| (WRITE, n, (n as f64 - 3_000.0) / 20.0)),
            (300..500usize).prop_map(|n| (BATCH, n, (n as f64 * 40.0 - 8_000.0) / 800.0)),
            (30..50usize).prop_map(|n| (REPORT, n, (n as f64 - 5.0) * 2.0)),
        ],
        background in any::<bool>(),
        uneven in 0.0..0.2f64,
        dice in any::<u64>(),
    ) {
        let priority = if background { Priority::Background } else { Priority::Interactive };
        let latency = 0.15;
        let world = World::new(published(Counting::Tokens, 1.0), (latency, uneven), dice);
        let outcome = world.run(&all_at_once(number, priority, cost));
        // Fewer than forty are on their way at once.
        let places = number as f64 * (latency + uneven) / 32.0;
        let floor = floor.max(places) + latency + uneven;
        prop_assert!(outcome.ended <= floor / 0.9, "{} {floor}", outcome.ended);
    }

    #[test]
    fn a_person_hardly_waits_while_the_background_is_saturated(
        kind in prop_oneof![Just(INVITATION), Just(WRITE), Just(BATCH)],
        asks in prop::collection::vec((1.0..20.0f64, prop_oneof![Just(READ), Just(INVITATION)]), 1..20),
        uneven in 0.0..0.2f64,
        dice in any::<u64>(),
    ) {
        let mut demand = all_at_once(600, Priority::Background, kind);
        demand.extend(asks.iter().map(|(at, cost)| Demand {
            at: *at,
            priority: Priority::Interactive,
            cost: *cost,
        }));
        let world = World::new(published(Counting::Tokens, 1.0), (0.15, uneven), dice);
        let outcome = world.run(&demand);
        for (waited, (at, _)) in outcome.waited.iter().skip(600).zip(&asks) {
            prop_assert!(*waited < 0.5, "asked at {at}, waited {waited}");
        }
    }

    #[test]
    fn a_service_with_other_rules_is_found_out(
        (counting, share, within) in prop_oneof![
            Just((Counting::Spans, 1.0, 1.25)),
            (0.5..0.9f64).prop_map(|share| (Counting::Tokens, share, 1.25)),
            (0.5..0.9f64).prop_map(|share| (Counting::Spans, share, 1.8)),
        ],
        uneven in 0.0..0.2f64,
        dice in any::<u64>(),
    ) {
        let mut world = World::new(published(counting, share), (0.15, uneven), dice);
        world.refuses = true;
        let outcome = world.run(&all_at_once(1_500, Priority::Background, INVITATION));
        prop_assert!(outcome.refused < 100, "{}", outcome.refused);
        let floor = 1_500.0 / 30.0 / share;
        prop_assert!(outcome.ended < floor * within, "{} {floor}", outcome.ended);
    }
}
