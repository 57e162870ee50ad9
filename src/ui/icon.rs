//! Pictures out of the sprites; all are decoration, the words beside them speak.

use leptos::prelude::*;

/// Symbols that stand in index.html itself because the first screen shows them.
const INLINE: [&str; 10] = ["home", "map-pin", "camera", "me", "album", "chat", "edit", "search", "roofs", "house"];

/// A line icon at the size of the text around it.
pub fn icon(name: &str) -> AnyView {
    icon_of_class("icon", name)
}

/// A small line icon, for chips and links.
pub fn icon_small(name: &str) -> AnyView {
    icon_of_class("icon icon--s", name)
}

/// A line icon with a class of its own, such as `icon icon--turn`, or another inline symbol's.
pub fn icon_of_class(class: &'static str, name: &str) -> AnyView {
    let file = if INLINE.contains(&name) { "" } else { "/sprite.svg" };
    picture(class, format!("{file}#{name}"))
}

/// A two-tone pictogram of a kind of hazard.
pub fn hazard_icon(name: &str) -> AnyView {
    picture("hazard-icon", format!("/hazards.svg#{name}"))
}

/// The same, larger, for the head of a page.
pub fn hazard_icon_large(name: &str) -> AnyView {
    picture("hazard-icon hazard-icon--l", format!("/hazards.svg#{name}"))
}

/// A drawing for something empty or broken: `empty`, `offline`, `error`.
pub fn scene(name: &str) -> AnyView {
    picture("scene", format!("/scenes.svg#{name}"))
}

fn picture(class: &'static str, href: String) -> AnyView {
    view! { <svg class=class aria-hidden="true"><use_ href=href></use_></svg> }.into_any()
}
