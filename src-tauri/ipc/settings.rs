//! Settings and what Usher keeps on this computer.

use desk::defaults::TenantDefaults;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::session::{KeyringState, RememberedAccount};

/// How Usher looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    HighContrast,
}

/// Preferences that hold no directory data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct Preferences {
    pub theme: Theme,
    /// Columns of the guest list that are shown; none: the standard ones.
    pub guest_columns: Option<Vec<String>>,
}

/// All that Settings shows.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Preferences.
    pub preferences: Preferences,
    /// Defaults of new drafts in this tenant; none: nobody is signed in.
    pub defaults: Option<TenantDefaults>,
    /// Whether sign-ins can be kept.
    pub keyring: KeyringState,
    /// Accounts known on this computer.
    pub accounts: Vec<RememberedAccount>,
    /// Tenant and app registration of the account that is signed in.
    pub app_registration: Option<super::session::WorkTarget>,
    /// The data folder.
    pub data_folder: String,
    /// Its size in megabytes, rounded up.
    pub data_megabytes: u32,
    /// Usher's version.
    pub version: String,
}

/// Save preferences.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct PreferencesArgs {
    pub preferences: Preferences,
}

/// Save defaults.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct DefaultsArgs {
    pub defaults: TenantDefaults,
}

/// An account.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "plain")]
pub struct AccountArgs {
    pub key: String,
}
