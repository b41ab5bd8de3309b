//! What the web view may not do.

use serde_json::json;

use crate::place::Place;
use crate::tenant::Tenant;

#[tokio::test]
async fn desktop_what_the_capability_does_not_name_is_refused() {
    let tenant = Tenant::start(&[]);
    let place = Place::beside(&tenant);
    let app = place.open().await;
    app.find("heading", "Sign in to Usher").await;
    for command in [
        "plugin:opener|open_url",
        "plugin:store|load",
        "plugin:clipboard-manager|read_text",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "no_such_command",
    ] {
        let answer = app
            .invoke(
                command,
                json!({ "url": "https://example.com", "path": "x" }),
            )
            .await;
        assert!(
            answer.get("error").is_some(),
            "{command} was let through: {answer}"
        );
    }
    let allowed = app.invoke("session_state", json!({})).await;
    assert_eq!(allowed["ok"]["state"], "signedOut", "{allowed}");

    let script = "const done = arguments[arguments.length - 1];
        const style = document.createElement('style'); style.textContent = 'body { color: red }';
        document.head.append(style);
        const image = new Image(); image.src = 'http://127.0.0.1:9/x.png';
        fetch('http://127.0.0.1:9/').catch(() => {});
        let evaluated = false; try { new Function('return 1')(); evaluated = true } catch {}
        setTimeout(() => done(evaluated), 500)";
    let evaluated = app.page.execute_async(script, json!([])).await;
    assert_eq!(evaluated, false, "text was run as a script");
    let blocked = app.provoked().await.join("\n");
    for directive in ["style-src", "img-src", "connect-src"] {
        assert!(
            blocked.contains(directive),
            "{directive} let it through: {blocked}"
        );
    }
    app.close().await;
}
