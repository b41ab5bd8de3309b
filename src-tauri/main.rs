//! `usher-desktop`: the program behind the window.
fn main() {
    usher_lib::run();
}
