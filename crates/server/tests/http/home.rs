//! `GET /api/v1/home`.

use pingan_api::home::{GetHome, HomeQuery};

use crate::{
    app::TestApp,
    fixtures::{public_hazard, spot},
};

#[tokio::test]
async fn the_first_screen_in_one_answer() {
    let app = TestApp::start().await;
    let grids = app.state().district().grids().to_vec();
    let elsewhere = grids.iter().position(|grid| grid.community != grids[0].community).unwrap();
    let here = public_hazard(&app, spot(&app, 0)).await;
    let there = public_hazard(&app, spot(&app, elsewhere)).await;

    let all = GetHome(HomeQuery::default());
    let home = app.anonymous().send(&all).await.answer(&all);
    assert!(home.demo && home.grid.is_none() && !home.district.zh.is_empty());
    assert_eq!(home.latest.iter().map(|case| case.number).collect::<Vec<_>>(), [there.number, here.number]);

    let mine = GetHome(HomeQuery { grid: Some(grids[0].id.clone()) });
    let home = app.anonymous().send(&mine).await.answer(&mine);
    assert_eq!(home.grid.unwrap().grid.id, grids[0].id);
    assert_eq!(home.latest.iter().map(|case| case.number).collect::<Vec<_>>(), [here.number]);

    let gone = GetHome(HomeQuery { grid: Some("420204999999999".into()) });
    assert_eq!(app.anonymous().send(&gone).await.answer(&gone).grid, None);
}
