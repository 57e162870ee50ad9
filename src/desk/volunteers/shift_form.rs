//! The form of a shift: what, when, where, which posts, and what goes for all of them.

use leptos::{prelude::*, text_prop::TextProp};
use pingan_api::{
    id::UnitId,
    volunteer::{MAX_ABOUT, MAX_LINE, MAX_TITLE, TeamCard},
};

use super::{
    fields::{FormFaults, pick, switch},
    series::Series,
    shift_draft::Draft,
    shift_place::place,
};
use crate::{
    i18n::{Words, name, t},
    shift_times::{dated, lasts},
    ui::{field::TextField, live::live},
};

/// What is asked of a new shift alone.
pub(super) struct New {
    pub(super) teams: Vec<TeamCard>,
    pub(super) series: Series,
}

pub(super) fn form(draft: Draft, faults: FormFaults, around: Signal<Option<UnitId>>, new: Option<New>) -> AnyView {
    let (team, series) = match new {
        Some(New { teams, series }) => (team(draft, teams, faults), series.view(draft, faults)),
        None => (().into_any(), ().into_any()),
    };
    let what = view! {
        {team}
        {TextField::new("shift-title", t::desk_volunteer_title, draft.title)
            .placeholder(t::desk_volunteer_title_hint)
            .limit(MAX_TITLE)
            .error(faults.of("title"))
            .view()}
        {TextField::new("shift-about", t::desk_volunteer_about, draft.about)
            .long()
            .optional()
            .limit(MAX_ABOUT)
            .error(faults.of("about"))
            .view()}
    };
    view! {
        <div class="desk-form">
            {part(t::desk_volunteer_part_what, what.into_any())}
            {part(t::desk_volunteer_part_when, view! { {when(draft, faults)} {series} }.into_any())}
            {part(t::desk_volunteer_part_where, place(draft, faults, around))}
            {part(t::desk_volunteer_part_posts, draft.posts.view(faults))}
            {part(t::desk_volunteer_part_rules, rules(draft, faults))}
        </div>
    }
    .into_any()
}

fn part(heading: Words, inside: AnyView) -> AnyView {
    view! {
        <section class="card desk-form__part">
            <h2 class="section__title">{heading}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn team(draft: Draft, teams: Vec<TeamCard>, faults: FormFaults) -> AnyView {
    let none = (String::new(), TextProp::from(t::desk_volunteer_team_choose));
    let some = teams.into_iter().map(|team| {
        let TeamCard { id, name: called, unit_name, .. } = team;
        (id.to_string(), TextProp::from(move || format!("{called} · {}", name(&unit_name))))
    });
    pick(
        "shift-team".to_owned(),
        t::desk_volunteer_team,
        std::iter::once(none).chain(some).collect(),
        Signal::derive(move || draft.team.get().map(|team| team.to_string()).unwrap_or_default()),
        Callback::new(move |id: String| draft.team.set(id.parse().ok())),
        faults.of("team"),
    )
}

fn when(draft: Draft, faults: FormFaults) -> AnyView {
    let time = |id: &'static str, label: Words, value: RwSignal<String>, field: &str| {
        TextField::new(id, label, value).keyboard("time", "text", "off").error(faults.of(field)).view()
    };
    // Whoever works over midnight reads that it is the next day, and whoever mistyped that it is many hours.
    let said = live(move || {
        let when = draft.when().filter(|(starts_at, ends_at)| starts_at < ends_at);
        when.map(|(starts_at, ends_at)| t::desk_volunteer_when(lasts(starts_at, ends_at), dated(starts_at, ends_at)))
            .unwrap_or_default()
    });
    view! {
        {TextField::new("shift-date", t::desk_volunteer_date, draft.date)
            .keyboard("date", "text", "off")
            .error(faults.of("starts_at"))
            .view()}
        <div class="desk-fields desk-form__times">
            {time("shift-from", t::desk_volunteer_from, draft.from, "from")}
            {time("shift-to", t::desk_volunteer_to, draft.to, "ends_at")}
        </div>
        <p class="note desk-form__when" role="status">
            {said}
        </p>
    }
    .into_any()
}

fn rules(draft: Draft, faults: FormFaults) -> AnyView {
    view! {
        <div class="desk-fields">
            {TextField::new("shift-min-age", t::desk_volunteer_min_age, draft.min_age)
                .keyboard("text", "numeric", "off")
                .optional()
                .error(faults.of("min_age"))
                .view()}
            {TextField::new("shift-late", t::desk_volunteer_late, draft.late_cancel)
                .keyboard("text", "decimal", "off")
                .hint(t::desk_volunteer_late_hint)
                .error(faults.of("late_cancel_minutes"))
                .view()}
        </div>
        {TextField::new("shift-bring", t::desk_volunteer_bring, draft.bring)
            .placeholder(t::desk_volunteer_bring_hint)
            .limit(MAX_LINE)
            .optional()
            .error(faults.of("bring"))
            .view()}
        {switch(t::desk_volunteer_approval, t::desk_volunteer_approval_hint, draft.approval)}
    }
    .into_any()
}
