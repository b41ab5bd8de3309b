//! What the roles of a person add up to.

use super::{Power, Role, Standing, role};
use crate::policy::Known;

/// What the active roles say of one power.
pub(super) enum Held {
    /// A role carries it.
    Yes,
    /// No role carries it.
    No,
    /// It cannot be told; why, for a person.
    Unclear(String),
}

/// Adds up a power over the active roles. A role that is not in the table may carry it.
pub(super) fn held(standing: &Standing, power: impl Fn(&Role) -> Power) -> Held {
    let roles = match &standing.roles {
        Known::Known { value } => value,
        Known::NotChecked { why } => {
            return Held::Unclear(format!("Your roles could not be read: {why}"));
        }
    };
    let mut unclear = None;
    for active in roles {
        match role(&active.template_id).map_or(Power::Unclear, &power) {
            Power::Yes => return Held::Yes,
            Power::No => {}
            Power::Unclear => unclear = Some(&active.display_name),
        }
    }
    match unclear {
        Some(name) => Held::Unclear(format!(
            "It is not documented whether the role {name} includes this."
        )),
        None => Held::No,
    }
}
