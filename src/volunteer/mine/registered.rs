//! What somebody registered, the way to change it, and the way out.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    district::GetGrid,
    volunteer::{Qualification, Registration, person::Unregister, rules::NO_SHOWS},
};

use crate::{
    client,
    i18n::{Label, Words, name, t},
    route::Volunteer,
    ui::{async_view::Fetched, button::Button, dialog::Dialog, icon::icon, live::live, toast},
    volunteer::reader::registration_for,
};

/// `again` reads anew who they are.
pub(super) fn registered(
    registration: Registration,
    qualifications: Vec<Qualification>,
    no_shows: u8,
    again: Callback<()>,
) -> AnyView {
    let Registration { name: called, grid, skills, available, work_unit, thanks, text_me, .. } = registration;
    let grid = Fetched::new(move || {
        let grid = grid.clone();
        async move { client::send(&GetGrid(grid)).await }
    });
    let lives = live(move || match grid.ready() {
        Some(card) => format!("{} · {}", name(&card.community.name), name(&card.grid.name)),
        None => String::new(),
    });
    let words = |all: Vec<&'static str>| if all.is_empty() { None } else { Some(all.join(t::volunteer_and())) };
    let yes_no = |yes: bool| if yes { t::volunteer_yes().to_owned() } else { t::volunteer_no().to_owned() };
    let facts = [
        (t::volunteer_name, Some(called)),
        (t::volunteer_work_unit, work_unit),
        (t::volunteer_qualifications, words(qualifications.into_iter().map(Label::label).collect())),
        (t::volunteer_skills, words(skills.into_iter().map(Label::label).collect())),
        (t::volunteer_times, words(available.into_iter().map(Label::label).collect())),
        (t::volunteer_text_me, Some(yes_no(text_me))),
        (t::volunteer_thanks, Some(yes_no(thanks))),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| Some(fact(label, value?.into_any())));
    let missed = (no_shows > 0).then(|| {
        let words = move || t::volunteer_missed(no_shows, NO_SHOWS);
        view! { <p class="banner">{icon("info")} <span>{live(words)}</span></p> }
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_my_registration}</h2>
            {missed}
            <div class="card">
                <dl>{fact(t::volunteer_grid, lives.into_any())} {facts.collect_view()}</dl>
                <div class="button-row">
                    <a class="button button--soft button--block" href=registration_for(Volunteer::Mine)>
                        {icon("edit")}
                        {t::volunteer_change}
                    </a>
                </div>
            </div>
            {ending(again)}
        </section>
    }
    .into_any()
}

fn fact(label: Words, value: AnyView) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact__name">{label}</dt>
            <dd class="fact__value">{value}</dd>
        </div>
    }
    .into_any()
}

/// Ends the registration, after a question.
fn ending(again: Callback<()>) -> AnyView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let end = move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&Unregister { body: () }).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toast::done(t::volunteer_ended);
                    again.run(());
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    };
    view! {
        <div class="button-row">
            <Button
                class="button button--danger button--block"
                text=t::volunteer_end
                busy=busy
                on_press=move |()| asking.set(true)
            />
        </div>
        <p class="note">{t::volunteer_end_hint}</p>
        <Dialog
            open=asking
            title=t::volunteer_end_sure
            text=t::volunteer_end_text
            confirm=t::volunteer_end_yes
            on_confirm=end
        />
    }
    .into_any()
}
