//! The app in a real window, driven from outside.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::display::Display;
use crate::machine::Memory;
use crate::outcome::Outcome;
use crate::practice::{Practice, beside};
use crate::webdriver::WebDriver;

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(300);

/// The app, signed in to a practice tenant. Ends with the value.
pub(crate) struct Window {
    driver: Child,
    /// The page.
    pub(crate) page: WebDriver,
    program: PathBuf,
    folder: TempDir,
    _display: Display,
}

impl Window {
    /// Opens the window, signs in, and waits until all guests are there.
    pub(crate) async fn open(practice: &Practice, guests: u32) -> Outcome<Self> {
        let display = Display::start()?;
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        let runtime = root.join("runtime");
        make_private(&runtime)?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let mut command = Command::new("WebKitWebDriver");
        let driver = display
            .surround(&mut command)
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("USHER_DATA_DIR", root.join("data"))
            .env("USHER_PRACTICE", practice.line.to_string())
            .env("XDG_DATA_HOME", root.join("xdg-data"))
            .env("XDG_CONFIG_HOME", root.join("xdg-config"))
            .env("XDG_CACHE_HOME", root.join("xdg-cache"))
            .env("XDG_STATE_HOME", root.join("xdg-state"))
            .env("XDG_RUNTIME_DIR", runtime)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        wait_for_port(port).await?;
        let program = beside("usher-desktop")?;
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": program.to_string_lossy(), "args": [] }
        });
        let page = WebDriver::start(port, capabilities).await;
        page.wait_until_there().await;
        page.wait_until_whole().await;
        let window = Self {
            driver,
            page,
            program,
            folder,
            _display: display,
        };
        window.sign_in(practice).await?;
        window
            .until(
                "const done = arguments[arguments.length - 1];
                 window.__TAURI_INTERNALS__.invoke('sync_status').then(
                    status => done(status.phase === 'idle' && status.loaded >= arguments[0]), () => done(false))",
                json!([guests]),
            )
            .await?;
        Ok(window)
    }

    async fn sign_in(&self, practice: &Practice) -> Outcome<()> {
        self.until(
            "const button = [...document.querySelectorAll('button')].find(button => button.innerText.includes('Open practice tenant'));
             button?.click(); arguments[arguments.length - 1](button !== undefined)",
            json!([]),
        )
        .await?;
        let code = self
            .until(
                "const code = document.querySelector('[aria-label^=\"Code \"]');
                 arguments[arguments.length - 1](code ? code.getAttribute('aria-label').slice(5).replaceAll(' ', '') : false)",
                json!([]),
            )
            .await?;
        let code = code.as_str().ok_or("no code is shown")?;
        practice.approve(code, "globalAdministrator").await?;
        self.until(
            "arguments[arguments.length - 1](document.querySelector('[role=search] input') !== null)",
            json!([]),
        )
        .await?;
        Ok(())
    }

    /// Runs a script again and again until it calls its last argument with anything but false.
    pub(crate) async fn until(&self, script: &str, arguments: Value) -> Outcome<Value> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let answer = self.page.execute_async(script, arguments.clone()).await;
            if answer != false && !answer.is_null() {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("never came true: {script}").into())
    }

    /// Memory of the app and of the web view's own processes.
    pub(crate) fn memory(&self) -> Memory {
        let own = app_process(&self.program, self.folder.path());
        let family = own.map(descendants).unwrap_or_default();
        family
            .into_iter()
            .map(Memory::of)
            .fold(Memory::default(), Memory::plus)
    }

    pub(crate) async fn close(self) {
        self.page.end().await;
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(process) = app_process(&self.program, self.folder.path()) {
            // Gone already is as good.
            let _ = Command::new("kill").arg(process.to_string()).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The process of this program that works below this folder.
fn app_process(program: &Path, folder: &Path) -> Option<u32> {
    let mark = format!("USHER_DATA_DIR={}", folder.join("data").display());
    processes().find(|process| {
        fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|exe| exe == program)
            && fs::read(format!("/proc/{process}/environ")).is_ok_and(|all| {
                all.split(|byte| *byte == 0)
                    .any(|pair| pair == mark.as_bytes())
            })
    })
}

/// A process with all that it started and those did.
fn descendants(process: u32) -> Vec<u32> {
    let parents: HashMap<u32, u32> = processes()
        .filter_map(|child| Some((child, parent(child)?)))
        .collect();
    let mut family = vec![process];
    let mut place = 0;
    while let Some(one) = family.get(place).copied() {
        family.extend(
            parents
                .iter()
                .filter(|(_, parent)| **parent == one)
                .map(|(child, _)| *child),
        );
        place += 1;
    }
    family
}

fn parent(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
    line.trim().parse().ok()
}

fn processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn make_private(folder: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    Ok(())
}

async fn wait_for_port(port: u16) -> Outcome<()> {
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("WebKitWebDriver does not listen".into())
}
