//! How measuring fails.

use std::error::Error;
use std::fmt;

use desk::trouble::Trouble;

/// A measurement that cannot go on says why and is left out of the table.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A failure in Usher's own words.
#[derive(Debug)]
pub(crate) struct Failed(Trouble);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {:?}", self.0.code, self.0.explanation)
    }
}

impl Error for Failed {}

/// Makes an error of a trouble, for `?`.
pub(crate) fn failed(trouble: Trouble) -> Failed {
    Failed(trouble)
}
