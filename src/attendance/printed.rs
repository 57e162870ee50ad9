//! The roster on paper: names, posts, and boxes to be filled in by hand. It shows when the page is printed.

use js_sys::Reflect;
use leptos::prelude::*;
use pingan_api::volunteer::RosterLine;
use wasm_bindgen::JsValue;

use super::{board::Board, line::full_name, marks::is_expected};
use crate::{i18n::t, shift_times::whole, ui::live::live};

/// Nothing where the browser cannot print.
pub(super) fn print_button() -> Option<AnyView> {
    let prints = Reflect::get(&window(), &JsValue::from_str("print")).is_ok_and(|print| print.is_function());
    let print = |_: leptos::ev::MouseEvent| {
        // Refused only where the page may not open a dialog; then nothing is printed, as everybody sees.
        let _ = window().print();
    };
    prints.then(|| {
        view! {
            <button type="button" class="button button--soft" on:click=print>
                {t::attendance_print}
            </button>
        }
        .into_any()
    })
}

pub(super) fn printed(board: Board) -> AnyView {
    let head = move || {
        let (title, place) = board.read(|roster| (roster.shift.card.title.clone(), roster.shift.card.place.clone()))?;
        let (from, to) = board.span()?;
        let when = whole(from, to);
        let head = view! {
            <h2>{title}</h2>
            <p>{when} " · " {place}</p>
        };
        Some(head.into_any())
    };
    let rows = move || {
        let lines = board.lines.get().into_iter().filter(is_expected);
        let row = |(at, line): (usize, RosterLine)| {
            let friend = line.friend.as_ref().map(t::attendance_with_friend).unwrap_or_default();
            view! {
                <tr>
                    <td>{at + 1}</td>
                    <td>{full_name(&line)} " " {friend}</td>
                    <td>{board.post_name(line.post)}</td>
                    <td></td>
                    <td></td>
                    <td></td>
                </tr>
            }
            .into_any()
        };
        lines.enumerate().map(row).collect_view()
    };
    view! {
        <div class="roster-print">
            {live(head)}
            <table>
                <thead>
                    <tr>
                        <th></th>
                        <th>{t::attendance_name}</th>
                        <th>{t::attendance_post}</th>
                        <th>{t::attendance_in}</th>
                        <th>{t::attendance_out}</th>
                        <th>{t::attendance_signature}</th>
                    </tr>
                </thead>
                <tbody>{live(rows)}</tbody>
            </table>
        </div>
    }
    .into_any()
}
