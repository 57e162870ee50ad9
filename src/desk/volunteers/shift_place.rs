//! Where people meet: in words, and with a pin that everybody sees.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    district::{GetGrid, UnitKind},
    geo::Position,
    id::UnitId,
    volunteer::MAX_LINE,
};

use super::{
    fields::{FormFaults, fault_line},
    shift_draft::Draft,
};
use crate::{
    client::ClientError,
    desk::gate::ask,
    i18n::t,
    place::{PinMap, Tree, tree},
    ui::{async_view::Fetched, button::Button, field::TextField, live::live, toast},
};

/// `around` is where to look while there is no pin.
pub(super) fn place(draft: Draft, faults: FormFaults, around: Signal<Option<UnitId>>) -> AnyView {
    let hint = if draft.case.is_some() { t::desk_volunteer_place_of_case } else { t::desk_volunteer_place_hint };
    let names = Fetched::new(tree);
    // The whole district and its departments have too many grids to find one's way by.
    let drawn = Memo::new(move |_| {
        let (unit, tree) = (around.get()?, names.ready()?);
        let kind = tree.unit(&unit)?.kind;
        matches!(kind, UnitKind::Street | UnitKind::Community | UnitKind::Grid).then_some(unit)
    });
    let busy = RwSignal::new(false);
    let put = move |()| put_pin(draft.position, around.get_untracked(), busy);
    // Without a finger or a mouse the first pin is set by this, and then moved by the arrow keys.
    let first = live(move || {
        draft.position.with(Option::is_none).then(|| {
            view! {
                <Button
                    class="button button--soft button--small"
                    picture="map-pin"
                    text=t::desk_volunteer_put_pin
                    busy
                    on_press=put
                />
            }
            .into_any()
        })
    });
    view! {
        {TextField::new("shift-place", t::desk_volunteer_place, draft.place)
            .limit(MAX_LINE)
            .hint(hint)
            .error(faults.of("place"))
            .view()}
        <div class="field">
            <PinMap
                position=draft.position.into()
                accuracy_m=Signal::stored(None)
                around=drawn
                on_move=Callback::new(move |at: Position| draft.position.set(Some(at)))
                label=t::desk_volunteer_map
                hint=t::desk_volunteer_map_hint
            />
            {fault_line("shift-position-error".to_owned(), faults.of("position"))}
            <div class="desk-form__tools">{first}</div>
        </div>
    }
    .into_any()
}

/// Puts the pin into the unit, from where it is moved to the very place.
fn put_pin(position: RwSignal<Option<Position>>, unit: Option<UnitId>, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_local(async move {
        let found = inside(unit).await;
        // The page may have been left meanwhile.
        if busy.try_set(false).is_some() {
            return;
        }
        match found {
            Ok(at) => position.set(at),
            Err(error) => toast::warn(move || error.words()),
        }
    });
}

/// The middle of a grid of the unit, or of the district.
async fn inside(unit: Option<UnitId>) -> Result<Option<Position>, ClientError> {
    let tree = tree().await?;
    let Some(grid) = unit.or_else(|| Some(tree.root()?.id.clone())).and_then(|unit| a_grid(&tree, &unit)) else {
        return Ok(None);
    };
    Ok(Some(ask(&GetGrid(grid)).await?.centre))
}

fn a_grid(tree: &Tree, id: &UnitId) -> Option<UnitId> {
    match tree.unit(id)?.kind {
        UnitKind::Grid => Some(id.clone()),
        // Departments have no ground of their own.
        UnitKind::Department => a_grid(tree, &tree.root()?.id),
        UnitKind::District | UnitKind::Street | UnitKind::Community => {
            let mut below = tree.below(id).filter(|below| below.kind != UnitKind::Department);
            below.find_map(|below| a_grid(tree, &below.id))
        }
    }
}
