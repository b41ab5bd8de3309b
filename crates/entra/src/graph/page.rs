//! Lists in pages.

use std::collections::VecDeque;

use futures_util::{Stream, stream};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Graph;
use crate::error::Error;
use crate::http::operation::Operation;
use crate::permissions::Scope;

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The objects; may be empty although there is a next page.
    pub value: Vec<T>,
    /// How to get the next page, if there is one.
    pub next_link: Option<NextLink>,
    /// How many there are in all, where it was asked for.
    pub count: Option<u64>,
}

/// The address of a next page, with what asking for it needs. It is followed as it is, and
/// only on the Graph origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextLink {
    link: String,
    scopes: Vec<Scope>,
    eventual: bool,
}

#[derive(Deserialize)]
pub(super) struct RawPage<T> {
    value: Vec<T>,
    #[serde(default, rename = "@odata.nextLink")]
    next_link: Option<String>,
    #[serde(default, rename = "@odata.count")]
    count: Option<u64>,
}

impl<T> Page<T> {
    pub(super) fn from_raw(raw: RawPage<T>, scopes: Vec<Scope>, eventual: bool) -> Self {
        Self {
            value: raw.value,
            next_link: raw.next_link.map(|link| NextLink {
                link,
                scopes,
                eventual,
            }),
            count: raw.count,
        }
    }
}

impl Graph {
    /// The page behind a link.
    ///
    /// # Errors
    /// [`Error::ForeignOrigin`] for a link to another origin, which is not asked.
    pub async fn next<T: DeserializeOwned>(&self, next: &NextLink) -> Result<Page<T>, Error> {
        let operation = Operation::follow(&next.link, &next.scopes).eventual(next.eventual);
        self.page(operation).await
    }

    /// The objects of a page and of all that follow.
    ///
    /// # Errors
    /// When one of the pages cannot be had.
    pub async fn all<T: DeserializeOwned>(&self, first: Page<T>) -> Result<Vec<T>, Error> {
        let mut value = first.value;
        let mut next_link = first.next_link;
        while let Some(link) = next_link {
            let page = self.next(&link).await?;
            value.extend(page.value);
            next_link = page.next_link;
        }
        Ok(value)
    }

    /// A page and all that follow, as they come.
    pub fn pages<'a, T: DeserializeOwned + 'a>(
        &'a self,
        first: Page<T>,
    ) -> impl Stream<Item = Result<Page<T>, Error>> + 'a {
        let link = first.next_link.clone();
        let ready = VecDeque::from([first]);
        stream::try_unfold((ready, link), move |(mut ready, link)| async move {
            if let Some(page) = ready.pop_front() {
                return Ok(Some((page, (ready, link))));
            }
            let Some(link) = link else { return Ok(None) };
            let page = self.next(&link).await?;
            let link = page.next_link.clone();
            Ok(Some((page, (ready, link))))
        })
    }

    pub(super) async fn page<T: DeserializeOwned>(
        &self,
        operation: Operation,
    ) -> Result<Page<T>, Error> {
        let (scopes, eventual) = (operation.scopes.clone(), operation.eventual);
        let raw = self.read(operation).await?;
        Ok(Page::from_raw(raw, scopes, eventual))
    }

    /// All objects of a list that is known to be short.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        operation: Operation,
    ) -> Result<Vec<T>, Error> {
        let first = self.page(operation).await?;
        self.all(first).await
    }
}
