//! Which guest is in which group and has which application.

use uuid::Uuid;

use super::Plan;
use super::applications::assign;
use super::dice::{Dice, Part};
use crate::directory::Directory;

/// Of a large seed only so many guests have access to anything, so that no
/// group is larger than groups are.
const WITH_ACCESS: usize = 5000;

/// Gives guests access.
pub(super) fn plant(
    directory: &mut Directory,
    plan: &Plan,
    guests: &[Uuid],
    groups: &[Uuid],
    applications: &[Uuid],
) {
    let mut dice = Dice::new(plan.seed, Part::Access);
    for guest in guests.iter().take(WITH_ACCESS) {
        for _ in 0..dice.below(3) {
            let group = *dice.pick(groups);
            directory.seed_member(group, *guest);
        }
        if dice.percent(30) {
            let application = *dice.pick(applications);
            assign(directory, &mut dice, *guest, "User", application);
        }
    }
}
