//! What the environment may set.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use desk::accounts::Secret;

use crate::exit::Failure;

/// The window's name in the system, after which its standard data folder is called.
const IDENTIFIER: &str = "dev.usher.desktop";
/// How long the directory may lag before "not found" counts, unless set otherwise.
const SETTLE: Duration = Duration::from_secs(180);

/// The variables that the command line reads, once, at start.
pub(crate) struct Environment {
    /// `USHER_DATA_DIR`, or the folder of the window.
    pub(crate) data_dir: PathBuf,
    /// `USHER_ACCESS_TOKEN`: used for this command, kept nowhere.
    pub(crate) token: Option<Secret>,
    /// `USHER_SETTLE_SECONDS`: shortens the settling time, for tests.
    pub(crate) settle: Duration,
}

impl Environment {
    /// Reads the environment through `var`.
    pub(crate) fn read(var: impl Fn(&str) -> Option<OsString>) -> Result<Self, Failure> {
        let set = |name| var(name).filter(|value| !value.is_empty());
        let text = |name| set(name).and_then(|value| value.into_string().ok());
        let data_dir = match set("USHER_DATA_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => dirs::data_local_dir()
                .ok_or_else(|| {
                    Failure::usage(
                        "There is no folder for data on this computer. Set USHER_DATA_DIR.",
                    )
                })?
                .join(IDENTIFIER),
        };
        let token = text("USHER_ACCESS_TOKEN").map(Secret::new).map(trimmed);
        Ok(Self {
            data_dir,
            token: token.filter(|token| !token.expose().is_empty()),
            settle: text("USHER_SETTLE_SECONDS")
                .and_then(|value| value.trim().parse::<f64>().ok())
                .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
                .map_or(SETTLE, |seconds| {
                    Duration::from_secs_f64(seconds.min(3600.0))
                }),
        })
    }
}

/// Each copy on the way is overwritten.
fn trimmed(token: Secret) -> Secret {
    match token.expose().trim() {
        bare if bare.len() == token.expose().len() => token,
        bare => Secret::new(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Environment {
        let value = |name: &str| pairs.iter().find(|(key, _)| *key == name);
        Environment::read(|name| value(name).map(|(_, value)| value.into())).unwrap()
    }

    #[test]
    fn the_standard_folder_is_the_one_of_the_window() {
        let window = include_str!("../../../tauri.conf.json");
        let window: serde_json::Value = serde_json::from_str(window).unwrap();
        assert_eq!(window["identifier"], IDENTIFIER);
        if let Some(base) = dirs::data_local_dir() {
            assert_eq!(read(&[]).data_dir, base.join(IDENTIFIER));
        }
        let moved = read(&[("USHER_DATA_DIR", "/elsewhere")]);
        assert_eq!(moved.data_dir, PathBuf::from("/elsewhere"));
    }

    #[test]
    fn an_empty_variable_is_as_good_as_none() {
        let read = read(&[("USHER_ACCESS_TOKEN", " \n"), ("USHER_SETTLE_SECONDS", "x")]);
        assert!(read.token.is_none());
        let padded = self::read(&[("USHER_ACCESS_TOKEN", " a.b.c\n")]);
        assert_eq!(padded.token.unwrap().expose(), "a.b.c");
        assert_eq!(read.settle, SETTLE);
    }
}
