//! Troubles of Usher's own: the disk, what was asked for, what is not there.

use std::path::Path;

use entra::cloud::Cloud;
use guests::draft::sheet::Unreadable;
use guests::explanation::Explanation;
use guests::plan::file::PlanFileError;
use url::Url;

use super::{Trouble, TroubleCode};
use crate::store::StoreError;

const RUN_ELSEWHERE: &str = "runElsewhere";

impl Trouble {
    pub(crate) fn new(code: TroubleCode, explanation: Explanation) -> Self {
        Self {
            code,
            explanation,
            retry_after: None,
            service: None,
            consent: None,
        }
    }

    fn plain(code: TroubleCode, name: &str, summary: &str, cause: String, remedy: &str) -> Self {
        Self::new(code, explanation(name, summary, &cause, remedy))
    }

    /// A fault of Usher's own.
    pub fn internal(what: &str) -> Self {
        Self::plain(
            TroubleCode::Internal,
            "internal",
            "Something went wrong inside Usher.",
            what.to_owned(),
            "Try again. If it stays so, start Usher again.",
        )
    }

    /// A file cannot be read or written.
    pub fn storage(error: &impl std::error::Error) -> Self {
        Self::plain(
            TroubleCode::Storage,
            "storage",
            "Usher cannot use its files.",
            error.to_string(),
            "Check that the disk has room and that the data folder can be written, then try again.",
        )
    }

    /// A file for the person was not saved.
    pub fn not_saved(folder: &Path, error: &std::io::Error) -> Self {
        Self::plain(
            TroubleCode::Storage,
            "notSaved",
            "The file was not saved.",
            format!("{}: {error}", folder.display()),
            "Check that the disk has room and that this folder can be written, then try again.",
        )
    }

    /// A file is no list.
    pub fn unreadable(why: Unreadable) -> Self {
        Self::new(TroubleCode::InvalidInput, why.explanation())
    }

    /// Another process of Usher holds what is needed.
    fn elsewhere(name: &str, summary: &str, cause: &str, remedy: &str) -> Self {
        Self::plain(
            TroubleCode::InvalidInput,
            name,
            summary,
            cause.to_owned(),
            remedy,
        )
    }

    /// True for [`Self::run_elsewhere`].
    pub(crate) fn is_run_elsewhere(&self) -> bool {
        self.explanation.code == RUN_ELSEWHERE
    }

    /// Another process carries the run out.
    pub(crate) fn run_elsewhere(process: Option<u32>) -> Self {
        let number = process.map_or_else(String::new, |number| format!(" (process {number})"));
        Self::elsewhere(
            RUN_ELSEWHERE,
            &format!("This run is under way in another Usher on this computer{number}."),
            "A run belongs to one process at a time, so that nothing is sent twice.",
            "Pause or stop it there. When that Usher has ended, the run can be resumed here.",
        )
    }

    /// Another process has the account open.
    pub(crate) fn account_elsewhere() -> Self {
        Self::elsewhere(
            "accountElsewhere",
            "Another Usher on this computer works with this account.",
            "Its data cannot be deleted while it is in use.",
            "Let that Usher come to its end or close it, then try again.",
        )
    }

    /// Another process is about to open or delete an account, and does not come to an end.
    pub(crate) fn folder_busy(folder: &Path) -> Self {
        Self::elsewhere(
            "folderBusy",
            "Another Usher on this computer is busy with the data folder.",
            &format!(
                "Data of an account in {} is being opened or deleted.",
                folder.display()
            ),
            "Wait for a moment, then try again.",
        )
    }

    /// The file of kept sign-ins could not be read.
    pub(crate) fn sign_ins_put_aside(aside: &Path) -> Self {
        Self::plain(
            TroubleCode::Storage,
            "signInsPutAside",
            "Kept sign-ins could not be read.",
            format!(
                "The file was damaged, or the keyring holds another key. It was put aside as {}.",
                aside.display()
            ),
            "Sign in again.",
        )
    }

    /// The person has to sign in again.
    pub fn sign_in_required() -> Self {
        Self::plain(
            TroubleCode::SignInRequired,
            "signInRequired",
            "Sign in again.",
            "The sign-in of this account is not kept on this computer any more.".to_owned(),
            "Sign in with the account.",
        )
    }

    /// A kept sign-in is for other hosts than those that were asked for.
    pub(crate) fn other_hosts(kept: &Cloud) -> Self {
        Self::plain(
            TroubleCode::InvalidInput,
            "otherHosts",
            "This sign-in is for other hosts.",
            format!(
                "It is kept for {} and {}, and goes to no others.",
                origin(kept.login()),
                origin(kept.graph())
            ),
            "Work with these hosts, or sign in at the others.",
        )
    }

    /// A practice tenant was looked for on another computer.
    pub(crate) fn practice_elsewhere() -> Self {
        Self::invalid(
            "practice",
            "A practice tenant answers on this computer only.",
        )
    }

    /// Data of a practice tenant and of a real one would come together.
    pub(crate) fn practice_and_real(practice: bool) -> Self {
        let (known, asked) = match practice {
            true => ("a practice tenant", "as one that is none"),
            false => (
                "a tenant that is no practice tenant",
                "as a practice tenant",
            ),
        };
        Self::plain(
            TroubleCode::InvalidInput,
            "practiceAndReal",
            "Practice and work do not mix.",
            format!("This account is known here as one of {known}, and was asked for {asked}."),
            "Use the hosts that it belongs to, or another data folder.",
        )
    }

