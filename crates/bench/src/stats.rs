//! Medians, percentiles, and how numbers are written.

use std::time::Duration;

/// Samples of one thing, in milliseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1e3);
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The value that this part of the samples does not exceed; 0 where there are none.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        quantile(&self.0, part)
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    pub(crate) fn most(&self) -> f64 {
        self.quantile(1.0)
    }

    /// All of them in the order they were taken, in seconds.
    pub(crate) fn seconds(&self) -> String {
        let each: Vec<String> = self.0.iter().map(|ms| format!("{:.2}", ms / 1e3)).collect();
        format!("{} s", each.join(", "))
    }

    /// All of them in the order they were taken, in milliseconds.
    pub(crate) fn milliseconds(&self) -> String {
        let each: Vec<String> = self.0.iter().map(|ms| format!("{ms:.0}")).collect();
        format!("{} ms", each.join(", "))
    }
}

impl FromIterator<Duration> for Samples {
    fn from_iter<T: IntoIterator<Item = Duration>>(each: T) -> Self {
        let mut samples = Self::default();
        each.into_iter().for_each(|took| samples.push(took));
        samples
    }
}

/// The value that this part of the numbers does not exceed, by nearest rank.
pub(crate) fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (part * sorted.len() as f64).ceil() as usize;
    sorted
        .get(rank.clamp(1, sorted.len().max(1)) - 1)
        .copied()
        .unwrap_or(0.0)
}

/// The middle one.
pub(crate) fn median(numbers: &[f64]) -> f64 {
    quantile(numbers, 0.5)
}

/// Bytes as megabytes.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_by_nearest_rank() {
        let numbers: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(quantile(&numbers, 0.5), 50.0);
        assert_eq!(quantile(&numbers, 0.99), 99.0);
        assert_eq!(quantile(&numbers, 1.0), 100.0);
        assert_eq!(quantile(&[7.0], 0.99), 7.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
