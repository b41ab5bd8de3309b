//! What a person sees in a page, and what axe sees.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::page::{PATIENCE, Page};

const AXE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/axe-core/axe.min.js"
));

/// What axe leaves out, and why: one file for the tests of the screens and for these.
const EXCLUDED: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/tests/axe-exclusions.json"
));

impl Page {
    /// All text that is to be seen.
    pub async fn text(&self) -> String {
        let text = self
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

    /// Waits until the page holds still, with the pointer out of the way of tooltips.
    pub async fn settle(&self) {
        self.rest_pointer().await;
        let mut before = String::new();
        for _ in 0..50 {
            let now = self
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

    /// What axe finds.
    pub async fn violations(&self) -> Vec<String> {
        self.execute(AXE, json!([])).await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(arguments[0]).then(
                result => done(result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.html.slice(0, 160)
                    + ' ' + (n.failureSummary || '').slice(0, 240)).join('\\n  '))),
                error => done(['axe failed: ' + error]))";
        let excluded: Value = serde_json::from_str(EXCLUDED).unwrap();
        let excluded = json!({ "exclude": excluded["exclude"] });
        let found = self.execute_async(script, json!([excluded])).await;
        serde_json::from_value(found).unwrap()
    }
}
