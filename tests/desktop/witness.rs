//! What a story leaves behind is looked at when its window has ended: nothing was blocked, nothing
//! was thrown, and no token and no redeem link lies about in the clear.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::page::Page;
use crate::secrets::{Needles, files};

/// Listens to the bridge, to the content security policy and to what nobody catches, from the
/// page's own side.
const LISTENER: &str = "
    const heard = window.__witness = { crossed: [], blocked: [], thrown: [] };
    addEventListener('securitypolicyviolation', event => heard.blocked.push(event.effectiveDirective + ' ' + event.blockedURI));
    addEventListener('error', event => heard.thrown.push(event.message ?? 'cannot be loaded: ' + event.target?.outerHTML), true);
    addEventListener('unhandledrejection', event => heard.thrown.push('unhandled: ' + (event.reason?.stack ?? JSON.stringify(event.reason))));
    const complain = console.error;
    console.error = (...said) => { heard.thrown.push('console: ' + said.map(String).join(' ')); complain(...said); };
    const sent = window.fetch;
    window.fetch = async (...asked) => {
        heard.crossed.push('asked ' + asked[0] + ' ' + (asked[1]?.body ?? ''));
        const answer = await sent(...asked);
        answer.clone().text().then(text => heard.crossed.push('answered ' + text));
        return answer;
    };
    const { callbacks } = window.__TAURI_INTERNALS__;
    const get = callbacks.get.bind(callbacks);
    callbacks.get = id => {
        const callback = get(id);
        return callback && (data => { heard.crossed.push('told ' + JSON.stringify(data)); return callback(data); });
    };
    return true";

/// What the page has heard.
#[derive(Debug, Default, Deserialize)]
pub struct Heard {
    /// All that crossed the bridge.
    crossed: Vec<String>,
    /// What the content security policy blocked.
    blocked: Vec<String>,
    /// What was thrown and not caught, or complained of on the console.
    thrown: Vec<String>,
}

impl Heard {
    /// Adds what was heard later.
    pub fn add(&mut self, later: Self) {
        self.crossed.extend(later.crossed);
        self.blocked.extend(later.blocked);
        self.thrown.extend(later.thrown);
    }

    /// Forgets what was blocked and thrown so far; what was blocked.
    pub fn forgive(&mut self) -> Vec<String> {
        self.thrown.clear();
        std::mem::take(&mut self.blocked)
    }
}

/// Looks at a data folder, the log beside it, and what the page has heard.
pub struct Witness {
    data: PathBuf,
    log: PathBuf,
    /// Address and key of the control calls of a tenant outside the app.
    control: Option<(String, String)>,
}

impl Witness {
    /// One for this folder and log; `practice` is the line of a tenant outside the app.
    pub fn new(data: PathBuf, log: PathBuf, practice: Option<&str>) -> Self {
        let control = practice.map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            (text("control"), text("controlKey"))
        });
        Self { data, log, control }
    }

    /// Begins to listen.
    pub async fn listen_to(&self, page: &Page) {
        let listens = page.execute(LISTENER, json!([])).await;
        assert_eq!(listens, true, "the bridge cannot be listened to");
    }

    /// What the page has heard since it was asked last.
    pub async fn hear(&self, page: &Page) -> Heard {
        let script = "const { crossed, blocked, thrown } = window.__witness;
            const taken = list => list.splice(0, list.length);
            return { crossed: taken(crossed), blocked: taken(blocked), thrown: taken(thrown) }";
        let heard = page.execute(script, json!([])).await;
        serde_json::from_value(heard).unwrap()
    }

    /// Fails where something happened that must not.
    pub async fn conclude(&self, heard: Heard) {
        let none = Vec::<String>::new();
        assert_eq!(heard.blocked, none, "blocked by the policy");
        assert_eq!(heard.thrown, none, "thrown and not caught");
        assert!(
            !heard.crossed.is_empty(),
            "the bridge must have been listened to"
        );
        let log = std::fs::read(&self.log).unwrap_or_default();
        let complaints: Vec<String> = String::from_utf8_lossy(&log)
            .lines()
            .filter(|line| line.contains(" ERROR ") || line.contains("panicked at"))
            .map(str::to_owned)
            .collect();
        assert_eq!(complaints, none, "in the log");

        let needles = match &self.control {
            Some((control, key)) => Needles::issued_by(control, key).await,
            None => Needles::kept_in(&self.data.join("practice")),
        };
        let mut places = files(&self.data, &["practice"]);
        assert!(
            !places.is_empty(),
            "there must be something to look through"
        );
        places.push(("the log".to_owned(), log));
        places.push((
            "the bridge".to_owned(),
            heard.crossed.join("\n").into_bytes(),
        ));
        for (name, bytes) in &places {
            let held = needles.first_in(bytes);
            assert!(
                held.is_none(),
                "{name} holds {} in the clear",
                held.unwrap_or_default()
            );
        }
    }
}
