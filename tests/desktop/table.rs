//! Rows of a table, which change places while its list is still being found.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::page::{PATIENCE, Page};

impl Page {
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
        let place = self.execute(find, json!([words])).await;
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
        if self.execute(focus, json!([words, place])).await != true {
            return false;
        }
        self.press(&["Enter"]).await;
        self.execute("return window.__heard", json!([])).await == true
    }

    /// Waits until the row of a table that says `name` says `words` too.
    pub async fn row_says(&self, name: &str, words: &str) {
        let start = Instant::now();
        let script = "return [...document.querySelectorAll('[role=row]')].some(
            row => [...arguments].every(words => row.innerText.includes(words)))";
        while self.execute(script, json!([name, words])).await != true {
            if start.elapsed() > PATIENCE {
                self.fail(&format!("the row of {name:?} never says {words:?}"))
                    .await;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    }
}
