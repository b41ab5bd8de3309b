//! Groups and applications by their exact names or ids, many at once.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::groups::{self, Group};
use super::service_principals::{self, ServicePrincipal};
use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, literal};
use crate::permissions::Scope;

/// The most values in an `in` ("Too many child clauses ... Max allowed: 15",
/// microsoftgraph/microsoft-graph-docs-contrib, issue 1238).
const VALUES: usize = 15;
/// Most bytes of values in one question: the URL of a question holds 2,048 characters, and a
/// character of a name may take nine of them.
const BYTES: usize = 200;
/// The longest display name of a group or a service principal, in characters
/// (learn.microsoft.com, "group resource type"). A question about a longer one, such as a message
/// in the wrong column, would be refused as a whole.
const LONGEST_NAME: usize = 256;
/// An id with its hyphens.
const ID_LENGTH: usize = 36;

impl Graph {
    /// The groups that are called one of these names, or have one of these ids. The service does
    /// not tell upper from lower case in names.
    ///
    /// # Errors
    /// When one of the questions is not answered; guests may not list groups (403).
    pub async fn groups_named(&self, names: &[String]) -> Result<Vec<Group>, Error> {
        let found = self
            .named("groups", scopes::GROUPS, groups::SELECT, names)
            .await?;
        Ok(unique(found, |group: &Group| &group.id))
    }

    /// The enterprise applications that are called one of these names, or have one of these object
    /// ids.
    ///
    /// # Errors
    /// When one of the questions is not answered.
    pub async fn applications_named(
        &self,
        names: &[String],
    ) -> Result<Vec<ServicePrincipal>, Error> {
        let select = service_principals::SELECT;
        let found = self
            .named(
                "servicePrincipals",
                scopes::SERVICE_PRINCIPALS,
                select,
                names,
            )
            .await?;
        let mut found = unique(found, |application: &ServicePrincipal| &application.id);
        found.retain(ServicePrincipal::is_enterprise_application);
        Ok(found)
    }

    async fn named<T: DeserializeOwned>(
        &self,
        collection: &str,
        scopes: &[Scope],
        select: &[&str],
        names: &[String],
    ) -> Result<Vec<T>, Error> {
        let operations = questions(names)
            .map(|filter| {
                Operation::get(&[collection], scopes)
                    .query("$filter", &filter)
                    .select(select)
            })
            .collect();
        let mut all = Vec::new();
        for page in self.batch_pages::<T>(operations).await? {
            all.extend(self.all(page?).await?);
        }
        Ok(all)
    }
}

/// The filters that find all of these that can be there.
fn questions(names: &[String]) -> impl Iterator<Item = String> {
    // Ids have this one form here, though there are others.
    let is_id = |name: &&String| name.len() == ID_LENGTH && Uuid::try_parse(name).is_ok();
    let can_be = |name: &&String| name.chars().count() <= LONGEST_NAME;
    let (ids, names): (Vec<&String>, Vec<&String>) = names.iter().filter(can_be).partition(is_id);
    let ids = in_parts(&ids)
        .into_iter()
        .map(|part| format!("id in ({part})"));
    let names = in_parts(&names)
        .into_iter()
        .map(|part| format!("displayName in ({part})"));
    ids.chain(names)
}

fn in_parts(values: &[&String]) -> Vec<String> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    for value in values.iter().map(|value| literal(value)) {
        match parts.last_mut() {
            Some((count, part)) if *count < VALUES && part.len() + value.len() < BYTES => {
                part.push(',');
                part.push_str(&value);
                *count += 1;
            }
            _ => parts.push((1, value)),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

fn unique<T>(found: Vec<T>, id: impl Fn(&T) -> &String) -> Vec<T> {
    let by_id: BTreeMap<String, T> = found
        .into_iter()
        .map(|object| (id(&object).clone(), object))
        .collect();
    by_id.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(names: &[&str]) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        questions(&names).collect()
    }

    #[test]
    fn ids_and_names_are_asked_for_apart() {
        let id = "0b8b1f5e-1111-4222-8333-444455556666";
        assert_eq!(
            filters(&["O'Neil, Ltd", id, "Suppliers"]),
            [
                format!("id in ('{id}')"),
                "displayName in ('O''Neil, Ltd','Suppliers')".to_owned()
            ]
        );
        assert_eq!(filters(&[]), Vec::<String>::new());
    }

    #[test]
    fn what_can_be_nobodys_name_is_not_asked_for() {
        let message = "Welcome to our portal. ".repeat(100);
        let expected = ["displayName in ('Suppliers')".to_owned()];
        assert_eq!(filters(&[&message, "Suppliers"]), expected);
        let other_forms = [
            "0b8b1f5e111142228333444455556666",
            "{0b8b1f5e-1111-4222-8333-444455556666}",
        ];
        assert!(
            filters(&other_forms)
                .iter()
                .all(|filter| filter.starts_with("displayName"))
        );
    }

    #[test]
    fn no_question_is_too_long() {
        let many = vec!["abc"; 40];
        let counts: Vec<_> = filters(&many)
            .iter()
            .map(|filter| filter.matches("abc").count())
            .collect();
        assert_eq!(counts, [15, 15, 10]);
        let long = "名".repeat(60);
        assert_eq!(filters(&[&long, &long]).len(), 2);
    }
}
