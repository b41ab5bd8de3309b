//! Which organization a domain belongs to, as far as it was asked while the desk is open.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Tenant ids by domain; none for a domain that belongs to no organization.
#[derive(Default)]
pub(crate) struct TenantsByDomain(Mutex<HashMap<String, Option<String>>>);

impl TenantsByDomain {
    /// Those of these domains that are known.
    pub(super) fn known<'a>(
        &self,
        domains: impl Iterator<Item = &'a String>,
    ) -> HashMap<String, Option<String>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        domains
            .filter_map(|domain| Some((domain.clone(), kept.get(domain)?.clone())))
            .collect()
    }

    pub(super) fn keep(&self, domain: &str, tenant: Option<String>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(domain.to_owned(), tenant);
    }
}
