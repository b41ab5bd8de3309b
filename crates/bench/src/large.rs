//! A quarter of a million guests, loaded once for all that is measured on them.

use std::path::Path;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::admin::Admin;
use crate::outcome::{Outcome, failed};
use crate::practice::Practice;

/// Guests of the large tenant.
pub(crate) const MANY: u32 = 250_000;
/// Guests of the small one that it is held against.
pub(crate) const FEW: u32 = 1_000;

/// A practice tenant, somebody signed in to it, and a folder with all of its guests.
pub(crate) struct Loaded {
    pub(crate) practice: Practice,
    pub(crate) admin: Admin,
    folder: TempDir,
    pub(crate) loaded_in: Duration,
}

impl Loaded {
    pub(crate) async fn with(guests: u32) -> Outcome<Self> {
        let practice = Practice::start(&["--guests", &guests.to_string()])?;
        let admin = Admin::sign_in(&practice).await?;
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let desk = admin.desk(folder.path(), |_| {}).await?;
        desk.refresh_guests().await.map_err(failed)?;
        let loaded_in = begun.elapsed();
        desk.close().await;
        Ok(Self {
            practice,
            admin,
            folder,
            loaded_in,
        })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
