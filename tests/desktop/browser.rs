//! The browser beside the app, in which a person signs in, reads mails and accepts invitations.

use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::page::Page;
use crate::place::{Place, free_port, wait_for_port};
use crate::webdriver::WebDriver;

/// A Chromium with nothing open yet. Ends with the value.
pub struct Browser {
    driver: Child,
    page: Page,
}

impl Browser {
    /// Starts one that keeps what is its own beside this place's data folder.
    pub async fn start(place: &Place) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        wait_for_port(port).await;
        let profile = format!("--user-data-dir={}", place.aside("browser").display());
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", profile],
        });
        let capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": options });
        let page = Page::new(WebDriver::start(port, capabilities).await);
        Self { driver, page }
    }

    /// Clicks what leads to another page; its name may hold more than these words.
    async fn follow(&self, role: &str, words: &str) {
        // What was found on the page before is stale when the next one comes.
        for _ in 0..50 {
            let element = self.find_containing(role, words).await;
            if self.click_element(&element).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.fail(&format!("{words:?} cannot be clicked")).await;
    }

    /// Closes it.
    pub async fn close(self) {
        self.page.end().await;
    }

    /// Enters a code at the sign-in page as the account of this sign-in name, and continues.
    pub async fn sign_in(&self, page: &str, code: &str, account: &str) {
        self.go(page).await;
        self.fill("textbox", "Code", code).await;
        self.follow("button", "Next").await;
        self.follow("button", account).await;
        self.follow("button", "Continue").await;
        self.sees("You have signed in to").await;
    }

    /// Opens the mail to this address in the outbox.
    pub async fn open_mail(&self, outbox: &str, address: &str) {
        self.go(outbox).await;
        self.fill("textbox", "Recipient", address).await;
        self.follow("button", "Find").await;
        self.sees("1 mail").await;
        self.follow("link", "invited you").await;
    }

    /// Accepts the invitation of the mail that is open, as the guest of this address, up to the page
    /// on which the guest lands.
    pub async fn accept(&self, address: &str) {
        self.follow("link", "Accept invitation").await;
        self.find("heading", "Choose an account").await;
        self.follow("button", address).await;
        self.find("heading", "Review permissions").await;
        self.follow("button", "Accept").await;
        self.find("heading", "The guest would now land on").await;
    }
}

impl Deref for Browser {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Told to end, the driver takes its browser along.
        let _ = Command::new("kill")
            .arg(self.driver.id().to_string())
            .status();
        // One that hangs does not hold up all else.
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if !matches!(self.driver.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
