//! Who sees what of a report, what stays on the device, and that the data are a demonstration's where they are.

use leptos::prelude::*;

use crate::{
    i18n::{Words, t},
    route::Route,
    ui::{icon::icon, page::Page},
};

#[component]
pub fn About() -> impl IntoView {
    let parts: [(&str, Words, Words); 7] = [
        ("people", t::about_public_title, t::about_public_text),
        ("shield", t::about_desk_title, t::about_desk_text),
        ("phone", t::about_contact_title, t::about_contact_text),
        ("scale", t::about_opinion_title, t::about_opinion_text),
        ("camera", t::about_photo_title, t::about_photo_text),
        ("me", t::about_device_title, t::about_device_text),
        ("info", t::about_demo_title, t::about_demo_text),
    ];
    let parts = parts.map(|(picture, title, text)| {
        view! {
            <section class="about-part card">
                <h2 class="about-part__title">{icon(picture)} {title}</h2>
                <p>{text}</p>
            </section>
        }
    });
    let hotlines =
        [("110", t::about_police), ("119", t::about_fire), ("120", t::about_ambulance), ("12345", t::about_city)];
    let hotlines = hotlines.map(|(number, who)| {
        view! {
            <a class="hotline" href=format!("tel:{number}")>
                <span class="hotline__number">{number}</span>
                {who}
            </a>
        }
    });
    view! {
        <Page title=t::about_title up=Route::Settings.href()>
            <p class="note">{t::about_lead}</p>
            {parts.into_iter().collect_view()}
            <section class="section">
                <h2 class="section__title">{t::about_hotlines}</h2>
                <div class="hotline-list">{hotlines.into_iter().collect_view()}</div>
            </section>
            <div class="button-row">
                <a class="button button--plain button--block" href=Route::Figures.href()>
                    {t::about_figures}
                </a>
            </div>
        </Page>
    }
}
