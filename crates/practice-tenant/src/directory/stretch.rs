//! Reading stretches of time, without a walk through everything.

use std::ops::Bound::{Excluded, Included, Unbounded};
use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Sight, User, View};
use crate::audit::AuditEntry;

impl<'a> View<'a> {
    /// All users that were created between these moments (both included, whole seconds since
    /// 1970), in order of moment and id, from after `after` on.
    pub fn users_created(
        &self,
        from: Option<i64>,
        to: Option<i64>,
        after: Option<(i64, Uuid)>,
    ) -> impl Iterator<Item = &'a Arc<User>> + use<'a> {
        let view = *self;
        let begin = from.map(|from| (from, Uuid::nil()));
        let start = match after {
            Some(after) if begin.is_none_or(|begin| after >= begin) => Excluded(after),
            _ => begin.map_or(Unbounded, Included),
        };
        self.directory
            .created
            .range((start, Unbounded))
            .take_while(move |(created, _)| to.is_none_or(|to| *created <= to))
            .filter_map(move |(_, id)| view.user(*id))
    }

    /// Entries of the audit log from the first of these moments to the last, both included, in the
    /// order of their moments; also those that are not shown yet.
    pub fn audits(
        &self,
        from: Option<OffsetDateTime>,
        to: Option<OffsetDateTime>,
    ) -> &'a [AuditEntry] {
        let all = &self.directory.audits;
        let first = from.map_or(0, |from| {
            all.partition_point(|entry| entry.activity_date_time < from)
        });
        let end = to.map_or(all.len(), |to| {
            all.partition_point(|entry| entry.activity_date_time <= to)
        });
        all.get(first..end).unwrap_or_default()
    }

    /// Whether the audit log shows this entry by now.
    pub fn shows(&self, entry: &AuditEntry) -> bool {
        match self.sight {
            Sight::Latest => true,
            Sight::Lagged(now) => entry.visible_at <= now,
        }
    }
}
