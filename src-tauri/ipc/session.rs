//! Signing in and out.

use desk::organization::OrganizationView;
use desk::rights::RightsView;
use desk::trouble::{Feature, Trouble};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether somebody is signed in.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "state"
)]
#[expect(clippy::large_enum_variant, reason = "made once, serialised at once")]
pub enum SessionState {
    /// Nobody.
    SignedOut {
        /// Accounts that can come back with one click, last used first.
        remembered: Vec<RememberedAccount>,
        /// What was typed last for a work account.
        last_work: WorkTarget,
        /// Something to tell, such as why the session ended.
        note: Option<Trouble>,
        /// Whether sign-ins can be kept.
        keyring: KeyringState,
    },
    /// Somebody.
    SignedIn {
        /// Who, where.
        session: SessionView,
    },
}

/// Whether sign-ins outlast this session of Usher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "state"
)]
pub enum KeyringState {
    /// The system keyring holds the key.
    Available,
    /// There is no keyring: sign-ins last until Usher closes.
    Unavailable {
        /// Why, for a person.
        why: String,
    },
}

/// An account that was signed in before.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RememberedAccount {
    /// `<tenant id>_<object id>`.
    pub key: String,
    /// Display name.
    pub display_name: String,
    /// Sign-in name.
    pub username: String,
    /// Name of the organization, where known.
    pub organization: Option<String>,
    /// Tenant id.
    pub tenant_id: String,
    /// An account of the practice tenant.
    pub practice: bool,
    /// True: its sign-in is kept, one click suffices.
    pub signed_in: bool,
}

/// Where to sign in with a work account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkTarget {
    /// Tenant id or domain.
    pub tenant: String,
    /// Application (client) id of the app registration.
    pub client_id: String,
}

/// Where to sign in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "to")]
pub enum SignInTarget {
    /// The practice tenant; nothing to fill in.
    Practice,
    /// A tenant of the global cloud.
    Work {
        /// Which.
        target: WorkTarget,
    },
    /// An account that was signed in before.
    Remembered {
        /// Its key.
        key: String,
    },
    /// More scopes for the account that is signed in: a new device code for a feature.
    Consent {
        /// The feature.
        feature: Feature,
    },
    /// The account that is signed in, once more: its sign-in has ended meanwhile.
    Again,
}

/// What happens while a sign-in is under way.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "event"
)]
#[expect(clippy::large_enum_variant, reason = "made once, serialised at once")]
pub enum SignInEvent {
    /// Being prepared, such as the practice tenant starting.
    Preparing,
    /// A code to enter. The device code itself stays in the core.
    Code {
        /// The code.
        user_code: String,
        /// The page to enter it on.
        verification_uri: String,
        /// Seconds until it expires.
        expires_in: u32,
        /// The name the page will show for this app, where known.
        app_name: Option<String>,
    },
    /// The connection was lost or is back; the code is still good.
    Connection {
        /// It is lost, and tried again.
        lost: bool,
    },
    /// Done.
    SignedIn {
        /// Who, where.
        session: SessionView,
    },
    /// Over, without success. Codes: see `explanation.code`, `codeExpired` and `declined` among them.
    Failed {
        /// Why.
        trouble: Trouble,
    },
}

/// The signed-in session as the header shows it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// `<tenant id>_<object id>`.
    pub key: String,
    /// Object id.
    pub object_id: String,
    /// Tenant id.
    pub tenant_id: String,
    /// Display name.
    pub display_name: String,
    /// Sign-in name.
    pub username: String,
    /// The organization, once read.
    pub organization: Option<OrganizationView>,
    /// Set in the practice tenant.
    pub practice: Option<PracticeView>,
    /// False: the sign-in lasts until Usher closes.
    pub kept: bool,
    /// Something to tell once, such as that a damaged file was put aside.
    pub note: Option<String>,
}

/// The practice tenant behind the session.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// True: it runs inside Usher and can be started afresh; false: it is a server given by `USHER_PRACTICE`.
    pub inside: bool,
}

/// What the signed-in person may do, for the header and the screens.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RightsReply {
    /// Rights, or why they could not be read.
    pub rights: Option<RightsView>,
    /// Why they could not be read.
    pub trouble: Option<Trouble>,
}
