//! One object of the directory with the versions that readers may still see.

use std::sync::Arc;

use time::OffsetDateTime;

/// An object, and while the directory lags the versions that lie behind it.
#[derive(Debug)]
pub struct Slot<T> {
    latest: Option<Arc<T>>,
    lagging: Option<Box<Lagging<T>>>,
}

#[derive(Debug)]
struct Lagging<T> {
    settled: Option<Arc<T>>,
    steps: Vec<Step<T>>,
}

#[derive(Debug)]
struct Step<T> {
    visible_at: OffsetDateTime,
    value: Option<Arc<T>>,
}

impl<T> Clone for Step<T> {
    fn clone(&self) -> Self {
        Self {
            visible_at: self.visible_at,
            value: self.value.clone(),
        }
    }
}

impl<T> Clone for Lagging<T> {
    fn clone(&self) -> Self {
        Self {
            settled: self.settled.clone(),
            steps: self.steps.clone(),
        }
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self {
            latest: self.latest.clone(),
            lagging: self.lagging.clone(),
        }
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            latest: None,
            lagging: None,
        }
    }
}

/// What a reader is allowed to see.
#[derive(Debug, Clone, Copy)]
pub enum Sight {
    /// Every write, at once.
    Latest,
    /// Only what had reached the replicas at this moment.
    Lagged(OffsetDateTime),
}

impl<T> Slot<T> {
    /// A slot whose value everybody sees.
    pub fn settled(value: Arc<T>) -> Self {
        Self {
            latest: Some(value),
            lagging: None,
        }
    }

    /// The value as `sight` allows it.
    pub fn get(&self, sight: Sight) -> Option<&Arc<T>> {
        match (sight, &self.lagging) {
            (Sight::Latest, _) | (_, None) => self.latest.as_ref(),
            (Sight::Lagged(now), Some(lagging)) => lagging
                .steps
                .iter()
                .rev()
                .find(|step| step.visible_at <= now)
                .map_or(lagging.settled.as_ref(), |step| step.value.as_ref()),
        }
    }

    /// The newest version that anybody can still see.
    pub(crate) fn newest(&self) -> Option<&Arc<T>> {
        let lagging = self.lagging.as_deref();
        self.latest.as_ref().or_else(|| {
            let steps = lagging.map_or(&[][..], |lagging| &lagging.steps);
            steps
                .iter()
                .rev()
                .find_map(|step| step.value.as_ref())
                .or_else(|| lagging.and_then(|lagging| lagging.settled.as_ref()))
        })
    }

    /// Writes `value`; lagged readers see it from `visible_at` on.
    pub(crate) fn set(
        &mut self,
        value: Option<Arc<T>>,
        now: OffsetDateTime,
        visible_at: Option<OffsetDateTime>,
    ) {
        let seen = self.get(Sight::Lagged(now)).cloned();
        let mut steps = self
            .lagging
            .take()
            .map_or_else(Vec::new, |lagging| lagging.steps);
        self.latest.clone_from(&value);
        let Some(visible_at) = visible_at else { return };
        // What was written before the version now seen is never seen again.
        if let Some(newest) = steps.iter().rposition(|step| step.visible_at <= now) {
            steps.drain(..=newest);
        }
        steps.push(Step { visible_at, value });
        self.lagging = Some(Box::new(Lagging {
            settled: seen,
            steps,
        }));
    }

    /// Whether nobody will ever see anything here again.
    pub(crate) fn is_spent(&self, now: OffsetDateTime) -> bool {
        self.latest.is_none()
            && self.get(Sight::Lagged(now)).is_none()
            && self
                .lagging
                .as_ref()
                .is_none_or(|lagging| lagging.steps.iter().all(|step| step.visible_at <= now))
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;

    fn at(second: i64) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::seconds(second)
    }

    fn seen(slot: &Slot<u8>, second: i64) -> Option<u8> {
        slot.get(Sight::Lagged(at(second))).map(|value| **value)
    }

    #[test]
    fn a_write_without_lag_is_seen_at_once() {
        let mut slot = Slot::settled(Arc::new(1));
        slot.set(Some(Arc::new(2)), at(0), None);
        assert_eq!(seen(&slot, 0), Some(2));
        slot.set(None, at(0), None);
        assert!(slot.is_spent(at(0)));
    }

    #[test]
    fn lag_hides_a_new_object_and_then_shows_it() {
        let mut slot = Slot::default();
        slot.set(Some(Arc::new(1)), at(0), Some(at(10)));
        assert_eq!(seen(&slot, 9), None);
        assert_eq!(seen(&slot, 10), Some(1));
        assert_eq!(slot.get(Sight::Latest).map(|value| **value), Some(1));
    }

    #[test]
    fn an_older_version_never_comes_back() {
        let mut slot = Slot::settled(Arc::new(1));
        slot.set(Some(Arc::new(2)), at(0), Some(at(30)));
        slot.set(Some(Arc::new(3)), at(1), Some(at(5)));
        assert_eq!(seen(&slot, 4), Some(1));
        assert_eq!(seen(&slot, 6), Some(3));
        slot.set(Some(Arc::new(4)), at(6), Some(at(40)));
        assert_eq!(seen(&slot, 31), Some(3));
        assert_eq!(seen(&slot, 40), Some(4));
    }

    #[test]
    fn a_deletion_lags_too() {
        let mut slot = Slot::settled(Arc::new(1));
        slot.set(None, at(0), Some(at(10)));
        assert_eq!(slot.newest().map(|value| **value), Some(1));
        assert_eq!(seen(&slot, 9), Some(1));
        assert!(!slot.is_spent(at(9)));
        assert!(slot.is_spent(at(10)));
    }
}
