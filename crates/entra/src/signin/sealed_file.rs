//! The file of refresh tokens: authenticated encryption, one entry per account.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::account::AccountKey;
use super::keyring::DataKey;

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: AccountKey,
    nonce: String,
    sealed: String,
}

/// What is sealed, by account.
pub(crate) type Entries = BTreeMap<AccountKey, Zeroizing<Vec<u8>>>;

/// What a file held.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    pub(crate) entries: Entries,
    /// Where a file went that was damaged, sealed with another key or of a newer version.
    pub(crate) set_aside: Option<PathBuf>,
}

/// Reads the file. What cannot be read is put aside, never overwritten. For whoever has the file
/// to itself.
///
/// # Errors
/// When the file is there and cannot be read or put aside at all.
pub(crate) fn open(path: &Path, key: &DataKey, now: i64) -> io::Result<Opened> {
    let (entries, damaged) = read(path, key)?;
    let set_aside = if damaged {
        Some(put_aside(path, now)?)
    } else {
        None
    };
    Ok(Opened { entries, set_aside })
}

/// The entries of the file that can be read, and whether some cannot.
///
/// # Errors
/// When the file is there and cannot be read at all.
pub(crate) fn read(path: &Path, key: &DataKey) -> io::Result<(Entries, bool)> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Default::default()),
        Err(error) => return Err(error),
    };
    let file = serde_json::from_slice::<File>(&bytes)
        .ok()
        .filter(|file| file.version == VERSION);
    let mut entries = BTreeMap::new();
    let mut damaged = file.is_none();
    for entry in file.into_iter().flat_map(|file| file.entries) {
        match unseal(&entry, key) {
            Some(content) => {
                entries.insert(entry.key, content);
            }
            None => damaged = true,
        }
    }
    Ok((entries, damaged))
}

/// Replaces the file as a whole, so that a power cut leaves the old or the new one. It can be
/// read by its owner only.
///
/// # Errors
/// When it cannot be written, such as on a full disk; the old file is still there then.
pub(crate) fn write(path: &Path, key: &DataKey, contents: &Entries) -> io::Result<()> {
    let entries = contents
        .iter()
        .map(|(account, content)| seal(account, content, key))
        .collect::<io::Result<_>>()?;
    let json = serde_json::to_vec(&File {
        version: VERSION,
        entries,
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // A temporary file is made with mode 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&json)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn put_aside(path: &Path, now: i64) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".damaged-{now}"));
    let aside = path.with_file_name(name);
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn seal(account: &AccountKey, content: &[u8], key: &DataKey) -> io::Result<Entry> {
    let nonce: [u8; 24] = rand::random();
    let payload = Payload {
        msg: content,
        aad: &associated(account),
    };
    let sealed = XChaCha20Poly1305::new(key.expose().into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| io::Error::other("the token could not be sealed"))?;
    Ok(Entry {
        key: account.clone(),
        nonce: STANDARD.encode(nonce),
        sealed: STANDARD.encode(sealed),
    })
}

fn unseal(entry: &Entry, key: &DataKey) -> Option<Zeroizing<Vec<u8>>> {
    let nonce: [u8; 24] = STANDARD.decode(&entry.nonce).ok()?.try_into().ok()?;
    let sealed = STANDARD.decode(&entry.sealed).ok()?;
    let payload = Payload {
        msg: &sealed,
        aad: &associated(&entry.key),
    };
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt(&XNonce::from(nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

/// Binds an entry to its account: a token cannot be moved under another name.
fn associated(account: &AccountKey) -> Vec<u8> {
    format!(
        "refresh token {VERSION}\n{}\n{}",
        account.tenant_id, account.object_id
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(tenant: &str) -> AccountKey {
        AccountKey {
            tenant_id: tenant.to_owned(),
            object_id: "o".to_owned(),
        }
    }

    fn contents() -> Entries {
        BTreeMap::from([
            (account("a"), Zeroizing::new(b"0.first-token".to_vec())),
            (account("b"), Zeroizing::new(b"0.second-token".to_vec())),
        ])
    }

    #[test]
    fn what_was_written_is_read_back_and_the_file_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("tokens");
        let key = DataKey::random();
        write(&path, &key, &contents()).unwrap();
        let opened = open(&path, &key, 7).unwrap();
        assert_eq!(opened.entries, contents());
        assert_eq!(opened.set_aside, None);
        let raw = fs::read_to_string(&path).unwrap();
        assert!(!raw.contains("token") && !raw.contains(&STANDARD.encode("0.first-token")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn no_file_is_an_empty_store() {
        let folder = tempfile::tempdir().unwrap();
        let opened = open(&folder.path().join("tokens"), &DataKey::random(), 7).unwrap();
        assert!(opened.entries.is_empty() && opened.set_aside.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_put_aside_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        let key = DataKey::random();
        write(&path, &key, &contents()).unwrap();
        let sound = fs::read_to_string(&path).unwrap();
        let newer = sound.replace("\"version\":1", "\"version\":2");
        for (number, (bad, left)) in [
            (String::new(), 0),
            ("{".to_owned(), 0),
            (newer, 0),
            (
                sound.replacen("\"tenant_id\":\"a\"", "\"tenant_id\":\"c\"", 1),
                1,
            ),
        ]
        .into_iter()
        .enumerate()
        {
            fs::write(&path, &bad).unwrap();
            let opened = open(&path, &key, number as i64).unwrap();
            assert_eq!(opened.entries.len(), left, "{bad}");
            let aside = opened.set_aside.unwrap();
            assert_eq!(fs::read_to_string(aside).unwrap(), bad);
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        let key = DataKey::random();
        write(&path, &key, &contents()).unwrap();
        assert!(write(&path.join("below-a-file"), &key, &contents()).is_err());
        assert_eq!(open(&path, &key, 7).unwrap().entries, contents());
    }

    #[test]
    fn another_key_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        write(&path, &DataKey::random(), &contents()).unwrap();
        let opened = open(&path, &DataKey::random(), 7).unwrap();
        assert!(opened.entries.is_empty() && opened.set_aside.is_some());
    }
}
