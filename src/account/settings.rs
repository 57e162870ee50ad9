//! How the app looks on this device: language, care mode, text size, light.

use leptos::prelude::*;

use crate::{
    i18n::{self, Lang, t},
    route::Route,
    session::{Device, TEXT_SIZES, Theme},
    ui::{
        choices::{Choice, Segments},
        icon::icon,
        live::live,
        page::Page,
    },
};

#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Page title=t::settings_title up=Route::Mine.href()>
            <SettingsCells />
            <div class="section">
                <div class="cells">
                    <a class="weui-cell weui-cell_active" href=Route::About.href()>
                        <span class="weui-cell__hd">{icon("shield")}</span>
                        <span class="weui-cell__bd">{t::about_title}</span>
                        <span class="weui-cell__ft">{icon("chevron")}</span>
                    </a>
                </div>
            </div>
        </Page>
    }
}

/// The settings as a group of cells, also for other pages.
#[component]
pub fn SettingsCells() -> impl IntoView {
    let device = Device::get();
    view! {
        <div class="cells">
            <LanguageCell />
            <label class="weui-cell weui-cell_switch">
                <span class="weui-cell__hd">{icon("heart")}</span>
                <span class="weui-cell__bd">
                    {t::settings_care} <span class="weui-cell__desc">{t::settings_care_hint}</span>
                </span>
                <span class="weui-cell__ft">
                    <input
                        class="weui-switch"
                        type="checkbox"
                        role="switch"
                        prop:checked=live(move || device.care())
                        on:change=move |event| device.set_care(event_target_checked(&event))
                    />
                </span>
            </label>
            {live(move || device.care().then(|| view! { <TextSizeCell /> }.into_any()))}
            <ThemeCell />
        </div>
        <p class="weui-cells__tips">{t::settings_kept}</p>
    }
}

#[component]
fn LanguageCell() -> impl IntoView {
    let device = Device::get();
    let choices = vec![
        // A language is named in itself, so that who needs it finds it.
        Choice::new(Lang::Zh.tag(), "中文"),
        Choice::new(Lang::En.tag(), "English"),
    ];
    let choose = move |tag: &'static str| device.set_lang(if tag == Lang::En.tag() { Lang::En } else { Lang::Zh });
    view! {
        <div class="weui-cell weui-cell_stack">
            <p class="setting__label">{icon("globe")} {t::settings_language}</p>
            <Segments
                name="language"
                label=t::settings_language
                choices=choices
                chosen=Signal::derive(|| i18n::lang().tag())
                on_choose=Callback::new(choose)
            />
        </div>
    }
}

#[component]
fn ThemeCell() -> impl IntoView {
    let device = Device::get();
    let words = |theme| match theme {
        Theme::Auto => t::settings_theme_auto,
        Theme::Light => t::settings_theme_light,
        Theme::Dark => t::settings_theme_dark,
    };
    let choices = Theme::ALL.map(|theme| Choice::new(theme.as_str(), words(theme))).into();
    let choose = move |word: &'static str| {
        Theme::ALL.into_iter().filter(|theme| theme.as_str() == word).for_each(|theme| device.set_theme(theme));
    };
    view! {
        <div class="weui-cell weui-cell_stack">
            <p class="setting__label">{icon("moon")} {t::settings_theme}</p>
            <Segments
                name="theme"
                label=t::settings_theme
                choices=choices
                chosen=Signal::derive(move || device.theme().as_str())
                on_choose=Callback::new(choose)
            />
        </div>
    }
}

/// Five samples, each in its own size; the style sheet knows them in care mode only.
#[component]
fn TextSizeCell() -> impl IntoView {
    let device = Device::get();
    let steps = TEXT_SIZES.map(|size| {
        view! {
            <label class="text-scale__step">
                <input
                    class="cover-input"
                    type="radio"
                    name="text-size"
                    aria-label=live(move || t::settings_text_size(size))
                    prop:checked=live(move || device.text_size() == size)
                    on:change=move |_| device.set_text_size(size)
                />
                <span class=format!("text-scale__face text-scale__face--{size}") aria-hidden="true">
                    {t::settings_text_sample}
                </span>
            </label>
        }
    });
    view! {
        <div class="weui-cell weui-cell_stack">
            <p class="setting__label">{icon("text-size")} {t::settings_text}</p>
            <div class="text-scale" role="radiogroup" aria-label=t::settings_text>
                {steps.into_iter().collect_view()}
            </div>
        </div>
    }
}
