//! In and out by place. The figures hold the units right below the one that is asked for: streets and departments for
//! the whole district, where the communities of one street are asked for besides.

use std::sync::Arc;

use leptos::prelude::*;
use pingan_api::{
    desk::UnitName,
    district::UnitKind,
    id::UnitId,
    stats::{GetStats, Stats, StatsQuery, UnitFlow},
};

use super::{Asked, charts::by_unit};
use crate::{
    desk::{
        gate::ask,
        units::{UnitPicker, chosen_unit},
    },
    i18n::{Words, t},
    place::{Tree, tree},
    ui::{
        async_view::{AsyncView, Fetched},
        live::live,
    },
};

/// One chart each; none is for units that the tree does not know, or is not there to tell.
const LEVELS: [(Option<UnitKind>, Words); 5] = [
    (Some(UnitKind::Street), t::desk_by_street),
    (Some(UnitKind::Community), t::desk_by_community),
    (Some(UnitKind::Grid), t::desk_by_grid),
    (Some(UnitKind::Department), t::desk_by_department),
    (None, t::desk_by_unit),
];

#[derive(Clone, Copy)]
pub(super) struct Places {
    tree: Fetched<Arc<Tree>>,
    /// Whose communities are shown.
    street: RwSignal<Option<UnitName>>,
    communities: Fetched<Vec<UnitFlow>>,
}

impl Places {
    pub(super) fn of(asked: Asked, stats: Fetched<Stats>) -> Self {
        let tree = Fetched::new(tree);
        let street = RwSignal::new(None::<UnitName>);
        let communities = Fetched::new(move || {
            let whole = asked.unit.with(Option::is_none);
            let query = asked.query();
            let query = street.get().filter(|_| whole).map(|street| StatsQuery { unit: Some(street.id), ..query });
            async move {
                match query {
                    Some(query) => ask(&GetStats(query)).await.map(|stats| stats.units),
                    None => Ok(Vec::new()),
                }
            }
        });
        // The street with the most is looked at first.
        Effect::new(move || {
            if let (Some(tree), Some(stats)) = (tree.ready(), stats.ready())
                && street.with_untracked(Option::is_none)
            {
                let streets = of_kind(Some(&*tree), &stats.units, Some(UnitKind::Street));
                street.set(streets.into_iter().max_by_key(|street| street.flow.raised).map(|street| street.unit));
            }
        });
        Self { tree, street, communities }
    }

    pub(super) fn charts(self, units: Vec<UnitFlow>) -> AnyView {
        live(move || {
            let tree = self.tree.ready();
            let charts = LEVELS.into_iter().map(|(kind, heading)| {
                let units = of_kind(tree.as_deref(), &units, kind);
                if units.is_empty() {
                    return ().into_any();
                }
                let ids = units.iter().map(|flow| flow.unit.id.clone()).collect();
                let below = (kind == Some(UnitKind::Street)).then(|| self.below(ids));
                view! { {by_unit(heading, units)} {below} }.into_any()
            });
            charts.collect_view().into_any()
        })
        .into_any()
    }

    /// The communities of one of the streets.
    fn below(self, streets: Vec<UnitId>) -> AnyView {
        let choosing = RwSignal::new(false);
        let streets = StoredValue::new(streets);
        let choose = move |street: UnitName| {
            choosing.set(false);
            self.street.set(Some(street));
        };
        let chooser = live(move || match (choosing.get(), self.street.get()) {
            (false, Some(street)) => chosen_unit(street, t::action_change, Callback::new(move |()| choosing.set(true))),
            _ => view! { <UnitPicker only=streets.get_value() on_choose=choose /> }.into_any(),
        });
        let ready = move |units: Vec<UnitFlow>| by_unit(t::desk_by_community, units);
        view! {
            <div>
                {chooser}
                <AsyncView of=self.communities cards=1 ready />
            </div>
        }
        .into_any()
    }
}

/// The units of one kind, in their order.
fn of_kind(tree: Option<&Tree>, units: &[UnitFlow], kind: Option<UnitKind>) -> Vec<UnitFlow> {
    let kind_of = |id: &UnitId| tree.and_then(|tree| tree.unit(id)).map(|unit| unit.kind);
    units.iter().filter(|flow| kind_of(&flow.unit.id) == kind).cloned().collect()
}
