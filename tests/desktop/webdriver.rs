//! A small WebDriver client: just what the stories need.
//!
//! Source: W3C WebDriver.

use std::time::Duration;

use serde_json::{Value, json};

/// A session with a web view or a browser.
pub struct WebDriver {
    http: reqwest::Client,
    session: String,
}

/// An element in the page.
#[derive(Clone, Debug)]
pub struct Element(String);

impl serde::Serialize for Element {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(ELEMENT, &self.0)])
    }
}

/// The key under which WebDriver hands elements over.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl WebDriver {
    /// Starts a session with these capabilities through the driver that listens on `port`.
    pub async fn start(port: u16, capabilities: Value) -> Self {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(180))
            .build()
            .unwrap();
        let capabilities = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let url = format!("http://127.0.0.1:{port}/session");
        let answer: Value = http
            .post(&url)
            .json(&capabilities)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let id = answer["value"]["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {answer}"));
        Self {
            http,
            session: format!("{url}/{id}"),
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value, String> {
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let ok = answer.status().is_success();
        let mut body: Value = answer.json().await.map_err(|error| error.to_string())?;
        if ok {
            Ok(body["value"].take())
        } else {
            Err(body["value"].to_string())
        }
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.send(
            self.http
                .post(format!("{}{path}", self.session))
                .json(&body),
        )
        .await
    }

    /// Waits until the app's own page has begun; before that, scripts run nowhere.
    pub async fn wait_until_there(&self) {
        self.wait_for("location.protocol === 'tauri:' && '__TAURI_INTERNALS__' in window")
            .await;
    }

    /// Waits until the page has loaded.
    pub async fn wait_until_whole(&self) {
        self.wait_for("document.readyState === 'complete'").await;
    }

    async fn wait_for(&self, condition: &str) {
        let script = json!({ "script": format!("return {condition}"), "args": [] });
        for _ in 0..1800 {
            let holds = self.post("/execute/sync", script.clone()).await;
            if holds.is_ok_and(|holds| holds == true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the page never came: {condition}");
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await.unwrap();
    }

    /// Runs a script in the page. `arguments` are its arguments.
    pub async fn execute(&self, script: &str, arguments: Value) -> Value {
        self.try_execute(script, arguments)
            .await
            .unwrap_or_else(|error| {
                panic!(
                    "script failed: {error}\n{}",
                    &script[..script.len().min(300)]
                )
            })
    }

    /// As [`Self::execute`], for a script whose elements may be gone by now.
    pub async fn try_execute(&self, script: &str, arguments: Value) -> Result<Value, String> {
        self.post(
            "/execute/sync",
            json!({ "script": script, "args": arguments }),
        )
        .await
    }

    /// Runs a script that calls its last argument with the result.
    pub async fn execute_async(&self, script: &str, arguments: Value) -> Value {
        self.post(
            "/execute/async",
            json!({ "script": script, "args": arguments }),
        )
        .await
        .unwrap_or_else(|error| panic!("script failed: {error}"))
    }

    /// An element that a script returned.
    pub fn element(value: &Value) -> Option<Element> {
        value[ELEMENT].as_str().map(|id| Element(id.to_owned()))
    }

    /// Clicks an element as a mouse would.
    pub async fn click_element(&self, element: &Element) -> Result<(), String> {
        self.post(&format!("/element/{}/click", element.0), json!({}))
            .await
            .map(drop)
    }

    /// Types into an element; a line break is the Enter key.
    pub async fn type_into(&self, element: &Element, text: &str) {
        let text = text.replace('\n', &key("Enter"));
        self.post(
            &format!("/element/{}/value", element.0),
            json!({ "text": text }),
        )
        .await
        .unwrap();
    }

    /// Presses keys one after the other, `+` joining those held together: `Control+k`, `Tab`, `Enter`.
    pub async fn press(&self, keys: &[&str]) {
        let mut actions = Vec::new();
        for chord in keys {
            let parts: Vec<String> = chord.split('+').map(key).collect();
            actions.extend(
                parts
                    .iter()
                    .map(|key| json!({ "type": "keyDown", "value": key })),
            );
            actions.extend(
                parts
                    .iter()
                    .rev()
                    .map(|key| json!({ "type": "keyUp", "value": key })),
            );
        }
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] }))
            .await
            .unwrap();
    }

    /// Types text key by key into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        let actions: Vec<Value> = text
            .chars()
            .flat_map(|c| {
                [
                    json!({ "type": "keyDown", "value": c }),
                    json!({ "type": "keyUp", "value": c }),
                ]
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] }))
            .await
            .unwrap();
    }

    /// Moves the pointer to where it rests on nothing that answers to it.
    pub async fn rest_pointer(&self) {
        let moves = json!([{ "type": "pointerMove", "duration": 0, "x": 2, "y": 2 }]);
        let pointer = json!({ "type": "pointer", "id": "mouse", "actions": moves });
        self.post("/actions", json!({ "actions": [pointer] }))
            .await
            .unwrap();
    }

    /// Gives the window this size.
    pub async fn resize(&self, width: u32, height: u32) {
        self.post(
            "/window/rect",
            json!({ "x": 0, "y": 0, "width": width, "height": height }),
        )
        .await
        .unwrap();
    }

    /// Ends the session, and the app with it.
    pub async fn end(&self) {
        // The app may be gone already; then there is nothing to end.
        let _ = self.http.delete(&self.session).send().await;
    }
}

/// WebDriver's code for a named key; any other text is itself.
fn key(name: &str) -> String {
    match name {
        "Enter" => "\u{e007}",
        "Tab" => "\u{e004}",
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Escape" => "\u{e00c}",
        "Space" => " ",
        "Home" => "\u{e011}",
        "End" => "\u{e010}",
        "PageDown" => "\u{e00f}",
        "ArrowLeft" => "\u{e012}",
        "ArrowUp" => "\u{e013}",
        "ArrowRight" => "\u{e014}",
        "ArrowDown" => "\u{e015}",
        "Backspace" => "\u{e003}",
        "F6" => "\u{e036}",
        other => other,
    }
    .to_owned()
}
