//! What a person does in the window: find by role and visible name, click, type, read.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::place::app_processes;
use crate::tenant::Tenant;
use crate::webdriver::{Element, WebDriver};

/// How long anything may take to appear, on a machine that does much else besides.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Finds elements by role and accessible name, as assistive technology would.
const FINDER: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js"
));
const AXE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/axe-core/axe.min.js"
));

/// How a control's name is to fit the words that it is looked for by.
#[derive(Clone, Copy)]
enum Fit {
    Whole,
    Beginning,
    Part,
}

impl Fit {
    /// What stands before and after the words in a regular expression, and its flags.
    fn pattern(self) -> [&'static str; 3] {
        match self {
            Self::Whole => ["^", "$", ""],
            Self::Beginning => ["^", "(?!\\w)", ""],
            Self::Part => ["", "", "i"],
        }
    }
}

/// The app, running.
pub struct App {
    driver: Child,
    /// The page.
    pub page: WebDriver,
    binary: PathBuf,
    data: PathBuf,
}

impl App {
    /// The app behind a driver, working on a data folder.
    pub fn new(driver: Child, page: WebDriver, binary: PathBuf, data: PathBuf) -> Self {
        Self {
            driver,
            page,
            binary,
            data,
        }
    }

    async fn prepare(&self) {
        let there = self
            .page
            .execute("return typeof window.TestingLibraryDom", json!([]))
            .await;
        if there != "object" {
            self.page.execute(FINDER, json!([])).await;
        }
    }

    async fn query(&self, role: &str, name: &str, fit: Fit) -> Option<Element> {
        self.prepare().await;
        // Testing Library knows roles and names; what is hidden is sorted out here, since its own way
        // of doing so takes seconds in a full table.
        let script = "const [role, name, before, after, flags] = arguments;
            const escaped = name.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');
            const found = window.TestingLibraryDom.queryAllByRole(document.body, role, {
                hidden: true, ...(name === '' ? {} : { name: new RegExp(before + escaped + after, flags) }) })
                .filter(element => element.checkVisibility() && !element.closest('[aria-hidden=true], [inert]'));
            return found.length ? found[found.length - 1] : null";
        let [before, after, flags] = fit.pattern();
        let arguments = json!([role, name, before, after, flags]);
        // What is drawn anew between finding it and telling of it is not there, for now.
        WebDriver::element(&self.page.try_execute(script, arguments).await.ok()?)
    }

