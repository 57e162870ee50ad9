//! Starts the app in the browser.

fn main() {
    pingan_app::start();
}
