//! Rows that lead on to another page.

use leptos::prelude::*;

use crate::{i18n::Words, route::Route, ui::icon::icon};

pub(super) fn cell(to: Route, picture: &'static str, words: Words) -> AnyView {
    row(to.href(), picture, view! { {words} }.into_any())
}

/// `inside` may be more than a word.
pub(super) fn row(href: String, picture: &'static str, inside: AnyView) -> AnyView {
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=href>
                <span class="weui-cell__hd">{icon(picture)}</span>
                <span class="weui-cell__bd">{inside}</span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}
