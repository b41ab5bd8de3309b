//! Pictures of the window: for whoever looks into a failure, and for the README.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::page::Page;

/// Where a picture of this name goes: among what the tests leave behind, and in the README's place
/// where there is one of this name and it is to be made anew.
fn files(name: &str) -> Vec<PathBuf> {
    let file = format!("{name}.png");
    let mut files = Vec::new();
    if let Some(folder) = std::env::var_os("USHER_TEST_ARTIFACTS") {
        files.push(Path::new(&folder).join("pictures").join(&file));
    }
    let readmes = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/pictures")
        .join(&file);
    if std::env::var_os("UPDATE_PICTURES").is_some() && readmes.exists() {
        files.push(readmes);
    }
    files
}

impl Page {
    /// Keeps a picture under this name.
    pub async fn keep_picture(&self, name: &str) {
        let files = files(name);
        if files.is_empty() {
            return;
        }
        // Of the window as the display shows it: the driver's own pictures can hang under Xvfb.
        let window = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", "^Usher$"])
            .output()
            .expect("xdotool runs");
        let window = String::from_utf8_lossy(&window.stdout);
        let window = window.lines().next().unwrap_or("root");
        for file in files {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            let taken = Command::new("import")
                .args(["-silent", "-window", window])
                .arg(&file)
                .status();
            assert!(
                taken.is_ok_and(|status| status.success()),
                "no picture could be taken"
            );
        }
    }
}
