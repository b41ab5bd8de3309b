//! The app in its window, from its start to its end.

use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::page::{PATIENCE, Page};
use crate::place::app_processes;
use crate::tenant::Tenant;
use crate::witness::{Heard, Witness};

/// The app, running. A story that does not fail ends by [`Self::close`], [`Self::crash`] or
/// [`Self::ends_by_itself`]; each of them looks at what the story left behind.
pub struct App {
    driver: Child,
    /// The page.
    pub page: Page,
    binary: PathBuf,
    data: PathBuf,
    witness: Witness,
    heard: Mutex<Heard>,
}

impl App {
    /// The app behind a driver, working on a data folder.
    pub async fn new(
        driver: Child,
        page: Page,
        binary: PathBuf,
        data: PathBuf,
        witness: Witness,
    ) -> Self {
        page.wait_until_there().await;
        witness.listen_to(&page).await;
        page.wait_until_whole().await;
        Self {
            driver,
            page,
            binary,
            data,
            witness,
            heard: Mutex::default(),
        }
    }

    /// Takes down what the page has heard so far, before something that it may not survive.
    pub async fn hear(&self) {
        let more = self.witness.hear(&self.page).await;
        self.heard.lock().unwrap().add(more);
    }

    /// What was blocked by the content security policy, where a story provokes it; none of it
    /// counts against the story.
    pub async fn provoked(&self) -> Vec<String> {
        self.hear().await;
        self.heard.lock().unwrap().forgive()
    }

    /// Closes the window.
    pub async fn close(self) {
        self.hear().await;
        self.page.end().await;
        self.end_unheard().await;
    }

    /// Ends the app at once, as a crash would.
    pub async fn crash(self) {
        self.hear().await;
        self.end_unheard().await;
    }

    /// Ends whatever is open over the data folder, where the page that was listened to is gone.
    pub async fn end_unheard(mut self) {
        self.kill();
        self.conclude().await;
    }

    /// Clicks what closes the window: the driver's answer may be lost with it.
    pub async fn click_away(&self, role: &str, name: &str) {
        self.hear().await;
        let element = self.find(role, name).await;
        let script = "setTimeout(() => arguments[0].click(), 100); return true";
        self.page.execute(script, json!([element])).await;
    }

    /// Waits until the app has closed of its own accord.
    pub async fn ends_by_itself(self) {
        let start = Instant::now();
        while !app_processes(&self.binary, &self.data).is_empty() {
            assert!(start.elapsed() < PATIENCE, "the window does not close");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.end_unheard().await;
    }

    async fn conclude(&self) {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        self.witness.conclude(heard).await;
    }

    fn kill(&mut self) {
        for process in app_processes(&self.binary, &self.data) {
            // Gone already is as good.
            let _ = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
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

    /// Has a theme kept as Settings does, which leaves the screen as it is, and waits until it is drawn.
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
        let start = Instant::now();
        let drawn = "return document.documentElement.dataset.look === arguments[0]";
        while self.execute(drawn, json!([theme])).await != true {
            assert!(start.elapsed() < PATIENCE, "{theme} is never drawn");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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

impl Deref for App {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}
