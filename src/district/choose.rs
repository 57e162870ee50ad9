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
        device.set_grid(Some(grid.id.clone()));
        toast::done(move || t::grid_kept(name(&grid.name)));
        // The chooser is no place to come back to.
        navigate.replace(Route::Grid);
    });
    let locating = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Lost>);
    let find = move |()| {
        locating.set(true);
        trouble.set(None);
        spawn_local(async move {
            let found = here().await;
            // The page may be gone by now.
            if locating.try_set(false).is_none() {
                match found {
                    Ok(grid) => keep.run(grid),
                    Err(why) => trouble.set(Some(why)),
                }
            }
        });
    };
    view! {
        <Page title=t::grid_choose_title up=Route::Grid.href()>
            <div class="button-row">
                <Button
                    class="button button--block"
                    picture="locate"
                    text=move || if locating.get() { t::grid_locating() } else { t::grid_locate() }
                    busy=locating
                    on_press=find
                />
            </div>
            {move || trouble.get().map(|why| banner(move || why.words()))}
            <section class="section">
                <h2 class="section__title">{t::grid_or_choose}</h2>
                <GridChooser on_choose=keep offer_mine=false />
            </section>
        </Page>
    }
}

/// Why the phone's place gave no grid.
#[derive(Clone)]
enum Lost {
    Phone(Trouble),
    Request(ClientError),
}

impl Lost {
    fn words(&self) -> &'static str {
        match self {
            Lost::Phone(Trouble::Refused) => t::grid_refused(),
            Lost::Phone(Trouble::Unavailable | Trouble::TimedOut) => t::grid_unavailable(),
            Lost::Request(error) if is_outside(error) => t::grid_outside(),
            Lost::Request(error) => error.words(),
        }
    }
}

fn is_outside(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.code == ProblemCode::OutsideDistrict)
}

/// The grid where the phone is.
async fn here() -> Result<Unit, Lost> {
    let fix = locate(LOCATE_MS).await.map_err(Lost::Phone)?;
    let at = PointQuery { lat: fix.position.lat, lon: fix.position.lon, datum: Datum::Wgs84 };
    client::send(&GetGridAt(at)).await.map(|card| card.grid).map_err(Lost::Request)
}
