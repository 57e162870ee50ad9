//! A community's wall of thanks: who helped and agreed to be named, and what all did together. Nobody stands above anybody.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pingan_api::{
    district::GetGrid,
    id::UnitId,
    volunteer::hours::{GetThanks, Thanks, ThanksQuery},
};

use crate::{
    client::{self, ClientError, Seen},
    i18n::{name, t},
    route::{Route, Volunteer},
    session::Device,
    shift_times::duration,
    ui::{
        async_view::{AsyncView, Fetched, banner, empty},
        icon::icon,
        live::live,
        page::Page,
    },
};

/// Whose wall.
#[derive(Clone)]
enum Whose {
    Unit(UnitId),
    /// Of the community that a grid belongs to.
    Grid(UnitId),
}

pub(super) fn page() -> AnyView {
    let device = Device::get();
    let search = use_location().search;
    let asked = Memo::new(move |_| unit_of(&search.get()));
    let content = live(move || {
        let whose = asked.get().map(Whose::Unit).or_else(|| device.grid().map(Whose::Grid));
        match whose {
            Some(whose) => {
                let thanks = Fetched::new(move || {
                    let whose = whose.clone();
                    async move { ask(whose).await }
                });
                view! { <AsyncView of=thanks ready=seen /> }.into_any()
            }
            None => choose(),
        }
    });
    view! {
        <Page title=t::attendance_thanks up=Route::Volunteer(Volunteer::Find).href()>
            {content}
        </Page>
    }
    .into_any()
}

/// Out of the query of the address.
fn unit_of(query: &str) -> Option<UnitId> {
    let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let unit = pairs.find(|(key, _)| *key == "unit").map(|(_, unit)| UnitId::from(unit))?;
    unit.is_well_formed().then_some(unit)
}

async fn ask(whose: Whose) -> Result<Seen<Thanks>, ClientError> {
    let unit = match whose {
        Whose::Unit(unit) => unit,
        Whose::Grid(grid) => client::send_or_last("grid", &GetGrid(grid)).await?.value.community.id,
    };
    client::send_or_last("thanks", &GetThanks { query: ThanksQuery { unit } }).await
}

fn choose() -> AnyView {
    view! {
        {empty(t::grid_none_title, t::attendance_thanks_choose)}
        <div class="button-row">
            <a class="button button--block" href=Route::ChooseGrid.href()>
                {t::grid_choose}
            </a>
        </div>
    }
    .into_any()
}

fn seen(Seen { value, old }: Seen<Thanks>) -> AnyView {
    view! {
        {old.then(|| banner(t::offline_seen))}
        {wall(value)}
    }
    .into_any()
}

fn wall(thanks: Thanks) -> AnyView {
    let Thanks { unit_name, names, people, minutes, .. } = thanks;
    let of = live(move || t::attendance_thanks_of(name(&unit_name)));
    if people == 0 {
        return view! {
            <h2 class="thanks__title">{of}</h2>
            {empty(t::attendance_thanks_none, t::attendance_thanks_none_text)}
            {consent()}
        }
        .into_any();
    }
    let names = (!names.is_empty()).then(|| {
        let names = names.into_iter().map(|name| view! { <li class="thanks__name">{name}</li> });
        view! {
            <ul class="thanks__names" aria-label=t::attendance_thanks_names>
                {names.collect_view()}
            </ul>
        }
        .into_any()
    });
    view! {
        <section class="thanks">
            <span class="thanks__mark">{icon("heart")}</span>
            <h2 class="thanks__title">{of}</h2>
            <ul class="figures">
                <li class="figures__item card">
                    <b class="figures__number">{people}</b>
                    <span>{t::attendance_thanks_people}</span>
                </li>
                <li class="figures__item card">
                    <b class="figures__number thanks__hours">{live(move || duration(minutes))}</b>
                    <span>{t::attendance_thanks_hours}</span>
                </li>
            </ul>
            {names}
        </section>
        {consent()}
    }
    .into_any()
}

/// Only who agreed is named.
fn consent() -> AnyView {
    view! {
        <p class="note">{t::attendance_thanks_consent}</p>
        <div class="button-row">
            <a class="button button--soft button--block" href=Route::Volunteer(Volunteer::Register).href()>
                {t::attendance_thanks_register}
            </a>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::unit_of;

    #[test]
    fn a_wall_is_asked_for_by_the_query() {
        assert_eq!(unit_of("unit=420204001").map(|unit| unit.0).as_deref(), Some("420204001"));
        assert_eq!(unit_of("?a=b&unit=420204001").map(|unit| unit.0).as_deref(), Some("420204001"));
        for other in ["", "unit=", "unit=%2e%2e", "team=4"] {
            assert_eq!(unit_of(other), None, "{other}");
        }
    }
}
