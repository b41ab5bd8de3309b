//! Which requests a fault befalls.

use serde::{Deserialize, Serialize};

/// Which requests a fault befalls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Match {
    /// The HTTP method, any letter case; every method if left out.
    pub method: Option<String>,
    /// The path with or without its version, any letter case; `*` stands for
    /// anything, `{name}` for one segment; every path if left out.
    pub path: Option<String>,
    /// Counting from 1, the matching request that it begins with; 1 unless told.
    pub nth: Option<u64>,
}

impl Match {
    pub(super) fn fits(&self, method: &str, path: &str) -> bool {
        let method_fits = self
            .method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        method_fits
            && self
                .path
                .as_deref()
                .is_none_or(|wanted| path_fits(wanted, path))
    }
}

fn path_fits(wanted: &str, path: &str) -> bool {
    let wanted = wanted.to_lowercase();
    let path = path.to_lowercase();
    let bare = ["/v1.0/", "/beta/"]
        .iter()
        .find_map(|version| path.strip_prefix(version));
    like(wanted.as_bytes(), path.as_bytes())
        || bare.is_some_and(|bare| like(wanted.as_bytes(), format!("/{bare}").as_bytes()))
}

/// Whether `text` is like `wanted`: `*` is any run of characters, `{…}` a run
/// of at least one without a slash.
fn like(wanted: &[u8], text: &[u8]) -> bool {
    match wanted {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|skipped| like(rest, &text[skipped..])),
        [b'{', inner @ ..] => {
            let Some(end) = inner.iter().position(|byte| *byte == b'}') else {
                return false;
            };
            let segment = text
                .iter()
                .position(|byte| *byte == b'/')
                .unwrap_or(text.len());
            (1..=segment).any(|taken| like(&inner[end + 1..], &text[taken..]))
        }
        [first, rest @ ..] => text
            .split_first()
            .is_some_and(|(byte, left)| byte == first && like(rest, left)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_take_stars_and_names() {
        assert!(path_fits(
            "/v1.0/groups/{id}/members/$ref",
            "/v1.0/groups/abc/members/$ref"
        ));
        assert!(path_fits(
            "/groups/*/members/$ref",
            "/v1.0/groups/abc/members/$ref"
        ));
        assert!(path_fits("*", "/anything/at/all"));
        assert!(!path_fits("/groups/{id}", "/v1.0/groups/abc/members"));
        assert!(!path_fits("/users", "/v1.0/users/abc"));
        assert!(path_fits("/V1.0/Users", "/v1.0/users"));
    }
}
