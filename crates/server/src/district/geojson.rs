//! GeoJSON (RFC 7946) in and out: a survey's file, and areas for the map.

use std::fmt::Write as _;

use pingan_api::{
    district::{GridMember, Name, TeamMember, Unit, UnitKind},
    geo::Position,
    id::UnitId,
};
use serde::Deserialize;

use super::{
    geometry::{Point, Ring},
    survey::{Survey, SurveyedGrid},
};

/// What a survey's file holds: a FeatureCollection of grids, with the rest of the tree as a foreign member.
#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    _type: CollectionType,
    demo: bool,
    /// District, streets, communities, departments.
    units: Vec<Unit>,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
enum CollectionType {
    FeatureCollection,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    _type: FeatureType,
    geometry: Polygon,
    properties: GridProperties,
}

#[derive(Deserialize)]
enum FeatureType {
    Feature,
}

#[derive(Deserialize)]
struct Polygon {
    #[serde(rename = "type")]
    _type: PolygonType,
    /// Longitude, latitude and maybe a height, of the border and of each hole.
    coordinates: Vec<Vec<Vec<f64>>>,
}

#[derive(Deserialize)]
enum PolygonType {
    Polygon,
}

#[derive(Deserialize)]
struct GridProperties {
    id: UnitId,
    community: UnitId,
    name_zh: String,
    name_en: String,
    member: GridMember,
    #[serde(default)]
    team: Vec<TeamMember>,
}

/// Reads a survey; every fault is one line for whoever made the file.
pub(super) fn read_survey(json: &[u8]) -> Result<Survey, Vec<String>> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let collection: Collection =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| vec![error.to_string()])?;
    let Collection { demo, mut units, features, .. } = collection;
    let mut grids = Vec::with_capacity(features.len());
    let mut faults = Vec::new();
    for Feature { geometry, properties, .. } in features {
        match read_ring(&geometry.coordinates) {
            Ok(ring) => grids.push(SurveyedGrid {
                unit: properties.id.clone(),
                ring,
                member: properties.member,
                team: properties.team,
            }),
            Err(fault) => faults.push(format!("{}: {fault}", properties.id)),
        }
        units.push(Unit {
            id: properties.id,
            parent: Some(properties.community),
            kind: UnitKind::Grid,
            name: Name { zh: properties.name_zh, en: properties.name_en },
        });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Survey::checked(demo, units, grids).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn read_ring(coordinates: &[Vec<Vec<f64>>]) -> Result<Ring, &'static str> {
    let [border] = coordinates else {
        return Err("a grid is one border without holes");
    };
    let mut points = Vec::with_capacity(border.len());
    for place in border {
        let [lon, lat, ..] = place[..] else {
            return Err("a place is a longitude and a latitude");
        };
        let position = Position::new(lat, lon);
        if !position.is_valid() {
            return Err("a place is not on the globe: longitude comes first");
        }
        points.push(Point::from(position));
    }
    if points.len() < 4 || points.first() != points.last() {
        return Err("the border is not closed: its last place repeats its first");
    }
    points.pop();
    Ok(Ring(points).counter_clockwise())
}

/// One area for the map.
pub(super) struct Drawn<'a> {
    pub unit: &'a Unit,
    /// Areas counter-clockwise, each followed by nothing or by its holes, clockwise.
    pub rings: Vec<Ring>,
}

/// Writes a FeatureCollection.
pub(super) fn write_areas(areas: &[Drawn<'_>]) -> String {
    let mut json = String::from(r#"{"type":"FeatureCollection","features":["#);
    for (i, area) in areas.iter().enumerate() {
        if i > 0 {
            json.push(',');
        }
        write_feature(&mut json, area);
    }
    json.push_str("]}");
    json
}

fn write_feature(json: &mut String, Drawn { unit, rings }: &Drawn<'_>) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let parent = unit.parent.as_ref().map_or("null".to_owned(), |parent| quoted(&parent.0));
    let (id, zh, en) = (quoted(&unit.id.0), quoted(&unit.name.zh), quoted(&unit.name.en));
    let kind = unit.kind;
    let polygons = polygons(rings);
    json.push_str(r#"{"type":"Feature","properties":{"#);
    write!(json, r#""id":{id},"parent":{parent},"kind":"{kind}","name_zh":{zh},"name_en":{en}}},"geometry":"#)
        .expect("writing to a string cannot fail");
    match &polygons[..] {
        [polygon] => {
            json.push_str(r#"{"type":"Polygon","coordinates":"#);
            write_polygon(json, polygon);
        }
        several => {
            json.push_str(r#"{"type":"MultiPolygon","coordinates":["#);
            for (i, polygon) in several.iter().enumerate() {
                if i > 0 {
                    json.push(',');
                }
                write_polygon(json, polygon);
            }
            json.push(']');
        }
    }
    json.push_str("}}");
}

/// Each area with the holes that lie in it.
fn polygons(rings: &[Ring]) -> Vec<Vec<&Ring>> {
    let (areas, holes): (Vec<&Ring>, Vec<&Ring>) = rings.iter().partition(|ring| ring.doubled_area() > 0);
    let holds = |area: &Ring, hole: &Ring| area.contains(hole.inner_point());
    areas
        .into_iter()
        .map(|area| std::iter::once(area).chain(holes.iter().copied().filter(|hole| holds(area, hole))).collect())
        .collect()
}

fn write_polygon(json: &mut String, rings: &[&Ring]) {
    for (i, ring) in rings.iter().enumerate() {
        json.push_str(if i == 0 { "[[" } else { ",[" });
        for point in ring.0.iter().chain(ring.0.first()) {
            json.push('[');
            write_degrees(json, point.lon);
            json.push(',');
            write_degrees(json, point.lat);
            json.push_str("],");
        }
        json.pop();
        json.push(']');
    }
    json.push(']');
}

/// The shortest decimal that says the same.
fn write_degrees(json: &mut String, units: i64) {
    let sign = if units < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:07}", units.unsigned_abs() / 10_000_000, units.unsigned_abs() % 10_000_000);
    json.push_str(text.trim_end_matches('0').trim_end_matches('.'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_written_short() {
        let written = |units| {
            let mut json = String::new();
            write_degrees(&mut json, units);
            json
        };
        assert_eq!(written(1_149_612_300), "114.96123");
        assert_eq!(written(1_140_000_000), "114");
        assert_eq!(written(-5), "-0.0000005");
    }

    #[test]
    fn a_hole_goes_with_its_area() {
        let square = |lon: i64, side: i64| {
            Ring([[lon, 0], [lon + side, 0], [lon + side, side], [lon, side]].map(Point::from).to_vec())
        };
        let mut hole = Ring([[2, 2], [4, 2], [4, 4], [2, 4]].map(Point::from).to_vec());
        hole.0.reverse();
        let rings = [square(0, 10), square(20, 5), hole];
        assert_eq!(polygons(&rings).iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    }
}
