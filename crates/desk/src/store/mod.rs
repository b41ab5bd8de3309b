//! What is kept on this computer of one account in one tenant: one SQLite file.
//!
//! One thread writes, and what arrives while it is busy shares the next commit. Readers have
//! connections of their own and cannot write. Several processes may have the file open; who is
//! alone with it checks it and brings it up to date.

pub(crate) mod defaults;
mod error;
pub(crate) mod fold;
pub(crate) mod guest_addresses;
pub(crate) mod guest_changes;
pub(crate) mod guests;
mod in_use;
pub(crate) mod invitations;
mod migrations;
mod open;
pub(crate) mod plans;
mod readers;
pub(crate) mod redeem_links;
pub(crate) mod run_steps;
pub(crate) mod runs;
pub(crate) mod sync_state;
pub(crate) mod times;
mod writer;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub(crate) use error::StoreError;
pub(crate) use in_use::InUse;
use readers::Readers;
use writer::Writer;

/// The store of one account in one tenant.
pub(crate) struct Store {
    file: PathBuf,
    writer: Writer,
    readers: Readers,
}

/// A store, and what had to be done to open it.
pub(crate) struct Opened {
    /// The store.
    pub(crate) store: Store,
    /// Where a damaged file was put.
    pub(crate) put_aside: Option<PathBuf>,
    /// No other process has it open.
    pub(crate) alone: bool,
}

impl Store {
    /// Opens the store of this folder, makes it where there is none, and brings it up to date.
    /// A damaged file is put aside, unless another process has it open; one of a newer Usher is
    /// left alone. Blocks.
    pub(crate) fn open(folder: &Path) -> Result<Opened, StoreError> {
        std::fs::create_dir_all(folder)?;
        let file = folder.join("tenant.sqlite");
        let (in_use, alone) = InUse::enter(folder)?;
        let (connection, put_aside) = if alone {
            open::open(&file)?
        } else {
            (open::join(&file)?, None)
        };
        let store = Self {
            writer: Writer::start(connection, in_use)?,
            readers: Readers::new(file.clone()),
            file,
        };
        Ok(Opened {
            store,
            put_aside,
            alone,
        })
    }

    /// Changes something. The answer comes after the commit is on disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(change).await
    }

    /// A number that changes when another process has written, and not when this one has.
    pub(crate) async fn written_elsewhere(&self) -> Result<i64, StoreError> {
        self.writer.written_elsewhere().await
    }

    /// Reads, off the async threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.with(query))
            .await
            .map_err(|_| StoreError::Closed)?
    }

    /// Reads one row or so, at once.
    pub(crate) fn read_now<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.readers.with(query)
    }

    /// Bytes on disk, the write-ahead log included.
    pub(crate) fn size(&self) -> u64 {
        ["", "-wal", "-shm"]
            .iter()
            .filter_map(|suffix| std::fs::metadata(open::beside(&self.file, suffix)).ok())
            .map(|meta| meta.len())
            .sum()
    }
}
