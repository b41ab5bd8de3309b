//! Usher in its window, used by role and visible name as a person would.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::tenant::Tenant;
use crate::webdriver::{Element, WebDriver};

/// How long anything may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// Finds elements by role and accessible name, as assistive technology would.
const FINDER: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js"
));
const AXE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/axe-core/axe.min.js"
));

/// Listens to the bridge and to the content security policy, from the page's own side.
const LISTENER: &str = "
    window.__crossed = []; window.__blocked = [];
    addEventListener('securitypolicyviolation', event => __blocked.push(event.effectiveDirective + ' ' + event.blockedURI));
    const sent = window.fetch;
    window.fetch = async (...asked) => {
        __crossed.push('asked ' + asked[0] + ' ' + (asked[1]?.body ?? ''));
        const answer = await sent(...asked);
        answer.clone().text().then(text => __crossed.push('answered ' + text));
        return answer;
    };
    const { callbacks } = window.__TAURI_INTERNALS__;
    const get = callbacks.get.bind(callbacks);
    callbacks.get = id => {
        const callback = get(id);
        return callback && (data => { __crossed.push('told ' + JSON.stringify(data)); return callback(data); });
    };
    return true";

/// A data folder and what surrounds the app; outlives the window, so that it can be opened again.
pub struct Place {
    folder: TempDir,
    practice: Option<String>,
    settle: &'static str,
}

/// The app, running.
pub struct App {
    driver: Child,
    /// The page.
    pub page: WebDriver,
    binary: PathBuf,
    data: PathBuf,
}

impl Place {
    /// A new data folder whose *Practice tenant* is this server.
    pub fn beside(tenant: &Tenant) -> Self {
        Self::with_line(tenant.line.to_string())
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

    /// What the app wrote to its standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
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
        match &self.practice {
            Some(line) => command.env("USHER_PRACTICE", line),
            None => command.env_remove("USHER_PRACTICE"),
        };
        command
    }

    /// Starts the app once more over this folder, while it is open; true once it has ended by itself.
    pub async fn start_again(&self) -> bool {
        let mut second = self.surround(Command::new(binary())).spawn().unwrap();
        for _ in 0..200 {
            if let Some(status) = second.try_wait().unwrap() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        second.kill().unwrap();
        second.wait().unwrap();
        false
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
        let page = WebDriver::start(port, binary.to_str().unwrap()).await;
        let app = App {
            driver,
            page,
            binary,
            data: self.data(),
        };
        app.page.wait_for_page().await;
        let listens = app.page.execute(LISTENER, json!([])).await;
        assert_eq!(listens, true, "the bridge cannot be listened to");
        app
    }
}

impl App {
    async fn prepare(&self) {
        let there = self
            .page
            .execute("return typeof window.TestingLibraryDom", json!([]))
            .await;
        if there != "object" {
            self.page.execute(FINDER, json!([])).await;
        }
    }

    async fn query(&self, role: &str, name: &str, exact: bool) -> Option<Element> {
        self.prepare().await;
        // Testing Library knows roles and names; what is hidden is sorted out here, since its own way
        // of doing so takes seconds in a full table.
        let script = "const [role, name, exact] = arguments;
            const escaped = name.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');
            const found = window.TestingLibraryDom.queryAllByRole(document.body, role, {
                hidden: true, ...(name === '' ? {} : { name: new RegExp(exact ? '^' + escaped + '$' : escaped, exact ? '' : 'i') }) })
                .filter(element => element.checkVisibility() && !element.closest('[aria-hidden=true], [inert]'));
            return found.length ? found[found.length - 1] : null";
        WebDriver::element(&self.page.execute(script, json!([role, name, exact])).await)
    }

    /// The control of this role and name, once it is there.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        self.find_within(role, name, PATIENCE).await
    }

