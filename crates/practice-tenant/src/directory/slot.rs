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
        steps.retain(|step| step.visible_at > now);
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
