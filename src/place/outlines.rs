//! The district's outlines, fetched once each and drawn as they come.

use std::{cell::RefCell, collections::HashMap};

use leptos::prelude::*;
use pingan_api::{
    district::{AreaQuery, UnitKind},
    id::UnitId,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::{
    i18n::{Lang, lang},
    ui::map::{Chart, Outline},
};

thread_local! {
    /// GeoJSON by its path; the district's borders don't move while a page is open.
    static FETCHED: RefCell<HashMap<String, JsValue>> = RefCell::default();
}

/// One set of outlines; none if it can't be had, and a map without them is still a map.
pub async fn outlines(query: &AreaQuery) -> Option<JsValue> {
    let path = query.path();
    if let Some(known) = FETCHED.with_borrow(|fetched| fetched.get(&path).cloned()) {
        return Some(known);
    }
    let response: Response = JsFuture::from(web_sys::window()?.fetch_with_str(&path)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let json = JsFuture::from(response.json().ok()?).await.ok()?;
    FETCHED.with_borrow_mut(|fetched| fetched.insert(path, json.clone()));
    Some(json)
}

/// The district's communities, soft and named: the ground that every map stands on.
pub async fn draw_district(chart: &Chart) -> Option<Outline> {
    let communities = AreaQuery { level: UnitKind::Community, within: None };
    let outline = draw(chart, &communities, "map-grid").await?;
    outline.name_by(name_property());
    Some(outline)
}

/// The district's own border, to see where it lies.
pub async fn draw_whole(chart: &Chart) -> Option<Outline> {
    let whole = AreaQuery { level: UnitKind::District, within: None };
    draw(chart, &whole, "map-grid").await
}

/// The grids of a community, thin, unnamed.
pub async fn draw_grids(chart: &Chart, community: UnitId) -> Option<Outline> {
    let grids = AreaQuery { level: UnitKind::Grid, within: Some(community) };
    draw(chart, &grids, "map-grid").await
}

/// One grid, marked.
pub async fn draw_grid(chart: &Chart, grid: UnitId) -> Option<Outline> {
    let own = AreaQuery { level: UnitKind::Grid, within: Some(grid) };
    draw(chart, &own, "map-grid map-grid--mine").await
}

async fn draw(chart: &Chart, query: &AreaQuery, class: &str) -> Option<Outline> {
    let outlines = outlines(query).await?;
    // The page may have been left meanwhile.
    (!chart.is_gone()).then(|| chart.outline(&outlines, class))
}

fn name_property() -> &'static str {
    match untrack(lang) {
        Lang::Zh => "name_zh",
        Lang::En => "name_en",
    }
}
