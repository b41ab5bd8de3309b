//! What a measurement found.

use serde::{Deserialize, Serialize};

/// One line of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    /// What was measured.
    pub(crate) what: String,
    /// What it is to be; none where it is told for the reader alone.
    pub(crate) bar: Option<String>,
    /// What it is.
    pub(crate) measured: String,
    /// Whether the bar is met.
    pub(crate) met: Option<bool>,
}

/// Lines, how they were measured, and the numbers behind them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) lines: Vec<Line>,
    /// What was done, for whoever wants to judge or repeat it.
    pub(crate) how: String,
    pub(crate) raw: Vec<String>,
}

impl Measured {
    pub(crate) fn new(how: &str) -> Self {
        Self {
            how: how.split_whitespace().collect::<Vec<_>>().join(" "),
            ..Self::default()
        }
    }

    /// A number that may be at most so much. `shown` writes it.
    pub(crate) fn at_most(
        &mut self,
        what: &str,
        bar: f64,
        number: f64,
        shown: impl Fn(f64) -> String,
    ) {
        self.line(
            what,
            format!("at most {}", shown(bar)),
            shown(number),
            number <= bar,
        );
    }

    /// A number that must be at least so much.
    pub(crate) fn at_least(
        &mut self,
        what: &str,
        bar: f64,
        number: f64,
        shown: impl Fn(f64) -> String,
    ) {
        self.line(
            what,
            format!("at least {}", shown(bar)),
            shown(number),
            number >= bar,
        );
    }

    fn line(&mut self, what: &str, bar: String, measured: String, met: bool) {
        self.lines.push(Line {
            what: what.to_owned(),
            bar: Some(bar),
            measured,
            met: Some(met),
        });
    }

    /// Something worth knowing that has no bar.
    pub(crate) fn told(&mut self, what: &str, measured: String) {
        self.lines.push(Line {
            what: what.to_owned(),
            bar: None,
            measured,
            met: None,
        });
    }

    pub(crate) fn raw(&mut self, line: String) {
        self.raw.push(line);
    }
}

/// `1.08 x`
pub(crate) fn times(number: f64) -> String {
    format!("{number:.2} x")
}

/// `12 ms`, with a digit more where it is little.
pub(crate) fn ms(number: f64) -> String {
    match number {
        0.0..10.0 => format!("{number:.2} ms"),
        10.0..100.0 => format!("{number:.1} ms"),
        _ => format!("{number:.0} ms"),
    }
}

/// `1.42 s`
pub(crate) fn seconds(number: f64) -> String {
    format!("{number:.2} s")
}

/// `1200`
pub(crate) fn count(number: f64) -> String {
    format!("{number:.0}")
}

/// `5.1 MB`
pub(crate) fn mb(number: f64) -> String {
    format!("{number:.1} MB")
}
