//! A set of small numbers.

/// Numbers below a bound, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of the numbers below `bound`.
    pub(super) fn none(bound: usize) -> Self {
        Self(vec![0; bound.div_ceil(64)])
    }

    /// The numbers below `bound` of which this is true.
    pub(super) fn all(bound: usize, holds: impl Fn(usize) -> bool) -> Self {
        let word = |first: usize| {
            let numbers = first..bound.min(first + 64);
            numbers.fold(0, |word, number| {
                word | u64::from(holds(number)) << (number - first)
            })
        };
        Self((0..bound).step_by(64).map(word).collect())
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0
            .get(number / 64)
            .is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps the numbers that the other set has too.
    pub(super) fn and(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Keeps the numbers of which this is true.
    pub(super) fn retain(&mut self, holds: impl Fn(usize) -> bool) {
        for (place, word) in self.0.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                if !holds(place * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Its words, for parts of the set that are filled side by side: 64 numbers each.
    pub(super) fn words(&mut self) -> &mut [u64] {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let mut set = Bits::all(200, |number| number % 3 == 0);
        assert_eq!(set.count(), 67);
        assert!(set.has(0) && set.has(198) && !set.has(199) && !set.has(5_000));
        set.retain(|number| number % 2 == 0);
        assert_eq!(set, Bits::all(200, |number| number % 6 == 0));
        set.and(&Bits::all(200, |number| number < 7));
        let mut expected = Bits::none(200);
        expected.insert(0);
        expected.insert(6);
        assert_eq!(set, expected);
    }
}
