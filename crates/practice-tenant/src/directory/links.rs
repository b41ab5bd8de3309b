//! Links between objects (who is in what, who owns what), readable both ways.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use super::slot::{Sight, Slot};

/// A relation from holders (groups, applications) to the objects they hold.
#[derive(Debug, Default)]
pub(crate) struct Links {
    held: HashMap<Uuid, BTreeMap<Uuid, Slot<()>>>,
    holders: HashMap<Uuid, BTreeSet<Uuid>>,
}

impl Links {
    /// What `holder` holds, in order of id, from after `after` on.
    pub(crate) fn held(
        &self,
        holder: Uuid,
        after: Option<Uuid>,
        sight: Sight,
    ) -> impl Iterator<Item = Uuid> + '_ {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.map_or(Unbounded, Excluded);
        self.held
            .get(&holder)
            .into_iter()
            .flat_map(move |held| held.range((from, Unbounded)))
            .filter(move |(_, slot)| slot.get(sight).is_some())
            .map(|(id, _)| *id)
    }

    /// Who holds `object`, in order of id.
    pub(crate) fn holders(&self, object: Uuid, sight: Sight) -> impl Iterator<Item = Uuid> + '_ {
        self.holders
            .get(&object)
            .into_iter()
            .flatten()
            .copied()
            .filter(move |holder| self.contains(*holder, object, sight))
    }

    /// Whether `holder` holds `object`.
    pub(crate) fn contains(&self, holder: Uuid, object: Uuid, sight: Sight) -> bool {
        self.slot(holder, object)
            .is_some_and(|slot| slot.get(sight).is_some())
    }

    pub(crate) fn slot(&self, holder: Uuid, object: Uuid) -> Option<&Slot<()>> {
        self.held.get(&holder).and_then(|held| held.get(&object))
    }

    /// Ties or cuts the link; returns the slot as it was.
    pub(crate) fn set(
        &mut self,
        holder: Uuid,
        object: Uuid,
        linked: bool,
        now: OffsetDateTime,
        visible_at: Option<OffsetDateTime>,
    ) -> Option<Slot<()>> {
        let before = self.slot(holder, object).cloned();
        let slot = self
            .held
            .entry(holder)
            .or_default()
            .entry(object)
            .or_default();
        slot.set(linked.then(|| Arc::new(())), now, visible_at);
        let spent = slot.is_spent(now);
        self.holders.entry(object).or_default().insert(holder);
        if spent {
            self.replace(holder, object, None);
        }
        before
    }

    /// Puts a slot as it is, or takes it away.
    pub(crate) fn replace(&mut self, holder: Uuid, object: Uuid, slot: Option<Slot<()>>) {
        if let Some(slot) = slot {
            self.held.entry(holder).or_default().insert(object, slot);
            self.holders.entry(object).or_default().insert(holder);
            return;
        }
        if let Some(held) = self.held.get_mut(&holder) {
            held.remove(&object);
        }
        if let Some(holders) = self.holders.get_mut(&object) {
            holders.remove(&holder);
        }
    }
}
