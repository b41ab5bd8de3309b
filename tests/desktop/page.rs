//! A page in a browser or in the window: its controls are found by role and visible name.

use std::ops::Deref;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::webdriver::{Element, WebDriver};

/// How long anything may take to appear, on a machine that does much else besides.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Finds elements by role and accessible name, as assistive technology would.
const FINDER: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js"
));

/// How a control's name is to fit the words that it is looked for by.
#[derive(Clone, Copy)]
pub enum Fit {
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

/// What is open behind a driver.
pub struct Page(WebDriver);

impl Page {
    /// The page that this driver drives.
    pub fn new(driver: WebDriver) -> Self {
        Self(driver)
    }

    async fn prepare(&self) {
        let there = self
            .execute("return typeof window.TestingLibraryDom", json!([]))
            .await;
        if there != "object" {
            self.execute(FINDER, json!([])).await;
        }
    }

    pub async fn query(&self, role: &str, name: &str, fit: Fit) -> Option<Element> {
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
        WebDriver::element(&self.try_execute(script, arguments).await.ok()?)
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

    /// Ends the story, and tells what was to be seen.
    pub async fn fail(&self, what: &str) -> ! {
        self.keep_picture("failure").await;
        panic!("{what}\nThe page says:\n{}", self.text().await);
    }
}

impl Deref for Page {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.0
    }
}
