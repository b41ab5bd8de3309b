//! The plan that was opened from a file.

use std::sync::{Mutex, PoisonError};

use desk::trouble::Trouble;
use guests::plan::file::PlanFile;

use crate::ipc::plan_files::OpenedPlan;

/// What was opened last; it stays until another one is opened or somebody else signs in.
#[derive(Debug, Default)]
pub struct PlanFiles(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    id: u32,
    file: Option<PlanFile>,
}

impl PlanFiles {
    /// Keeps a plan in the place of the one before.
    pub fn keep(&self, file: PlanFile) -> OpenedPlan {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.id = kept.id.wrapping_add(1);
        let opened = OpenedPlan {
            id: kept.id,
            draft: file.plan.draft.clone(),
            left_out: file.left_out.clone(),
        };
        kept.file = Some(file);
        opened
    }

    /// The plan that was opened under this id.
    ///
    /// # Errors
    /// Another one was opened since, or somebody else has signed in.
    pub fn opened(&self, id: u32) -> Result<PlanFile, Trouble> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.file
            .clone()
            .filter(|_| kept.id == id)
            .ok_or_else(|| Trouble::not_found("The opened plan"))
    }

    /// Lets go of it.
    pub fn close(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.file = None;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(organization: &str) -> PlanFile {
        let message = json!({ "send": true, "body": null, "cc": null, "language": null,
            "redirectUrl": "https://myapps.microsoft.com" });
        let draft = json!({ "kind": "invite", "people": [], "message": message,
            "access": { "groups": [], "applications": [] }, "mailPendingAgain": false });
        let totals = json!({ "addresses": 0, "withSteps": 0, "newGuests": 0, "mails": 0,
            "memberships": 0, "assignments": 0, "leftOut": 0 });
        let plan = json!({ "id": "p", "tenantId": "t", "made": "2026-11-25T09:00:00Z",
            "draft": draft, "rows": [], "notes": [], "totals": totals });
        let file = json!({ "format": "usher-plan", "version": 1, "saved": "2026-11-25T09:00:00Z",
            "organization": organization, "madeBy": "nadia@contoso.example", "leftOut": [], "plan": plan });
        PlanFile::read(file.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn only_the_plan_that_was_opened_last_is_held_against_the_directory() {
        let files = PlanFiles::default();
        let first = files.keep(file("First")).id;
        assert_eq!(files.opened(first).unwrap().organization, "First");
        let second = files.keep(file("Second")).id;
        assert!(files.opened(first).is_err(), "another one was opened");
        assert_eq!(files.opened(second).unwrap().organization, "Second");
        files.close();
        assert!(files.opened(second).is_err(), "somebody else signed in");
    }
}
