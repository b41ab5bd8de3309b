//! Guests whom a run of ours made a moment ago, and whom the directory need not show yet.

use guests::address;
use guests::draft::DraftKind;
use guests::guest::Guest;
use guests::plan::survey::Holder;
use guests::plan::survey::PersonFacts;
use guests::policy::Known;
use rusqlite::Connection;

use super::Surveyor;
use crate::run::elsewhere::made_lately;
use crate::store::StoreError;
use crate::trouble::Trouble;

impl Surveyor<'_> {
    /// Fills in the guests whom the directory does not show, so that a plan does not invite them
    /// again. Whether a resend is still due nobody can tell of them, so those are left as they are.
    pub(super) async fn fill_in_made_lately(
        &self,
        facts: &mut [PersonFacts],
    ) -> Result<(), Trouble> {
        if self.draft.kind == DraftKind::Resend {
            return Ok(());
        }
        let people = self.draft.people.iter().zip(&*facts).enumerate();
        let missing: Vec<_> = people
            .filter(|(_, (_, facts))| {
                let deleted = matches!(facts.deleted.value(), Some(Some(_)));
                facts.holder.value() == Some(&Holder::Nobody) && !deleted
            })
            .filter_map(|(place, (person, _))| {
                let checked = address::check(&person.address).ok()?;
                Some((
                    place,
                    checked,
                    person.display_name.clone(),
                    person.user_id.clone(),
                ))
            })
            .collect();
        let now = self.inner.moment();
        let find = move |connection: &Connection| -> Result<Vec<_>, StoreError> {
            let mut found = Vec::new();
            for (place, address, name, chosen) in missing {
                let Some((id, sent)) = made_lately(connection, &address, now)? else {
                    continue;
                };
                if chosen.is_some_and(|chosen| chosen != id) {
                    continue;
                }
                let sent = sent.map(|sent| sent.here);
                let guest = Guest {
                    id,
                    display_name: name.unwrap_or_else(|| address.clone()),
                    mail: Some(address),
                    user_principal_name: String::new(),
                    user_type: Some("Guest".to_owned()),
                    creation_type: Some("Invitation".to_owned()),
                    external_user_state: Some("PendingAcceptance".to_owned()),
                    external_user_state_change: sent,
                    created: sent,
                    account_enabled: true,
                    company_name: None,
                    other_mails: Vec::new(),
                };
                found.push((place, Holder::Guest { guest }));
            }
            Ok(found)
        };
        for (place, value) in self.inner.store.read(find).await? {
            facts[place].holder = Known::Known { value };
        }
        Ok(())
    }
}
