//! `pingan-server import-district`: whole or not at all.

use pingan_api::{
    account::Role,
    district::{AreaQuery, District, GetDistrict, UnitKind},
    volunteer::{JoinPolicy, NewTeam, TeamKind, team::CreateTeam},
};
use pingan_server::district::{self, import};
use serde_json::{Value, json};

use crate::{
    app::{TestApp, new_key},
    desk::ground,
    fixtures::{hazard, raise, spot},
};

/// The demonstration district as a survey's file, made of what the API answers.
async fn file(app: &TestApp) -> Value {
    let mut map: Value = app.anonymous().get(&AreaQuery { level: UnitKind::Grid, within: None }.path()).await.json();
    let tree: District = app.anonymous().send(&GetDistrict).await.json();
    for feature in map["features"].as_array_mut().unwrap() {
        let properties = &mut feature["properties"];
        properties["community"] = properties["parent"].take();
        properties["member"] = json!({ "name": { "zh": "陈安平", "en": "Anping Chen" }, "phone": "0714-000-0001" });
    }
    let units: Vec<_> = tree.units.into_iter().filter(|unit| unit.kind != UnitKind::Grid).collect();
    map["demo"] = json!(true);
    map["units"] = json!(units);
    map
}

/// One street, one community, one square grid.
fn village() -> Value {
    let unit = |id: &str, parent: Option<&str>, kind: &str| json!({ "id": id, "parent": parent, "kind": kind, "name": { "zh": "村", "en": "Village" } });
    json!({
        "type": "FeatureCollection",
        "demo": false,
        "units": [unit("v-1", Some("v"), "street"), unit("v-1-1", Some("v-1"), "community"), unit("v", None, "district")],
        "features": [{
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[114.0, 30.0], [114.0, 30.1], [114.1, 30.1], [114.1, 30.0], [114.0, 30.0]]],
            },
            "properties": {
                "id": "v-1-1-1", "community": "v-1-1", "name_zh": "一格", "name_en": "Grid 1",
                "member": { "name": { "zh": "李四", "en": "Si Li" }, "phone": "0714-000-0002" },
            },
        }],
    })
}

