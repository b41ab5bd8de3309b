//! Text that must not be printed.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A token, a device code or a redeem link.
///
/// It has no `Display` and no `Serialize`, its `Debug` shows nothing of the content, and the
/// memory is overwritten when it is dropped. [`Secret::expose`] is the one way in, so every
/// use can be found by its name.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_content() {
        let secret = Secret::new("eyJ0eXAi");
        let shown = format!("{secret:?} {:?}", Some(&secret));
        assert_eq!(shown, "Secret Some(Secret)");
        assert_eq!(secret.expose(), "eyJ0eXAi");
    }
}
