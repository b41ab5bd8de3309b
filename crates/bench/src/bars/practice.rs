//! How soon a large practice tenant answers.

use crate::large::{FEW, MANY};
use crate::measured::{Measured, mb, seconds};
use crate::outcome::Outcome;
use crate::practice::Practice;
use crate::stats::{Samples, megabytes};

const ROUNDS: usize = 3;

pub(crate) fn measure() -> Outcome<Measured> {
    let mut measured = Measured::new(
        "From the start of the program practice-tenant to the line with which it says that it
         answers, with 250,000 guests and with 1,000. Three times each.",
    );
    let mut took = [Samples::default(), Samples::default()];
    let mut memory = 0;
    for _ in 0..ROUNDS {
        for (took, guests) in took.iter_mut().zip([MANY, FEW]) {
            let practice = Practice::start(&["--guests", &guests.to_string()])?;
            took.push(practice.started_in);
            memory = memory.max(practice.memory().proportional);
        }
    }
    measured.at_most(
        "practice tenant with 250,000 guests, start",
        10.0,
        took[0].median() / 1e3,
        seconds,
    );
    measured.told("the same, memory", mb(megabytes(memory)));
    for (guests, took) in [MANY, FEW].iter().zip(&took) {
        measured.raw(format!("{guests} guests: {}", took.seconds()));
    }
    Ok(measured)
}
