//! The close button of the window's frame, as a window manager passes it on.

use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::page::PATIENCE;

/// Asks every window of Usher's to close, by the message that the button sends.
pub fn press() {
    let (display, screen) = x11rb::connect(None).unwrap();
    let protocols = atom(&display, "WM_PROTOCOLS");
    let close = atom(&display, "WM_DELETE_WINDOW");
    let asked = ushers(&display, screen);
    assert!(!asked.is_empty(), "Usher has no window");
    for window in asked {
        let message = ClientMessageEvent::new(32, window, protocols, [close, 0, 0, 0, 0]);
        display
            .send_event(false, window, EventMask::NO_EVENT, message)
            .unwrap();
    }
    // The server forgets what it has not read yet of whoever hangs up: an answer shows that it has.
    display.get_input_focus().unwrap().reply().unwrap();
}

/// Waits until Usher has a window, or has none.
pub async fn until_there(wanted: bool) {
    let start = Instant::now();
    let (display, screen) = x11rb::connect(None).unwrap();
    while ushers(&display, screen).is_empty() == wanted {
        assert!(start.elapsed() < PATIENCE, "a window is there: {}", !wanted);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn ushers(display: &RustConnection, screen: usize) -> Vec<Window> {
    let root = display.setup().roots[screen].root;
    let mut windows = windows_below(display, root);
    windows.retain(|&window| is_ushers(display, window));
    windows
}

fn atom(display: &RustConnection, name: &str) -> Atom {
    let asked = display.intern_atom(false, name.as_bytes()).unwrap();
    asked.reply().unwrap().atom
}

fn windows_below(display: &RustConnection, window: Window) -> Vec<Window> {
    // A window may go while it is looked at.
    let Ok(tree) = display.query_tree(window).unwrap().reply() else {
        return Vec::new();
    };
    tree.children
        .into_iter()
        .flat_map(|child| [vec![child], windows_below(display, child)].concat())
        .collect()
}

fn is_ushers(display: &RustConnection, window: Window) -> bool {
    let [name, text] = ["_NET_WM_NAME", "UTF8_STRING"].map(|name| atom(display, name));
    let title = display
        .get_property(false, window, name, text, 0, 64)
        .unwrap()
        .reply();
    let shown = display
        .get_window_attributes(window)
        .unwrap()
        .reply()
        .is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE);
    shown && title.is_ok_and(|title| title.value == b"Usher")
}
