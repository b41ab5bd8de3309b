//! Files that are saved for the person: results, plans, problems of a list.
//!
//! The one way out of Usher for a file. It never overwrites, and only what was saved here can be
//! shown in the file manager.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use desk::trouble::Trouble;
use tauri::{AppHandle, Manager as _};

use crate::ipc::exports::ExportedFile;
use crate::state::AppState;

/// Longest file name, in characters, without its extension.
const LONGEST_NAME: usize = 80;
/// How many files of one name a folder may hold before Usher gives up.
const MOST_OF_ONE_NAME: u32 = 10_000;

/// Where files go, and which were saved since Usher was started.
#[derive(Debug, Default)]
pub struct Exports {
    moved_to: Option<PathBuf>,
    saved: Mutex<Vec<PathBuf>>,
}

impl Exports {
    /// Files go to this folder; none: to the person's downloads.
    pub fn new(moved_to: Option<PathBuf>) -> Self {
        Self {
            moved_to,
            saved: Mutex::default(),
        }
    }

    /// The file that was saved under this id.
    pub fn path_of(&self, id: u32) -> Option<PathBuf> {
        let saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        saved.get(usize::try_from(id).ok()?).cloned()
    }

    fn note(&self, path: &Path) -> ExportedFile {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let id = u32::try_from(saved.len()).unwrap_or(u32::MAX);
        saved.push(path.to_owned());
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        ExportedFile {
            id,
            name: text(path.file_name()),
            folder: text(path.parent().map(Path::as_os_str)),
        }
    }
}

/// Saves a file under a name that nothing has yet: `name` and `extension`, with a number where
/// there is such a file already.
///
/// # Errors
/// The folder cannot be found or written, or the disk is full.
pub async fn save(
    app: &AppHandle,
    name: &str,
    extension: &'static str,
    contents: Vec<u8>,
) -> Result<ExportedFile, Trouble> {
    let folder = folder(app)?;
    let name = plain_name(name);
    let path = tauri::async_runtime::spawn_blocking(move || {
        write_new(&folder, &name, extension, &contents)
            .map_err(|error| Trouble::not_saved(&folder, &error))
    })
    .await
    .map_err(|error| Trouble::internal(&error.to_string()))??;
    Ok(app.state::<AppState>().exports.note(&path))
}

fn folder(app: &AppHandle) -> Result<PathBuf, Trouble> {
    if let Some(folder) = &app.state::<AppState>().exports.moved_to {
        return Ok(folder.clone());
    }
    let paths = app.path();
    // A desktop that names no folder for downloads still has a home.
    paths
        .download_dir()
        .or_else(|_| paths.home_dir())
        .map_err(|error| Trouble::internal(&format!("no folder to save to was found: {error}")))
}

/// The name without what some file system would take for a path, a device or an option.
fn plain_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_control() || r#"<>:"/\|?*"#.contains(c) {
                '-'
            } else {
                c
            }
        })
        .take(LONGEST_NAME)
        .collect();
    let plain = plain.trim_matches(['.', ' ', '-']);
    if plain.is_empty() {
        "Usher".to_owned()
    } else {
        plain.to_owned()
    }
}

/// Writes what no file of this name holds yet; what cannot be written whole is not left behind.
fn write_new(folder: &Path, name: &str, extension: &str, contents: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1..=MOST_OF_ONE_NAME {
        let path = folder.join(if number == 1 {
            format!("{name}.{extension}")
        } else {
            format!("{name} ({number}).{extension}")
        });
        let mut file = match File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        if let Err(error) = file.write_all(contents).and_then(|()| file.sync_all()) {
            drop(file);
            fs::remove_file(&path)?;
            return Err(error);
        }
        return Ok(path);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_ever_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("not there yet");
        let names: Vec<_> = ["one", "two", "three"]
            .iter()
            .map(|text| write_new(&folder, "results", "csv", text.as_bytes()).unwrap())
            .collect();
        let texts: Vec<_> = names
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        assert_eq!(texts, ["one", "two", "three"]);
        assert!(names[0].ends_with("results.csv") && names[2].ends_with("results (3).csv"));
    }

    #[test]
    fn a_name_never_leads_elsewhere() {
        for (name, plain) in [
            ("../../etc/passwd", "etc-passwd"),
            (r"C:\suppliers", "C--suppliers"),
            ("Lieferanten Q4", "Lieferanten Q4"),
            ("  .. ", "Usher"),
            ("a\nb", "a-b"),
        ] {
            assert_eq!(plain_name(name), plain);
        }
        assert_eq!(plain_name(&"x".repeat(500)).len(), LONGEST_NAME);
    }

    #[test]
    fn only_what_was_saved_can_be_shown() {
        let exports = Exports::default();
        assert_eq!(exports.path_of(0), None);
        let path = Path::new("downloads").join("results.csv");
        let file = exports.note(&path);
        assert_eq!(
            (file.id, &*file.name, &*file.folder),
            (0, "results.csv", "downloads")
        );
        assert_eq!(exports.path_of(0), Some(path));
        assert_eq!(exports.path_of(1), None);
    }
}
