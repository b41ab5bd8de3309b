//! What a person's hands do in a page: click, type, paste, drop.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::page::{Fit, PATIENCE, Page};
use crate::webdriver::Element;

impl Page {
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
        let fits = self.try_execute(look, json!([element, open])).await?;
        if fits != true {
            return Err(if open { "is closed" } else { "is open" }.to_owned());
        }
        self.click_element(element).await?;
        let heard = self.execute("return window.__clicked", json!([])).await;
        if heard == true {
            Ok(())
        } else {
            Err("did not hear the click".to_owned())
        }
    }

    /// Types into a field.
    pub async fn fill(&self, role: &str, name: &str, text: &str) {
        let element = self.focus(role, name).await;
        self.type_into(&element, text).await;
    }

    /// Pastes into a field, as a long list comes in.
    pub async fn paste(&self, role: &str, name: &str, text: &str) {
        let element = self.focus(role, name).await;
        let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
            arguments[0].dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
        self.execute(script, json!([element, text])).await;
    }

    /// Gives a file to the file input of this name, as choosing it does.
    pub async fn give_file(&self, input: &str, name: &str, text: &str) {
        let script = "const [label, name, text] = arguments;
            const input = document.querySelector(`input[type=file][aria-label=\"${label}\"]`);
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            input.files = data.files;
            input.dispatchEvent(new Event('change', { bubbles: true }))";
        self.execute(script, json!([input, name, text])).await;
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
        self.execute(script, json!([name, text])).await;
    }

    /// Empties a field.
    pub async fn clear(&self, role: &str, name: &str) {
        self.focus(role, name).await;
        self.press(&["Control+a", "Backspace"]).await;
    }

    /// Goes to a field, once it is there and takes the focus.
    async fn focus(&self, role: &str, name: &str) -> Element {
        let start = Instant::now();
        let script = "arguments[0].focus(); return document.activeElement === arguments[0]";
        loop {
            let element = self.find(role, name).await;
            let focused = self.try_execute(script, json!([element])).await;
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
            let inside = self.try_execute(script, json!([element])).await;
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
}
