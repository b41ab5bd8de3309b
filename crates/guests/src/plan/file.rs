//! A plan in a file: saved, reviewed by somebody else, opened on another computer and held
//! against the directory there before anything is done.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::OffsetDateTime;

use super::Plan;

/// What the file says it is.
pub const FORMAT: &str = "usher-plan";
/// The version that is written.
pub const VERSION: u32 = 1;

/// A plan as it lies in a file. `docs/plan-file.schema.json` is its schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanFile {
    /// Always `usher-plan`.
    pub format: String,
    /// Version of the format; 1.
    pub version: u32,
    /// When it was saved.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "String")]
    pub saved: OffsetDateTime,
    /// Display name of the organization it was made for.
    pub organization: String,
    /// Who made it: a user principal name.
    pub made_by: String,
    /// Rows that were taken out, by their index.
    pub left_out: Vec<u32>,
    /// The plan.
    pub plan: Plan,
}

/// Why a file is not taken for a plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanFileError {
    /// It is something else.
    #[error("this is not a plan that Usher saved")]
    NotAPlan,
    /// A newer Usher wrote it.
    #[error("a newer Usher saved this plan (format version {0}); this one reads version {VERSION}")]
    Newer(u32),
    /// It is one, but damaged.
    #[error("the plan cannot be read: {0}")]
    Damaged(String),
}

/// What is looked at first, whatever the rest is.
#[derive(Deserialize)]
struct Heading {
    format: String,
    version: u32,
}

impl PlanFile {
    /// The plan for a file.
    pub fn new(
        plan: Plan,
        left_out: Vec<u32>,
        saved: OffsetDateTime,
        organization: String,
        made_by: String,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            saved,
            organization,
            made_by,
            left_out,
            plan,
        }
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists of them cannot fail to become JSON.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads a file. A byte order mark, as some editors leave it, does not matter.
    ///
    /// # Errors
    /// It is no plan, a newer Usher's, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, PlanFileError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let heading: Heading =
            serde_json::from_slice(bytes).map_err(|_| PlanFileError::NotAPlan)?;
        if heading.format != FORMAT {
            return Err(PlanFileError::NotAPlan);
        }
        if heading.version > VERSION {
            return Err(PlanFileError::Newer(heading.version));
        }
        let file: Self = serde_json::from_slice(bytes)
            .map_err(|error| PlanFileError::Damaged(error.to_string()))?;
        let places = file.plan.draft.people.len();
        if file.plan.rows.len() != places
            || file
                .plan
                .rows
                .iter()
                .enumerate()
                .any(|(place, row)| row.place() != place)
        {
            return Err(PlanFileError::Damaged(
                "its rows are not those of its draft".to_owned(),
            ));
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::plan::tests::made_of;

    fn file() -> PlanFile {
        PlanFile::new(
            made_of(&["a@x.example", "b@x.example"]),
            vec![1],
            datetime!(2026-11-25 09:00 UTC),
            "Contoso".to_owned(),
            "nadia@contoso.example".to_owned(),
        )
    }

    #[test]
    fn comes_back_as_it_was_saved() {
        let saved = file();
        assert_eq!(
            PlanFile::read(saved.to_json().as_bytes()),
            Ok(saved.clone())
        );
        let marked = [b"\xef\xbb\xbf", saved.to_json().as_bytes()].concat();
        assert_eq!(PlanFile::read(&marked), Ok(saved));
    }

    #[test]
    fn another_file_is_not_taken_for_one() {
        for other in [
            "",
            "[]",
            "{\"format\":\"x\",\"version\":1}",
            "address\na@x.example",
        ] {
            assert_eq!(
                PlanFile::read(other.as_bytes()),
                Err(PlanFileError::NotAPlan)
            );
        }
    }

    #[test]
    fn a_newer_one_and_a_damaged_one_are_told_apart() {
        let mut newer = file();
        newer.version = 2;
        assert_eq!(
            PlanFile::read(newer.to_json().as_bytes()),
            Err(PlanFileError::Newer(2))
        );
        let mut short = file();
        short.plan.rows.pop();
        assert!(matches!(
            PlanFile::read(short.to_json().as_bytes()),
            Err(PlanFileError::Damaged(_))
        ));
        let damaged = file().to_json().replace("\"draft\"", "\"drift\"");
        assert!(matches!(
            PlanFile::read(damaged.as_bytes()),
            Err(PlanFileError::Damaged(_))
        ));
    }

    #[test]
    fn the_documented_schema_is_the_one_of_the_code() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../docs/plan-file.schema.json"
        );
        let schema = schemars::schema_for!(PlanFile);
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let documented = std::fs::read_to_string(path).unwrap_or_default();
        assert!(documented == text, "run the tests with UPDATE_BINDINGS=1");
    }
}
