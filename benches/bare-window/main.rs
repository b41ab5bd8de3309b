//! A bare Tauri window: the least that a program of this kind needs to start. `scripts/bench` holds
//! Usher's own start against it.

use tauri::{Builder, WebviewUrl, WebviewWindowBuilder};

fn main() -> Result<(), tauri::Error> {
    let context = tauri::generate_context!("benches/bare-window/tauri.conf.json");
    Builder::default()
        .setup(|app| {
            // As large as Usher's, so that there is as much to paint.
            WebviewWindowBuilder::new(app, "bare", WebviewUrl::default())
                .title("Bare window")
                .inner_size(1280.0, 800.0)
                .center()
                .build()?;
            Ok(())
        })
        .run(context)
}