    /// The control of this role and name, once it is there.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        self.find_within(role, name, PATIENCE).await
    }

    /// As [`Self::find`], for what takes longer.
    pub async fn find_within(&self, role: &str, name: &str, patience: Duration) -> Element {
        self.find_matching(role, name, Fit::Whole, patience).await
    }

    /// As [`Self::find`], where the name holds more than these words.
    pub async fn find_containing(&self, role: &str, words: &str) -> Element {
        self.find_matching(role, words, Fit::Part, PATIENCE).await
    }

    async fn find_matching(&self, role: &str, name: &str, fit: Fit, patience: Duration) -> Element {
        let start = Instant::now();
        loop {
            if let Some(element) = self.query(role, name, fit).await {
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
        self.query(role, name, Fit::Part).await.is_some()
    }

    /// Clicks a control once it can be used, and makes sure that the click reached it.
    pub async fn click(&self, role: &str, name: &str) {
        self.click_matching(role, name, Fit::Whole, true).await;
    }

    /// As [`Self::click`], where the name holds more than these words.
    pub async fn click_containing(&self, role: &str, words: &str) {
        self.click_matching(role, words, Fit::Part, true).await;
    }

    /// As [`Self::click`], where the name may go on after these words: with a count, as on the rail.
    pub async fn click_beginning(&self, role: &str, words: &str) {
        self.click_matching(role, words, Fit::Beginning, true).await;
    }

    /// Clicks a control that is closed, as somebody does who wants to know why nothing happens.
    pub async fn click_closed(&self, role: &str, name: &str) {
        self.click_matching(role, name, Fit::Whole, false).await;
    }

    /// Clicks what closes the window: the driver's answer may be lost with it.
    pub async fn click_away(&self, role: &str, name: &str) {
        let element = self.find(role, name).await;
        let script = "setTimeout(() => arguments[0].click(), 100); return true";
        self.page.execute(script, json!([element])).await;
    }

    /// Waits until the app has closed of its own accord.
    pub async fn ends_by_itself(mut self) {
        let start = Instant::now();
        while !app_processes(&self.binary, &self.data).is_empty() {
            assert!(start.elapsed() < PATIENCE, "the window does not close");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.kill();
    }

    async fn click_matching(&self, role: &str, name: &str, fit: Fit, open: bool) {
        let start = Instant::now();
        let mut found = "is not there".to_owned();
        while start.elapsed() < PATIENCE {
            if let Some(element) = self.query(role, name, fit).await {
                match self.try_click(&element, open).await {
                    Ok(()) => return,
                    Err(error) => found = error,
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.fail(&format!("{role} {name:?} cannot be clicked: it {found}"))
            .await;
    }

    /// One click. Under the pointer things may move just then, so it counts when the control itself
    /// has heard of it.
    async fn try_click(&self, element: &Element, open: bool) -> Result<(), String> {
        let look = "const control = arguments[0];
            const closed = control.disabled === true || control.getAttribute('aria-disabled') === 'true';
            if (closed === arguments[1]) return false;
            window.__clicked = false;
            control.addEventListener('click', () => { window.__clicked = true }, { once: true, capture: true });
            return true";
        let fits = self.page.try_execute(look, json!([element, open])).await?;
        if fits != true {
            return Err(if open { "is closed" } else { "is open" }.to_owned());
        }
        self.page.click(element).await?;
        let heard = self
            .page
            .execute("return window.__clicked", json!([]))
            .await;
        if heard == true {
            Ok(())
        } else {
            Err("did not hear the click".to_owned())
        }
    }

    /// Types into a field.
    pub async fn fill(&self, role: &str, name: &str, text: &str) {
        let element = self.focus(role, name).await;
        self.page.type_into(&element, text).await;
    }

    /// Pastes into a field, as a long list comes in.
    pub async fn paste(&self, role: &str, name: &str, text: &str) {
        let element = self.focus(role, name).await;
        let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
            arguments[0].dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
        self.page.execute(script, json!([element, text])).await;
    }

    /// Gives a file to the file input of this name, as choosing it does.
    pub async fn give_file(&self, input: &str, name: &str, text: &str) {
        let script = "const [label, name, text] = arguments;
            const input = document.querySelector(`input[type=file][aria-label=\"${label}\"]`);
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            input.files = data.files;
            input.dispatchEvent(new Event('change', { bubbles: true }))";
        self.page.execute(script, json!([input, name, text])).await;
    }

    /// Drops a file on the window. What is written by scripts carries no files of its own, so they
    /// are put into the event.
    pub async fn drop_file(&self, name: &str, text: &str) {
        let script = "const [name, text] = arguments;
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            for (const type of ['dragenter', 'dragover', 'drop']) {
                const event = new DragEvent(type, { bubbles: true, cancelable: true });
                Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
                document.body.dispatchEvent(event);
            }";
        self.page.execute(script, json!([name, text])).await;
    }

    /// Empties a field.
    pub async fn clear(&self, role: &str, name: &str) {
        self.focus(role, name).await;
        self.page.press(&["Control+a", "Backspace"]).await;
    }

    /// Goes to a field, once it is there and takes the focus.
    async fn focus(&self, role: &str, name: &str) -> Element {
        let start = Instant::now();
        let script = "arguments[0].focus(); return document.activeElement === arguments[0]";
        loop {
            let element = self.find(role, name).await;
            let focused = self.page.try_execute(script, json!([element])).await;
            if focused.is_ok_and(|focused| focused == true) {
                return element;
            }
            if start.elapsed() > PATIENCE {
                self.fail(&format!("{role} {name:?} takes no focus")).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the focus is in a field of the dialog of this name, as it is once it has opened.
    pub async fn writes_in(&self, dialog: &str) {
        let start = Instant::now();
        let script = "return arguments[0].contains(document.activeElement)
            && document.activeElement.matches('input')";
        loop {
            let element = self.find("dialog", dialog).await;
            let inside = self.page.try_execute(script, json!([element])).await;
            if inside.is_ok_and(|inside| inside == true) {
                return;
            }
            if start.elapsed() > PATIENCE {
                self.fail(&format!("nothing can be written in {dialog:?}"))
                    .await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Opens the row of a table that says this, as a double click would, by keyboard.
    pub async fn open_row(&self, words: &str) {
        let start = Instant::now();
        while !self.try_open_row(words).await {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("no row says {words:?}")).await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }

    /// Rows change places while a list is still being found: the row must keep its place for a
    /// moment, and hear the key itself.
    async fn try_open_row(&self, words: &str) -> bool {
        let find = "const row = [...document.querySelectorAll('[role=row]')].find(row => row.innerText.includes(arguments[0]));
            return row?.dataset.index ?? null";
        let place = self.page.execute(find, json!([words])).await;
        if place.is_null() {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
        let focus = "const row = document.querySelector(`[role=row][data-index='${arguments[1]}']`);
            window.__heard = false;
            row?.addEventListener('keydown', () => { window.__heard = row.innerText.includes(arguments[0]) },
                { once: true, capture: true });
            row?.focus();
            return row != null && row.innerText.includes(arguments[0]) && row === document.activeElement";
        if self.page.execute(focus, json!([words, place])).await != true {
            return false;
        }
        self.page.press(&["Enter"]).await;
        self.page.execute("return window.__heard", json!([])).await == true
    }

    /// Waits until the row of a table that says `name` says `words` too.
    pub async fn row_says(&self, name: &str, words: &str) {
        let start = Instant::now();
        let script = "return [...document.querySelectorAll('[role=row]')].some(
            row => [...arguments].every(words => row.innerText.includes(words)))";
        while self.page.execute(script, json!([name, words])).await != true {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("the row of {name:?} never says {words:?}"))
                    .await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
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

    /// Waits until the page does not say this any more.
    pub async fn sees_no_more(&self, words: &str) {
        let start = Instant::now();
        while self.text().await.contains(words) {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("the page goes on saying {words:?}"))
                    .await;
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

    /// Waits until the page holds still, with the pointer out of the way of tooltips.
    pub async fn settle(&self) {
        self.page.rest_pointer().await;
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
