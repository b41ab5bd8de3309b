//! The two faces of the tenant, and what each is made of.

use std::str::FromStr;

use thiserror::Error;

use crate::config::Config;
use crate::span::Span;
use crate::tx::Delays;

/// How the tenant behaves where nothing else is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    /// Answers at once, shows every write at once, refuses nobody for asking much.
    #[default]
    Gentle,
    /// As the service is: latency, lag, quotas, late audit entries, now and then a fault.
    Real,
}

/// Whether Conditional Access lets people sign in by device code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeviceCode {
    /// It does.
    #[default]
    Allowed,
    /// The sign-in page refuses with AADSTS53003 once the account is chosen; the client that polls
    /// hears nothing of it.
    Blocked,
}

/// A part of requests, from 0 (none) to 1 (all).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Portion(f64);

/// The text is no number from 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected a number from 0 to 1, and not {0:?}")]
pub struct PortionError(String);

/// The word is none of those that can stand here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, and not {found:?}")]
pub struct WordError {
    expected: &'static str,
    found: String,
}

/// A face with everything that was asked for by name laid over it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Manners {
    pub(crate) latency: Option<Span>,
    pub(crate) lag: Option<Span>,
    pub(crate) quotas: bool,
    pub(crate) audit_delay: Option<Span>,
    pub(crate) device_code: DeviceCode,
    pub(crate) random_faults: Portion,
}

impl Manners {
    pub(crate) fn of(config: &Config) -> Self {
        let face = match config.face {
            Face::Gentle => Self {
                latency: None,
                lag: None,
                quotas: false,
                audit_delay: None,
                device_code: DeviceCode::Allowed,
                random_faults: Portion::NONE,
            },
            Face::Real => Self {
                latency: Some(Span::new(80, 250)),
                lag: Some(Span::new(200, 2_500)),
                quotas: true,
                audit_delay: Some(Span::new(30_000, 120_000)),
                device_code: DeviceCode::Allowed,
                random_faults: Portion(0.004),
            },
        };
        Self {
            latency: config.latency.or(face.latency),
            lag: config.lag.or(face.lag),
            quotas: config.quotas.unwrap_or(face.quotas),
            audit_delay: config.audit_delay.or(face.audit_delay),
            device_code: config.device_code.unwrap_or(face.device_code),
            random_faults: config.random_faults.unwrap_or(face.random_faults),
        }
    }

    pub(crate) fn delays(&self) -> Delays {
        Delays {
            lag: self.lag,
            audit: self.audit_delay,
        }
    }
}

impl Portion {
    const NONE: Self = Self(0.0);

    pub(crate) fn part(self) -> f64 {
        self.0
    }
}

impl FromStr for Portion {
    type Err = PortionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(part) if (0.0..=1.0).contains(&part) => Ok(Self(part)),
            _ => Err(PortionError(text.to_owned())),
        }
    }
}

impl FromStr for Face {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "gentle" => Ok(Self::Gentle),
            "real" => Ok(Self::Real),
            _ => Err(WordError {
                expected: "gentle or real",
                found: text.to_owned(),
            }),
        }
    }
}

impl FromStr for DeviceCode {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "allowed" => Ok(Self::Allowed),
            "blocked" => Ok(Self::Blocked),
            _ => Err(WordError {
                expected: "allowed or blocked",
                found: text.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_by_name_counts_over_the_face() {
        let config = Config {
            face: Face::Real,
            lag: Some(Span::new(0, 0)),
            quotas: Some(false),
            ..Config::default()
        };
        let manners = Manners::of(&config);
        assert_eq!(manners.latency, Some(Span::new(80, 250)));
        assert_eq!(
            (manners.lag, manners.quotas),
            (Some(Span::new(0, 0)), false)
        );
        let gentle = Manners::of(&Config::default());
        assert_eq!((gentle.latency, gentle.audit_delay), (None, None));
        assert_eq!(gentle.random_faults, Portion::NONE);
    }

    #[test]
    fn words_and_numbers_are_read() {
        assert_eq!("real".parse(), Ok(Face::Real));
        assert_eq!("blocked".parse(), Ok(DeviceCode::Blocked));
        assert_eq!("0.25".parse(), Ok(Portion(0.25)));
        assert!("Real".parse::<Face>().is_err() && "off".parse::<DeviceCode>().is_err());
        for wrong in ["", "x", "-0.1", "1.1", "NaN", "inf"] {
            assert!(wrong.parse::<Portion>().is_err(), "{wrong:?} was taken");
        }
    }
}
