//! A length of time, or a range that lengths are drawn from.

use std::str::FromStr;
use std::time::Duration;

use rand::RngExt as _;
use thiserror::Error;

/// Milliseconds, fixed (`150`) or drawn evenly from a range (`0..400`, both
/// ends included).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    least: u64,
    most: u64,
}

/// The longest length, in milliseconds: an hour.
const LONGEST: u64 = 3_600_000;

/// The text is neither `MS` nor `MS..MS` with the smaller number first.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "expected a length such as 150, or a range such as 0..400, of at most an hour, and not {0:?}"
)]
pub struct SpanError(String);

impl Span {
    /// From `least` to `most` milliseconds.
    pub fn new(least: u64, most: u64) -> Self {
        Self {
            least: least.min(most),
            most: least.max(most),
        }
    }

    /// The same words in seconds: `45`, `30..120`.
    ///
    /// # Errors
    ///
    /// Text that is neither; more than an hour.
    pub fn seconds(text: &str) -> Result<Self, SpanError> {
        let span: Self = text.parse()?;
        if span.most > LONGEST / 1_000 {
            return Err(SpanError(text.to_owned()));
        }
        Ok(Self {
            least: span.least * 1_000,
            most: span.most * 1_000,
        })
    }

    /// One length out of the range.
    pub fn draw(self) -> Duration {
        Duration::from_millis(rand::rng().random_range(self.least..=self.most))
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SpanError(text.to_owned());
        let number = |part: &str| -> Result<u64, SpanError> {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong());
            }
            part.parse().map_err(|_| wrong())
        };
        let (least, most) = match text.split_once("..") {
            Some((least, most)) => (number(least)?, number(most)?),
            None => (number(text)?, number(text)?),
        };
        if least > most || most > LONGEST {
            return Err(wrong());
        }
        Ok(Self { least, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_ranges() {
        assert_eq!("150".parse(), Ok(Span::new(150, 150)));
        assert_eq!("0..400".parse(), Ok(Span::new(0, 400)));
        for wrong in [
            "",
            "x",
            "-1",
            "400..0",
            "1..",
            "..1",
            "+5",
            "1.5",
            "1...2",
            "99999999999",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong:?} was taken");
        }
    }

    #[test]
    fn reads_seconds_too() {
        assert_eq!(Span::seconds("30..120"), Ok(Span::new(30_000, 120_000)));
        assert_eq!(Span::seconds("0"), Ok(Span::new(0, 0)));
        assert!(Span::seconds("3601").is_err() && Span::seconds("2s").is_err());
    }

    #[test]
    fn draws_from_its_range() {
        let span = Span::new(10, 12);
        for _ in 0..100 {
            assert!((10..=12).contains(&span.draw().as_millis()));
        }
    }
}
