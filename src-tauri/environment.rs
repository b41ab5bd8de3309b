//! What the environment may set.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How long the directory may lag before "not found" counts, unless set otherwise.
const SETTLE: Duration = Duration::from_secs(180);

/// The variables that Usher reads, once, at start.
#[derive(Clone, Debug)]
pub struct Environment {
    /// `USHER_DATA_DIR`: moves everything that Usher keeps.
    pub data_dir: Option<PathBuf>,
    /// `USHER_PRACTICE`: the practice program's JSON line, or the path of a file that holds it.
    pub practice: Option<String>,
    /// `USHER_PRACTICE_RECORD`: a folder in which the practice tenant inside Usher writes down what its
    /// Graph was asked and answered, without tokens, for tests.
    pub practice_record: Option<PathBuf>,
    /// `USHER_SETTLE_SECONDS`: shortens the settling time, for tests.
    pub settle: Duration,
}

impl Environment {
    /// Reads the environment through `var`.
    pub fn read(var: impl Fn(&str) -> Option<OsString>) -> Self {
        let text = |name| var(name).and_then(|value: OsString| value.into_string().ok());
        Self {
            data_dir: var("USHER_DATA_DIR")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from),
            practice: text("USHER_PRACTICE").filter(|value| !value.trim().is_empty()),
            practice_record: var("USHER_PRACTICE_RECORD")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from),
            settle: text("USHER_SETTLE_SECONDS")
                .and_then(|value| value.trim().parse::<f64>().ok())
                .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
                .map_or(SETTLE, |seconds| {
                    Duration::from_secs_f64(seconds.min(3600.0))
                }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Environment {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Environment::read(move |name| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn settling_takes_three_minutes_unless_told_otherwise() {
        assert_eq!(read(&[]).settle, Duration::from_secs(180));
        assert_eq!(
            read(&[("USHER_SETTLE_SECONDS", "0.5")]).settle,
            Duration::from_millis(500)
        );
        assert_eq!(
            read(&[("USHER_SETTLE_SECONDS", "-1")]).settle,
            Duration::from_secs(180)
        );
        assert_eq!(
            read(&[("USHER_SETTLE_SECONDS", "soon")]).settle,
            Duration::from_secs(180)
        );
    }

    #[test]
    fn an_empty_variable_is_as_good_as_none() {
        assert!(read(&[("USHER_DATA_DIR", "")]).data_dir.is_none());
        assert!(read(&[("USHER_PRACTICE", " ")]).practice.is_none());
        let record = read(&[("USHER_PRACTICE_RECORD", "")]).practice_record;
        assert!(record.is_none());
    }
}