    /// As [`Self::find`], for what takes longer.
    pub async fn find_within(&self, role: &str, name: &str, patience: Duration) -> Element {
        let start = Instant::now();
        loop {
            if let Some(element) = self.query(role, name, true).await {
                return element;
            }
            if start.elapsed() > Duration::from_secs(5)
                && let Some(element) = self.query(role, name, false).await
            {
                return element;
            }
            if start.elapsed() > patience {
                self.fail(&format!("there is no {role} named {name:?}"))
                    .await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// True where a control of this role and name is there now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        self.query(role, name, false).await.is_some()
    }

    /// Clicks a control.
    pub async fn click(&self, role: &str, name: &str) {
        let start = Instant::now();
        loop {
            let element = self.find(role, name).await;
            match self.page.click(&element).await {
                Ok(()) => return,
                Err(error) if start.elapsed() > PATIENCE => {
                    self.fail(&format!("{role} {name:?} cannot be clicked: {error}"))
                        .await;
                }
                // It moved, or something still covers it.
                Err(_) => tokio::time::sleep(Duration::from_millis(150)).await,
            }
        }
    }

    /// As [`Self::click`], where the name holds more than these words.
    pub async fn click_containing(&self, role: &str, words: &str) {
        let start = Instant::now();
        loop {
            if let Some(element) = self.query(role, words, false).await
                && self.page.click(&element).await.is_ok()
            {
                return;
            }
            if start.elapsed() > PATIENCE {
                self.fail(&format!("no {role} with {words:?} can be clicked"))
                    .await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    /// Types into a field.
    pub async fn fill(&self, role: &str, name: &str, text: &str) {
        let element = self.find(role, name).await;
        self.page.type_into(&element, text).await;
    }

    /// Pastes into a field, as a long list comes in.
    pub async fn paste(&self, role: &str, name: &str, text: &str) {
        let element = self.find(role, name).await;
        self.page.click(&element).await.unwrap();
        let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
            document.activeElement.dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
        self.page.execute(script, json!([text])).await;
    }

    /// Empties a field.
    pub async fn clear(&self, role: &str, name: &str) {
        let element = self.find(role, name).await;
        self.page.click(&element).await.unwrap();
        self.page.press(&["Control+a", "Backspace"]).await;
    }

    /// Opens the row of a table that says this, as a double click would, by keyboard.
    pub async fn open_row(&self, words: &str) {
        let start = Instant::now();
        // Rows are drawn anew while the list is still being found.
        while !self.focus_row(words).await {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("no row says {words:?}")).await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        self.page.press(&["Enter"]).await;
    }

    async fn focus_row(&self, words: &str) -> bool {
        let script = "const row = [...document.querySelectorAll('[role=row]')].find(row => row.innerText.includes(arguments[0]));
            row?.focus(); return row !== undefined && row === document.activeElement";
        self.page.execute(script, json!([words])).await == true
    }

    /// What the content security policy has blocked since the window opened.
    pub async fn csp_violations(&self) -> Vec<String> {
        serde_json::from_value(
            self.page
                .execute("return window.__blocked", json!([]))
                .await,
        )
        .unwrap()
    }

    /// All that crossed the bridge since the window opened.
    pub async fn bridge(&self) -> String {
        let crossed = self
            .page
            .execute("return window.__crossed.join('\\n')", json!([]))
            .await;
        crossed.as_str().unwrap_or_default().to_owned()
    }

    /// All text that is to be seen.
    pub async fn text(&self) -> String {
        let text = self
            .page
            .execute("return document.body.innerText", json!([]))
            .await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says this.
    pub async fn sees(&self, words: &str) {
        let start = Instant::now();
        while !self.text().await.contains(words) {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("the page never says {words:?}")).await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    /// Signs in to the practice tenant as the account of a kind.
    pub async fn sign_in(&self, tenant: &Tenant, kind: &str) {
        self.click("button", "Open practice tenant").await;
        let code = self.user_code().await;
        tenant.approve(&code, kind).await;
        self.find("navigation", "Screens").await;
    }

    /// Comes back to the account that was signed in last.
    pub async fn come_back(&self) {
        self.click_containing("button", "@practice.contoso.example")
            .await;
        self.find("navigation", "Screens").await;
    }

    /// Waits until the page holds still.
    pub async fn settle(&self) {
        let mut before = String::new();
        for _ in 0..50 {
            let now = self
                .page
                .execute("return document.body.innerHTML", json!([]))
                .await
                .to_string();
            if now == before && !now.contains("fui-Spinner") {
                break;
            }
            before = now;
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
        // Colours fade in for 150 ms; axe must not judge them half-way.
        tokio::time::sleep(Duration::from_millis(250)).await;
    }

    /// Chooses a theme by the command palette, which leaves the screen as it is.
    pub async fn set_theme(&self, theme: &str) {
        let theme = match theme {
            "High contrast" => "highContrast",
            "Dark" => "dark",
            _ => "light",
        };
        let preferences =
            json!({ "args": { "preferences": { "theme": theme, "guestColumns": null } } });
        let saved = self.invoke("save_preferences", preferences).await;
        assert!(saved.get("ok").is_some(), "{saved}");
    }

    /// The code that is shown, without gaps.
    pub async fn user_code(&self) -> String {
        let start = Instant::now();
        loop {
            // The label spells it letter by letter, so that it is read out that way.
            let script = "const code = document.querySelector('[aria-label^=\"Code \"]');
                return code ? code.getAttribute('aria-label').slice(5).replaceAll(' ', '') : null";
            if let Some(code) = self.page.execute(script, json!([])).await.as_str() {
                return code.to_owned();
            }
            if start.elapsed() > PATIENCE {
                self.fail("no code is shown").await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What axe finds. The one exclusion: Fluent's own focus guards, which hold focus inside a dialog
    /// and are hidden from assistive technology on purpose.
    pub async fn violations(&self) -> Vec<String> {
        self.page.execute(AXE, json!([])).await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run({ exclude: ['[data-tabster-dummy]'] }).then(
                result => done(result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.html.slice(0, 160)
                    + ' ' + (n.failureSummary || '').slice(0, 240)).join('\\n  '))),
                error => done(['axe failed: ' + error]))";
        let found = self.page.execute_async(script, json!([])).await;
        serde_json::from_value(found).unwrap()
    }

    /// Keeps a picture under this name, for the guide and for whoever looks into a failure.
    pub async fn keep_picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("USHER_TEST_ARTIFACTS") else {
            return;
        };
        let folder = Path::new(&folder).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        // Of the window as the display shows it: the driver's own pictures can hang under Xvfb.
        let window = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", "^Usher$"])
            .output()
            .expect("xdotool runs");
        let window = String::from_utf8_lossy(&window.stdout);
        let window = window.lines().next().unwrap_or("root");
        let file = folder.join(format!("{name}.png"));
        let taken = Command::new("import")
            .args(["-silent", "-window", window])
            .arg(&file)
            .status();
        assert!(
            taken.is_ok_and(|status| status.success()),
            "no picture could be taken"
        );
    }

    async fn fail(&self, what: &str) -> ! {
        self.keep_picture("failure").await;
        panic!("{what}\nThe page says:\n{}", self.text().await);
    }

    /// Closes the window.
    pub async fn close(mut self) {
        self.page.end().await;
        self.kill();
    }

    /// Ends the app at once, as a crash would.
    pub fn kill(&mut self) {
        for process in app_processes(&self.binary, &self.data) {
            // Gone already is as good.
            let _ = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }

    /// Calls a command past the screens, to see what the shell answers.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Value {
        let script = "const [command, args, done] = [arguments[0], arguments[1], arguments[arguments.length - 1]];
            window.__TAURI_INTERNALS__.invoke(command, args).then(
                value => done({ ok: value }), error => done({ error: String(error.message ?? JSON.stringify(error)) }))";
        self.page
            .execute_async(script, json!([command, arguments]))
            .await
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.kill();
    }
}

fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_usher-desktop"))
}

/// Processes of this binary that work on this data folder.
fn app_processes(binary: &Path, data: &Path) -> Vec<u32> {
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

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

async fn wait_for_port(port: u16) {
    for _ in 0..200 {
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
