//! Choosing my grid: where the phone is now, or by name, or down the tree. Remembered on the device.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    district::{GetGridAt, PointQuery, Unit},
    geo::Datum,
    problem::ProblemCode,
};

use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::{name, t},
    locate::{Trouble, locate},
    place::GridChooser,
    route::Route,
    session::Device,
    ui::{async_view::banner, button::Button, page::Page, toast},
};

/// As long as the report form waits for the phone.
const LOCATE_MS: u32 = 10_000;

#[component]
pub fn ChooseGrid() -> impl IntoView {
    let device = Device::get();
    let navigate = Navigate::get();
    let keep = Callback::new(move |grid: Unit| {
        device.set_grid(Some(grid.id));
        toast::done(t::grid_kept(name(&grid.name)));
        // The chooser is no place to come back to.
        navigate.replace(Route::Grid);
    });
    let locating = RwSignal::new(false);
    let trouble = RwSignal::new(None::<&'static str>);
    let find = move |()| {
        locating.set(true);
        trouble.set(None);
        spawn_local(async move {
            let found = here().await;
            // The page may be gone by now.
            if locating.try_set(false).is_none() {
                match found {
                    Ok(grid) => keep.run(grid),
                    Err(words) => trouble.set(Some(words)),
                }
            }
        });
    };
    view! {
        <Page title=t::grid_choose_title up=Route::Grid.href()>
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=move || if locating.get() { t::grid_locating() } else { t::grid_locate() }
                    busy=locating
                    on_press=find
                />
            </div>
            {move || trouble.get().map(banner)}
            <section class="section">
                <h2 class="section__title">{t::grid_or_choose}</h2>
                <GridChooser on_choose=keep offer_mine=false />
            </section>
        </Page>
    }
}

/// The grid where the phone is, or what to say.
async fn here() -> Result<Unit, &'static str> {
    let fix = locate(LOCATE_MS).await.map_err(|trouble| match trouble {
        Trouble::Refused => t::grid_refused(),
        Trouble::Unavailable | Trouble::TimedOut => t::grid_unavailable(),
    })?;
    let at = PointQuery { lat: fix.position.lat, lon: fix.position.lon, datum: Datum::Wgs84 };
    match client::send(&GetGridAt(at)).await {
        Ok(card) => Ok(card.grid),
        Err(ClientError::Problem(problem)) if problem.code == ProblemCode::OutsideDistrict => Err(t::grid_outside()),
        Err(error) => Err(error.words()),
    }
}
