//! Which scopes open which call, from Microsoft's published permissions.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

static PUBLISHED: &str = include_str!("../../data/permissions-subset.json");

#[derive(Deserialize)]
struct File {
    paths: HashMap<String, HashMap<String, Scopes>>,
}

#[derive(Deserialize)]
struct Scopes {
    least: Vec<String>,
    also: Vec<String>,
}

/// Scopes by lower-case path, then method; each opens the call by itself.
type Table = HashMap<String, HashMap<String, Vec<String>>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| read(PUBLISHED));

fn read(text: &str) -> Table {
    // A file that cannot be read opens nothing, and the test below fails.
    let Ok(file) = serde_json::from_str::<File>(text) else {
        return Table::new();
    };
    let mut table = Table::new();
    for (path, methods) in file.paths {
        let known = table.entry(path.to_lowercase()).or_default();
        for (method, scopes) in methods {
            let all = known.entry(method).or_default();
            all.extend(scopes.least.into_iter().chain(scopes.also));
        }
    }
    table
}

/// The scopes that open `method` on the path, written as in the file (any letter case).
pub(super) fn published(path: &str, method: &str) -> &'static [String] {
    TABLE
        .get(&path.to_lowercase())
        .and_then(|methods| methods.get(method))
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_file_can_be_read() {
        assert!(TABLE.len() > 80);
        assert!(
            published("/Invitations", "POST")
                .iter()
                .any(|scope| scope == "User.Invite.All")
        );
        assert!(published("/invitations", "GET").is_empty());
    }
}
