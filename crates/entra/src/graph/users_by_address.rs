//! Who holds an address.

use std::collections::BTreeMap;

use super::groups::{self, Group};
use super::page::Page;
use super::users::{self, User};
use super::{Graph, scopes};
use crate::error::Error;
use crate::http::operation::{Operation, literal};

/// The most values in an `in` or a chain of `or` ("Too many child clauses ... Max allowed:
/// 15", microsoftgraph/microsoft-graph-docs-contrib, issue 1238).
const VALUES: usize = 15;

/// The largest page.
const TOP: &str = "999";

impl Graph {
    /// The users that one of these addresses belongs to: as mail, sign-in name, further
    /// address or proxy address. Each user comes once; any number of addresses may be given.
    ///
    /// # Errors
    /// When one of the questions is not answered: half an answer would be taken for "free".
    pub async fn users_by_addresses(&self, addresses: &[String]) -> Result<Vec<User>, Error> {
        let filters = filters("mail", addresses)
            .chain(filters("userPrincipalName", addresses))
            .chain(any_filters("otherMails", addresses, &[""]))
            .chain(any_filters(
                "proxyAddresses",
                addresses,
                &["SMTP:", "smtp:"],
            ));
        let operations = filters.map(|filter| {
            Operation::get(&["users"], scopes::USERS)
                .query("$filter", &filter)
                .select(users::SELECT)
        });
        let found = self.found::<User>(operations.collect()).await?;
        Ok(unique(found, |user| &user.id))
    }

    /// As [`Graph::users_by_addresses`], in half as many questions, for lists of thousands.
    ///
    /// Not asked for are sign-in names, which lie in the tenant's own domains, and addresses with
    /// `SMTP:` before them: such a primary address is the user's mail as well (learn.microsoft.com,
    /// "How the proxyAddresses attribute is populated in Microsoft Entra ID").
    ///
    /// # Errors
    /// As [`Graph::users_by_addresses`].
    pub async fn users_by_many_addresses(&self, addresses: &[String]) -> Result<Vec<User>, Error> {
        let filters = filters("mail", addresses)
            .chain(any_filters("otherMails", addresses, &[""]))
            .chain(any_filters("proxyAddresses", addresses, &["smtp:"]));
        let operations = filters.map(|filter| {
            Operation::get(&["users"], scopes::USERS)
                .query("$filter", &filter)
                .select(users::SELECT)
        });
        let found = self.found::<User>(operations.collect()).await?;
        Ok(unique(found, |user| &user.id))
    }

    /// All groups that have an address, page by page: for lists of thousands of addresses that is
    /// less to ask than for each address.
    ///
    /// # Errors
    /// As every call.
    pub async fn groups_with_address(&self) -> Result<Vec<Group>, Error> {
        let operation = Operation::get(&["groups"], scopes::GROUPS)
            .query("$filter", "mailEnabled eq true")
            .select(&["id", "displayName", "mail", "proxyAddresses"])
            .query("$top", TOP);
        let first = self.page(operation).await?;
        self.all(first).await
    }

    /// All guests that were deleted and can still be restored, page by page.
    ///
    /// # Errors
    /// As every call.
    pub async fn deleted_guests(&self) -> Result<Vec<User>, Error> {
        let path = ["directory", "deletedItems", "microsoft.graph.user"];
        let operation = Operation::get(&path, scopes::DELETED_USERS)
            .query("$filter", "userType eq 'Guest'")
            .select(&[users::SELECT, &["deletedDateTime"]].concat())
            .query("$top", TOP)
            .advanced();
        let first = self.page(operation).await?;
        self.all(first).await
    }

