//! A sheet of actions that rises from the foot of the page.

use leptos::{prelude::*, text_prop::TextProp};

use super::{dialog::Overlay, live::live};
use crate::i18n::t;

/// One line of a sheet.
#[derive(Clone)]
pub struct Action {
    pub text: TextProp,
    pub on_press: Callback<()>,
}

impl Action {
    pub fn new(text: impl Into<TextProp>, on_press: impl Fn() + Send + Sync + 'static) -> Self {
        Self { text: text.into(), on_press: Callback::new(move |()| on_press()) }
    }
}

#[component]
pub fn Sheet(open: RwSignal<bool>, #[prop(into)] title: TextProp, actions: Vec<Action>) -> impl IntoView {
    let label = title.clone();
    let content = move || {
        let title = title.clone();
        let cells = actions.clone().into_iter().map(|Action { text, on_press }| {
            let press = move |_| {
                open.set(false);
                on_press.run(());
            };
            view! {
                <button type="button" class="weui-actionsheet__cell" on:click=press>
                    {live(move || text.get())}
                </button>
            }
        });
        view! {
            <div class="weui-actionsheet__title">
                <p class="weui-actionsheet__title-text">{live(move || title.get())}</p>
            </div>
            <div class="weui-actionsheet__menu">{cells.collect_view()}</div>
            <div class="weui-actionsheet__action">
                <button type="button" class="weui-actionsheet__cell" on:click=move |_| open.set(false)>
                    {t::action_cancel}
                </button>
            </div>
        }
        .into_any()
    };
    view! { <Overlay open=open class="weui-actionsheet" label=label content=content /> }
}