async fn import(app: &TestApp, survey: &Value) -> Result<(), String> {
    let path = app.folder().join("survey.geojson");
    std::fs::write(&path, survey.to_string()).unwrap();
    import::run(&app.state().db, &path).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn what_goes_out_comes_in_again() {
    let app = TestApp::start().await;
    let survey = file(&app).await;
    import(&app, &survey).await.unwrap();
    let district = district::District::load(&app.state().db).await.unwrap();
    assert_eq!(district.units(), app.state().district().units());
    assert_eq!(
        district.grid_at(spot(&app, 300)).map(|grid| grid.id.clone()),
        Some(app.state().district().grids()[300].id.clone())
    );
}

#[tokio::test]
async fn another_district_takes_its_place() {
    let app = TestApp::start().await;
    import(&app, &village()).await.unwrap();
    let district = district::District::load(&app.state().db).await.unwrap();
    assert_eq!((district.units().len(), district.grids().len(), district.demo()), (4, 1, false));
    assert_eq!(district.root().unwrap().id.0, "v");
}

#[tokio::test]
async fn not_while_cases_stand_in_what_it_lacks() {
    let app = TestApp::start().await;
    raise(&app, hazard(spot(&app, 5))).await;
    let grid = app.state().district().grids()[5].id.clone();
    let refusal = import(&app, &village()).await.unwrap_err();
    assert!(refusal.contains(&format!("cases or volunteers name {grid}")), "{refusal}");
    assert_eq!(app.count("grid").await, 378);
}

#[tokio::test]
async fn not_while_a_team_belongs_to_what_it_lacks() {
    let app = TestApp::start().await;
    let coordinator = app.staff(Role::VolunteerCoordinator, &app.root()).await;
    let community = ground(&app, 0).community;
    let body = NewTeam {
        kind: TeamKind::Environment,
        name: "环境卫生队".into(),
        about: "一起打扫楼道和院子。".into(),
        unit: community.clone(),
        join: JoinPolicy::Open,
        closed: false,
    };
    let create = CreateTeam { key: new_key(), body };
    coordinator.send(&create).await.answer(&create);
    let refusal = import(&app, &village()).await.unwrap_err();
    assert!(refusal.contains(&format!("cases or volunteers name {community}")), "{refusal}");
    assert_eq!(app.count("grid").await, 378);
}

#[tokio::test]
async fn a_broken_survey_changes_nothing() {
    let app = TestApp::start().await;
    let whole = file(&app).await;
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut survey = whole.clone();
        change(&mut survey);
        survey
    };
    // The grid whose middle is nearest to the district's has neighbours all round.
    let inner = {
        let district = app.state().district();
        let far = |grid: &district::Grid| grid.centre.metres_to(pingan_api::geo::Position::new(30.19, 114.96));
        let grid = district.grids().iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
        let features = whole["features"].as_array().unwrap();
        features.iter().position(|feature| feature["properties"]["id"] == grid.id.0.as_str()).unwrap()
    };
    let inner_id = whole["features"][inner]["properties"]["id"].as_str().unwrap().to_owned();
    let ring = |survey: &mut Value| survey["features"][inner]["geometry"]["coordinates"][0].take();
    let cases: [(&str, Value); 13] = [
        ("there is a hole between", broken(&|survey| drop(survey["features"].as_array_mut().unwrap().remove(inner)))),
        (&inner_id, broken(&|survey| survey["features"][inner]["geometry"]["coordinates"][0][1][0] = json!(114.97))),
        (
            "overlap",
            broken(&|survey| {
                let mut twin = survey["features"][inner].clone();
                twin["properties"]["id"] = json!("twin");
                survey["features"].as_array_mut().unwrap().push(twin);
            }),
        ),
        (
            "is there more than once",
            broken(&|survey| {
                let twin = survey["features"][inner].clone();
                survey["features"].as_array_mut().unwrap().push(twin);
            }),
        ),
        (
            "is not closed",
            broken(&|survey| {
                drop(survey["features"][inner]["geometry"]["coordinates"][0].as_array_mut().unwrap().pop());
            }),
        ),
        (
            "without holes",
            broken(&|survey| {
                let ring = ring(survey);
                survey["features"][inner]["geometry"]["coordinates"] = json!([ring, ring]);
            }),
        ),
        (
            "longitude comes first",
            broken(&|survey| {
                for place in survey["features"][inner]["geometry"]["coordinates"][0].as_array_mut().unwrap() {
                    place.as_array_mut().unwrap().reverse();
                }
            }),
        ),
        ("which is not there", broken(&|survey| survey["features"][inner]["properties"]["community"] = json!("gone"))),
        ("of the wrong kind", broken(&|survey| survey["features"][inner]["properties"]["community"] = json!("420204"))),
        ("is no unit id", broken(&|survey| survey["features"][inner]["properties"]["id"] = json!("Grid One"))),
        ("lacks its name", broken(&|survey| survey["features"][inner]["properties"]["name_en"] = json!(" "))),
        (
            "features[0].properties",
            broken(&|survey| drop(survey["features"][0]["properties"].as_object_mut().unwrap().remove("member"))),
        ),
        (
            "one is needed",
            broken(&|survey| {
                survey["units"]
                    .as_array_mut()
                    .unwrap()
                    .push(json!({ "id": "two", "kind": "district", "name": { "zh": "二", "en": "Two" } }));
            }),
        ),
    ];
    for (words, survey) in cases {
        let refusal = import(&app, &survey).await.expect_err(words);
        assert!(refusal.contains(words), "{words}: {refusal}");
        assert_eq!((app.count("unit").await, app.count("grid").await), (430, 378), "{words}");
    }
    assert!(import(&app, &json!("no survey")).await.is_err());
    assert!(import::run(&app.state().db, &app.folder().join("missing")).await.is_err());
}