    /// The groups that one of these addresses belongs to: an address that a group holds
    /// cannot become a guest's.
    ///
    /// # Errors
    /// As [`Graph::users_by_addresses`].
    pub async fn groups_by_addresses(&self, addresses: &[String]) -> Result<Vec<Group>, Error> {
        let filters = filters("mail", addresses).chain(any_filters(
            "proxyAddresses",
            addresses,
            &["SMTP:", "smtp:"],
        ));
        let operations = filters.map(|filter| {
            Operation::get(&["groups"], scopes::GROUPS)
                .query("$filter", &filter)
                .select(groups::SELECT)
        });
        let found = self.found::<Group>(operations.collect()).await?;
        Ok(unique(found, |group| &group.id))
    }

    /// The users of these addresses that were deleted and can still be restored.
    ///
    /// # Errors
    /// As [`Graph::users_by_addresses`].
    pub async fn deleted_users_by_addresses(
        &self,
        addresses: &[String],
    ) -> Result<Vec<User>, Error> {
        let path = ["directory", "deletedItems", "microsoft.graph.user"];
        let select = [users::SELECT, &["deletedDateTime"]].concat();
        let operations = filters("mail", addresses).map(|filter| {
            Operation::get(&path, scopes::DELETED_USERS)
                .query("$filter", &filter)
                .select(&select)
                .advanced()
        });
        let found = self.found::<User>(operations.collect()).await?;
        Ok(unique(found, |user| &user.id))
    }

    async fn found<T: serde::de::DeserializeOwned>(
        &self,
        operations: Vec<Operation>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        for page in self.batch_pages::<T>(operations).await? {
            let page: Page<T> = page?;
            all.extend(self.all(page).await?);
        }
        Ok(all)
    }
}

/// `property in ('a','b', ...)`, as many as it takes.
fn filters<'a>(
    property: &'static str,
    addresses: &'a [String],
) -> impl Iterator<Item = String> + 'a {
    addresses.chunks(VALUES).map(move |chunk| {
        let values: Vec<_> = chunk.iter().map(|address| literal(address)).collect();
        format!("{property} in ({})", values.join(","))
    })
}

/// `property/any(p:p eq 'a' or p eq 'b' ...)`, with each prefix before each address.
fn any_filters<'a>(
    property: &'static str,
    addresses: &'a [String],
    prefixes: &'static [&'static str],
) -> impl Iterator<Item = String> + 'a {
    addresses.chunks(VALUES / prefixes.len()).map(move |chunk| {
        let clauses: Vec<_> = chunk
            .iter()
            .flat_map(|address| prefixes.iter().map(move |prefix| (prefix, address)))
            .map(|(prefix, address)| format!("p eq {}", literal(&format!("{prefix}{address}"))))
            .collect();
        format!("{property}/any(p:{})", clauses.join(" or "))
    })
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

    fn addresses(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("o'{n}@b.c")).collect()
    }

    #[test]
    fn no_question_holds_more_than_fifteen_values() {
        let addresses = addresses(31);
        let sizes: Vec<_> = filters("mail", &addresses)
            .map(|filter| filter.matches("@b.c").count())
            .collect();
        assert_eq!(sizes, [15, 15, 1]);
        let sizes: Vec<_> = any_filters("proxyAddresses", &addresses, &["SMTP:", "smtp:"])
            .map(|filter| filter.matches(" eq ").count())
            .collect();
        assert_eq!(sizes, [14, 14, 14, 14, 6]);
    }

    #[test]
    fn quotes_are_doubled() {
        let addresses = addresses(1);
        let one: Vec<_> = filters("mail", &addresses).collect();
        assert_eq!(one, ["mail in ('o''0@b.c')"]);
        let any: Vec<_> = any_filters("proxyAddresses", &addresses, &["SMTP:", "smtp:"]).collect();
        assert_eq!(
            any,
            ["proxyAddresses/any(p:p eq 'SMTP:o''0@b.c' or p eq 'smtp:o''0@b.c')"]
        );
    }

    #[test]
    fn each_object_comes_once() {
        let found = vec![
            ("b".to_owned(), 1),
            ("a".to_owned(), 2),
            ("b".to_owned(), 1),
        ];
        assert_eq!(unique(found, |object| &object.0).len(), 2);
    }
}
