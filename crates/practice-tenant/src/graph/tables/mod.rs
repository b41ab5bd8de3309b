//! What each kind of object shows, and what it can be asked by.
//!
//! Operators per property follow "Advanced query capabilities on Microsoft Entra ID objects" and
//! its tables of supported filters (learn.microsoft.com, microsoftgraph/microsoft-graph-docs-contrib
//! `concepts/aad-advanced-queries.md`, `includes/filter-directory-objects.md`).

mod applications;
mod audits;
mod groups;
mod objects;
mod roles;
mod users;

pub(super) use applications::{APPLICATIONS, ASSIGNMENTS};
pub(super) use audits::AUDITS;
pub(super) use groups::GROUPS;
pub(super) use objects::{OBJECTS, Object, Role, Shower};
pub(super) use roles::ROLE_ASSIGNMENTS;
pub(super) use users::{BASIC, USERS};

use crate::odata::Level;

const D: Level = Level::Plain;
const A: Level = Level::Advanced;
const N: Level = Level::No;
