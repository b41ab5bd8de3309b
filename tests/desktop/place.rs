//! Where a story takes place: a data folder, a driver, and the app started over them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::app::App;
use crate::page::{PATIENCE, Page};
use crate::tenant::Tenant;
use crate::webdriver::WebDriver;
use crate::witness::Witness;

/// A data folder and what surrounds the app; outlives the window, so that it can be opened again.
pub struct Place {
    folder: TempDir,
    practice: Option<String>,
    settle: &'static str,
}

impl Place {
    /// A new data folder whose *Practice tenant* is this server.
    pub fn beside(tenant: &Tenant) -> Self {
        Self::with_line(tenant.line.to_string())
    }

    /// The same, where the directory has longer to show what became of a lost answer: more than it
    /// lags.
    pub fn settling(self, seconds: &'static str) -> Self {
        Self {
            settle: seconds,
            ..self
        }
    }

    /// As [`Self::beside`], with a line of one's own.
    pub fn with_line(practice: String) -> Self {
        Self::of(Some(practice))
    }

    /// A new data folder whose *Practice tenant* runs inside the app.
    pub fn alone() -> Self {
        Self::of(None)
    }

    fn of(practice: Option<String>) -> Self {
        let folder = TempDir::new().unwrap();
        Self {
            folder,
            practice,
            settle: "1",
        }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Waits until a page that ends like this is opened in the browser, which here only writes it
    /// down; the page. What was opened is forgotten then.
    pub async fn opens(&self, end: &str) -> String {
        let start = Instant::now();
        let written = self.folder.path().join("opened");
        loop {
            let opened = std::fs::read_to_string(&written).unwrap_or_default();
            if let Some(page) = opened.lines().find(|page| page.ends_with(end)) {
                std::fs::remove_file(&written).unwrap();
                return page.to_owned();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{end} was not opened, only: {opened}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Who looks at what a story leaves here.
    fn witness(&self) -> Witness {
        let log = self.folder.path().join("log");
        Witness::new(self.data(), log, self.practice.as_deref())
    }

    /// Where programs beside the app keep what is theirs.
    pub fn aside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn programs(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    /// What surrounds the app here: its folders, the practice tenant, the browser, the log.
    fn surround(&self, mut command: Command) -> Command {
        let root = self.folder.path();
        let path = format!(
            "{}:{}",
            self.programs().display(),
            std::env::var("PATH").unwrap()
        );
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(root.join("log"))
            .unwrap();
        command
            .env("USHER_DATA_DIR", self.data())
            .env("USHER_SETTLE_SECONDS", self.settle)
            .env("USHER_LOG", "usher_lib=debug,desk=debug,entra=debug,warn")
            .env("PATH", path)
            .env("XDG_DATA_HOME", root.join("xdg-data"))
            .env("XDG_CONFIG_HOME", root.join("xdg-config"))
            .env("XDG_CACHE_HOME", root.join("xdg-cache"))
            .env("XDG_STATE_HOME", root.join("xdg-state"))
            .env("XDG_RUNTIME_DIR", root.join("runtime"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        // Judged with all other exchanges at the end of the tests.
        if let Some(folder) = std::env::var_os("USHER_TEST_ARTIFACTS") {
            let folder = PathBuf::from(folder).join("exchanges");
            command.env("USHER_PRACTICE_RECORD", folder);
        }
        match &self.practice {
            Some(line) => command.env("USHER_PRACTICE", line),
            None => command.env_remove("USHER_PRACTICE"),
        };
        command
    }

    /// Starts the app once more over this folder, while it is open; true once it has ended by itself.
    pub async fn start_again(&self) -> bool {
        let mut second = self.surround(Command::new(binary())).spawn().unwrap();
        for _ in 0..600 {
            if let Some(status) = second.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        second.kill().unwrap();
        second.wait().unwrap();
        false
    }

    /// Runs the command line over this folder, beside the window if that is open.
    pub fn usher(&self, arguments: &[&str]) -> Output {
        self.start_usher(arguments).wait_with_output().unwrap()
    }

    /// As [`Self::usher`], without waiting for its end.
    pub fn start_usher(&self, arguments: &[&str]) -> Child {
        let mut command = self.surround(Command::new(binary().with_file_name("usher")));
        command.args(arguments).stdout(Stdio::piped());
        command.stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Opens the window over this folder.
    pub async fn open(&self) -> App {
        let root = self.folder.path();
        // Stands in for the program that opens pages: it writes them down.
        let programs = self.programs();
        std::fs::create_dir_all(&programs).unwrap();
        let browser = programs.join("xdg-open");
        let script = format!(
            "#!/bin/sh\necho \"$1\" >> '{}'\n",
            root.join("opened").display()
        );
        std::fs::write(&browser, script).unwrap();
        make_executable(&browser);
        let runtime = root.join("runtime");
        std::fs::create_dir_all(&runtime).unwrap();
        make_private(&runtime);

        let port = free_port();
        let driver = self
            .surround(Command::new("WebKitWebDriver"))
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .spawn()
            .expect("WebKitWebDriver starts");
        wait_for_port(port).await;
        let binary = binary();
        // The page is listened to from its beginning, not only once it has loaded.
        let capabilities = json!({ "pageLoadStrategy": "none",
            "webkitgtk:browserOptions": { "binary": binary, "args": [] } });
        let page = Page::new(WebDriver::start(port, capabilities).await);
        App::new(driver, page, binary, self.data(), self.witness()).await
    }
}

fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_usher-desktop"))
}

/// Processes of this binary that work on this data folder.
pub fn app_processes(binary: &Path, data: &Path) -> Vec<u32> {
    let mark = format!("USHER_DATA_DIR={}", data.display());
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| {
            std::fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|exe| exe == binary)
                && std::fs::read(format!("/proc/{process}/environ")).is_ok_and(|environment| {
                    environment
                        .split(|byte| *byte == 0)
                        .any(|pair| pair == mark.as_bytes())
                })
        })
        .collect()
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Waits until somebody listens on it.
pub async fn wait_for_port(port: u16) {
    for _ in 0..1200 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the driver does not listen");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
}