    /// The certificates of a cloud cannot be used.
    pub(crate) fn certificates(error: &impl std::error::Error) -> Self {
        Self::plain(
            TroubleCode::InvalidInput,
            "certificates",
            "The certificates for these hosts cannot be used.",
            sentence(&error.to_string()),
            "Give a file that holds certificates in PEM form.",
        )
    }

    /// An access token from elsewhere cannot be used.
    pub(crate) fn token(code: &str, cause: String) -> Self {
        Self::plain(
            TroubleCode::SignInRequired,
            code,
            "This access token cannot be used.",
            cause,
            "Get a new access token for Microsoft Graph as the person who is to act.",
        )
    }

    /// Something that was asked for is not valid; `code` names the problem, `text` is for the screen.
    pub fn invalid(code: &str, text: &str) -> Self {
        Self::plain(TroubleCode::InvalidInput, code, text, text.to_owned(), "")
    }

    /// A user who was taken for a guest is a member.
    pub(crate) fn not_a_guest(name: &str) -> Self {
        Self::plain(
            TroubleCode::InvalidInput,
            "notAGuest",
            &format!("{name} is not a guest."),
            "This account is a member of the organization, and was not made by an invitation."
                .to_owned(),
            "Look it up in the Microsoft Entra admin center.",
        )
    }

    /// A file is not taken for a plan.
    pub(crate) fn plan_file(error: &PlanFileError) -> Self {
        let remedy = match error {
            PlanFileError::NotAPlan => "Choose a file that was saved with Save plan.",
            PlanFileError::Newer(_) => {
                "Use the newer Usher, or have the plan saved by this version."
            }
            PlanFileError::Damaged(_) => "Have the plan saved again, and do not edit the file.",
        };
        let code = match error {
            PlanFileError::NotAPlan => "notAPlan",
            PlanFileError::Newer(_) => "newerPlan",
            PlanFileError::Damaged(_) => "damagedPlan",
        };
        Self::plain(
            TroubleCode::InvalidInput,
            code,
            "The plan was not opened.",
            sentence(&error.to_string()),
            remedy,
        )
    }

    /// A plan was made in another organization.
    pub(crate) fn plan_of_another(organization: &str) -> Self {
        Self::plain(
            TroubleCode::InvalidInput,
            "planOfAnother",
            "This plan is for another organization.",
            format!("It was made for {organization}, and you are signed in elsewhere."),
            "Sign in there, or make a new plan here.",
        )
    }

    /// What was asked for is not there.
    pub fn not_found(what: &str) -> Self {
        Self::plain(
            TroubleCode::NotFound,
            "notFound",
            &format!("{what} is not there."),
            "It was removed, or never was on this computer or in this directory.".to_owned(),
            "Go back and choose again.",
        )
    }

    /// It was called off.
    pub fn cancelled() -> Self {
        Self::plain(
            TroubleCode::Cancelled,
            "cancelled",
            "Cancelled.",
            "It was called off before it was through.".to_owned(),
            "",
        )
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::plain(
                TroubleCode::Storage,
                "diskFull",
                "The disk is full.",
                "Usher writes down what it is about to do before it does it, and there is no room for that.".to_owned(),
                "Make room on the disk, then try again. A run that was under way rests until it is resumed.",
            ),
            StoreError::Newer { found, known } => Self::plain(
                TroubleCode::NewerVersion,
                "newerVersion",
                "This data was written by a newer Usher.",
                format!("Its format is {found}; the newest that this Usher knows is {known}."),
                "Use the newer Usher. Nothing was changed.",
            ),
            StoreError::Older => Self::elsewhere(
                "olderVersion",
                "An older Usher has this data open.",
                &error.to_string(),
                "Close the older Usher, then try again: this one brings the data up to date first.",
            ),
            StoreError::DamagedElsewhere(why) => Self::plain(
                TroubleCode::Storage,
                "damaged",
                "The data on this computer is damaged.",
                sentence(&why),
                "Close every Usher, then start one again: it puts the damaged file aside and loads the guests afresh.",
            ),
            StoreError::Busy => Self::plain(
                TroubleCode::Storage,
                "busy",
                "Another Usher on this computer keeps the data file to itself.",
                "It is in the middle of a long write, or it hangs.".to_owned(),
                "Try again. If it stays so, close the other Usher.",
            ),
            StoreError::Damaged(why) => Self::plain(
                TroubleCode::Storage,
                "damaged",
                "The data on this computer is damaged.",
                sentence(&why),
                "Start Usher again: it puts the damaged file aside and loads the guests afresh.",
            ),
            StoreError::Other(why) => Self::plain(
                TroubleCode::Storage,
                "storage",
                "Usher cannot use its files.",
                sentence(&why),
                "Check that the disk has room and that the data folder can be written, then try again.",
            ),
            StoreError::Content(_) => Self::internal(&error.to_string()),
            StoreError::Closed => Self::plain(
                TroubleCode::Cancelled,
                "closed",
                "The account was closed meanwhile.",
                "It was signed out, or its data was deleted.".to_owned(),
                "Sign in again.",
            ),
        }
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// A sentence out of an error's text.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// An explanation that names no setting and nobody to ask.
pub(crate) fn explanation(code: &str, summary: &str, cause: &str, remedy: &str) -> Explanation {
    Explanation {
        code: code.to_owned(),
        summary: summary.to_owned(),
        cause: cause.to_owned(),
        remedy: remedy.to_owned(),
        who: Vec::new(),
        setting: None,
        request: None,
    }
}
