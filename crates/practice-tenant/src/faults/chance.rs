//! What goes wrong with calls of Graph by chance.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{SLOW, Trouble};

/// What goes wrong, with its part of a hundred.
static KINDS: [(u32, Trouble); 10] = [
    (25, Trouble::Status(503, Some(1))),
    (10, Trouble::Status(503, None)),
    (10, Trouble::Status(429, Some(1))),
    (10, Trouble::Status(500, None)),
    (10, Trouble::Status(504, None)),
    (10, Trouble::Html(502, None)),
    (5, Trouble::DropBefore),
    (5, Trouble::DropAfter),
    (5, Trouble::Cut),
    (10, Trouble::Slow(SLOW)),
];

/// Draws for every call of Graph, whatever its version.
#[derive(Debug)]
pub(super) struct Chance {
    part: f64,
    draws: ChaCha8Rng,
}

impl Chance {
    /// Lets this part of the calls go wrong; nothing where that is none.
    pub(super) fn new(seed: u64, part: f64) -> Option<Self> {
        (part > 0.0).then(|| Self {
            part: part.min(1.0),
            draws: ChaCha8Rng::seed_from_u64(seed),
        })
    }

    /// What befalls a request with this path.
    pub(super) fn draw(&mut self, path: &str) -> Option<Trouble> {
        let path = path.to_ascii_lowercase();
        if !path.starts_with("/v1.0/") && !path.starts_with("/beta/") {
            return None;
        }
        // Both are drawn for every call, so that the n-th always has the same draws.
        let befalls = self.draws.random_bool(self.part);
        let mut left: u32 = self.draws.random_range(0..100);
        let kind = KINDS
            .iter()
            .find(|(part, _)| match left.checked_sub(*part) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            });
        kind.filter(|_| befalls).map(|(_, trouble)| trouble.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLS: usize = 10_000;

    fn fates(part: f64, path: &str) -> Vec<Option<Trouble>> {
        let mut chance = Chance::new(1, part).expect("a chance");
        (0..CALLS).map(|_| chance.draw(path)).collect()
    }

    #[test]
    fn the_part_asked_for_goes_wrong_in_both_versions() {
        for path in ["/v1.0/users", "/beta/policies/b2bManagementPolicies"] {
            for (part, least, most) in [(1.0, CALLS, CALLS), (0.5, 4_800, 5_200), (0.1, 900, 1_100)]
            {
                let wrong = fates(part, path).iter().flatten().count();
                assert!((least..=most).contains(&wrong), "{part} of {path}: {wrong}");
            }
            assert_eq!(fates(0.5, path), fates(0.5, path));
        }
        assert!(
            fates(1.0, "/common/oauth2/v2.0/token")
                .iter()
                .all(Option::is_none)
        );
        assert!(Chance::new(1, 0.0).is_none());
    }

    #[test]
    fn every_kind_has_its_part() {
        assert_eq!(KINDS.iter().map(|(part, _)| part).sum::<u32>(), 100);
        let fates = fates(1.0, "/v1.0/me");
        for (part, trouble) in &KINDS {
            let came = fates
                .iter()
                .filter(|fate| fate.as_ref() == Some(trouble))
                .count();
            let told = *part as usize * CALLS / 100;
            assert!(came.abs_diff(told) < 150, "{trouble:?}: {came} for {told}");
        }
    }
}
