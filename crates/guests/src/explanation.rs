//! How a refusal is told to a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why something is as it is, what to do about it, and who can.
///
/// The sentences are meant for the screen as they are. `code` is what programs branch on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Stable name of the cause, such as `domainDenied`.
    pub code: String,
    /// One short line: what is the matter.
    pub summary: String,
    /// Why, in one or two sentences.
    pub cause: String,
    /// What to do, in one or two sentences; empty where nothing needs doing.
    pub remedy: String,
    /// Who can do it: roles by their display names, or "You".
    pub who: Vec<String>,
    /// Where in the admin center the setting lies, in its own words.
    pub setting: Option<String>,
    /// A text that can be sent to the one who can help.
    pub request: Option<String>,
}

impl Explanation {
    pub(crate) fn new(
        code: &str,
        summary: impl Into<String>,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code: code.to_owned(),
            summary: summary.into(),
            cause: cause.into(),
            remedy: remedy.into(),
            who: Vec::new(),
            setting: None,
            request: None,
        }
    }

    pub(crate) fn who<S: Into<String>>(mut self, who: impl IntoIterator<Item = S>) -> Self {
        self.who = who.into_iter().map(Into::into).collect();
        self
    }

    pub(crate) fn setting(mut self, setting: impl Into<String>) -> Self {
        self.setting = Some(setting.into());
        self
    }

    pub(crate) fn request(mut self, request: impl Into<String>) -> Self {
        self.request = Some(request.into());
        self
    }
}
