//! Where to cut a list of guests by the time they were made, so that its parts can be asked for
//! side by side. Parts overlap by the second at which they are cut.

use entra::graph::GuestFilter;
use futures_util::future::join_all;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// Before the directory had guests; where the search for a middle begins when a part has no
/// beginning.
const BEGINNING: OffsetDateTime = datetime!(2012-01-01 00:00 UTC);

/// How often parts are counted and cut.
const CUTS: usize = 10;

/// What is shorter is not cut.
const SHORTEST: Duration = Duration::seconds(2);

/// As many parts, judging by some guests' times; fewer where too many of them fall together.
pub(super) fn even(mut sample: Vec<OffsetDateTime>, parts: usize) -> Vec<GuestFilter> {
    sample.sort_unstable();
    let mut cuts: Vec<OffsetDateTime> = (1..parts)
        .filter_map(|part| sample.get(part * sample.len() / parts))
        .map(|moment| moment.truncate_to_second())
        .collect();
    cuts.dedup();
    let from = std::iter::once(None).chain(cuts.iter().copied().map(Some));
    let to = cuts.iter().copied().map(Some).chain([None]);
    from.zip(to)
        .map(|(from, to)| GuestFilter::Created { from, to })
        .collect()
}

/// More even parts, if these are far from it: how many guests each holds is counted, and what is
/// too large is cut until it is not. None where they will do, or cannot be counted.
pub(super) async fn evened<Count: Future<Output = Option<u64>>>(
    parts: &[GuestFilter],
    total: u64,
    now: OffsetDateTime,
    count: impl Fn(GuestFilter) -> Count,
) -> Option<Vec<GuestFilter>> {
    let largest = total.div_ceil(u64::try_from(parts.len()).ok()?) * 3 / 2;
    let (mut fit, mut open) = (Vec::new(), parts.to_vec());
    for _ in 0..CUTS {
        let counts = join_all(open.iter().map(|part| count(*part))).await;
        let mut cut = Vec::new();
        for (part, counted) in open.into_iter().zip(counts) {
            let counted = counted?;
            match halves(part, now).filter(|_| counted > largest) {
                Some(halves) => cut.extend(halves),
                None => fit.push(part),
            }
        }
        open = cut;
        if open.is_empty() {
            break;
        }
    }
    fit.extend(open);
    (fit.len() > parts.len()).then_some(fit)
}

/// A part cut in the middle of its time, if it can be cut.
fn halves(part: GuestFilter, now: OffsetDateTime) -> Option<[GuestFilter; 2]> {
    let GuestFilter::Created { from, to } = part else {
        return None;
    };
    let (first, last) = (from.unwrap_or(BEGINNING), to.unwrap_or(now));
    let length: Duration = last - first;
    if length < SHORTEST {
        return None;
    }
    let middle: OffsetDateTime = first + length / 2;
    let middle = middle.truncate_to_second();
    Some([
        GuestFilter::Created {
            from,
            to: Some(middle),
        },
        GuestFilter::Created {
            from: Some(middle),
            to,
        },
    ])
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use proptest::prelude::*;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-24 08:00 UTC);

    fn moment(milliseconds: i64) -> OffsetDateTime {
        BEGINNING + Duration::milliseconds(milliseconds)
    }

    /// As the service has it: whole seconds, both edges included.
    fn holds(part: GuestFilter, moment: OffsetDateTime) -> bool {
        let GuestFilter::Created { from, to } = part else {
            return false;
        };
        from.is_none_or(|from| moment >= from.truncate_to_second())
            && to.is_none_or(|to| moment <= to.truncate_to_second())
    }

    proptest! {
        #[test]
        fn every_moment_lies_in_a_part(
            sample in prop::collection::vec(0..500_000_000_000_i64, 0..60),
            parts in 1..9_usize,
            asked in 0..500_000_000_000_i64,
        ) {
            let mut all = even(sample.into_iter().map(moment).collect(), parts);
            prop_assert!(all.len() <= parts && !all.is_empty());
            prop_assert!(all.iter().any(|part| holds(*part, moment(asked))));
            for _ in 0..3 {
                all = all
                    .into_iter()
                    .flat_map(|part| match halves(part, NOW) {
                        Some(halves) => halves.to_vec(),
                        None => vec![part],
                    })
                    .collect();
                prop_assert!(all.iter().any(|part| holds(*part, moment(asked))));
            }
        }
    }

    #[test]
    fn a_sample_is_cut_into_even_parts() {
        let sample: Vec<_> = (0..1_000).map(|n| moment(n * 3_600_000)).collect();
        for parts in [1, 3, 4] {
            let cut = even(sample.clone(), parts);
            assert_eq!(cut.len(), parts);
            for part in cut {
                let inside = sample.iter().filter(|at| holds(part, **at)).count();
                assert!(inside.abs_diff(1_000 / parts) <= 2, "{part:?} {inside}");
            }
        }
    }

    #[tokio::test]
    async fn parts_from_a_sample_that_misleads_are_cut_until_they_are_even() {
        // The sample is of the oldest; most guests came in a few weeks of last year.
        let late = datetime!(2025-09-01 00:00 UTC);
        let mut all: Vec<_> = (0..1_000).map(|n| moment(n * 60_000)).collect();
        let misleading = even(all.clone(), 4);
        all.extend((0..49_000).map(|n| late + Duration::seconds(n * 50)));
        let count = |part| {
            let inside = all.iter().filter(|at| holds(part, **at));
            ready(u64::try_from(inside.count()).ok())
        };
        let better = evened(&misleading, 50_000, NOW, count).await.unwrap();
        for part in &better {
            assert!(count(*part).await.unwrap() <= 18_750, "{part:?}");
        }
        assert!(
            all.iter()
                .all(|at| better.iter().any(|part| holds(*part, *at)))
        );
        let good = even(all.clone(), 4);
        assert_eq!(evened(&good, 50_000, NOW, count).await, None);
        let uncounted = |_| ready(None);
        assert_eq!(evened(&misleading, 50_000, NOW, uncounted).await, None);
    }

    #[test]
    fn what_was_made_at_once_stays_together() {
        let all_at_once = vec![moment(5_000); 500];
        let parts = even(all_at_once, 4);
        assert!(parts.len() <= 2, "{parts:?}");
        let second = GuestFilter::Created {
            from: Some(moment(5_000)),
            to: Some(moment(6_000)),
        };
        assert_eq!(halves(second, NOW), None);
        assert_eq!(halves(GuestFilter::Undated, NOW), None);
    }
}
