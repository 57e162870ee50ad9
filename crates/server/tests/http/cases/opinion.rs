//! Nobody judges an opinion about themselves, whatever happens to it.

use pingan_api::cases::{Event, Who};
use pingan_server::cases::{Move, move_case};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

use crate::{
    app::TestApp,
    fixtures::{opinion, raise},
};

#[tokio::test]
async fn an_opinion_is_never_held_by_its_subject_or_below() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let units = district.units();
    let walk = (
        1..units.len(),
        prop::collection::vec((0..Event::ALL.len(), 0..Who::ALL.len(), prop::option::of(0..units.len())), 0..25),
    );
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    for _ in 0..24 {
        let (about, steps) = walk.new_tree(&mut runner).unwrap().current();
        let about = &units[about].id;
        let number = raise(&app, opinion(about)).await.number;
        for (event, who, to) in steps {
            app.pass(1000);
            let (event, who) = (Event::ALL[event], Who::ALL[who]);
            let step = Move { to: to.map(|unit| units[unit].id.clone()), ..Move::new(number, event, who) };
            let Ok(moved) = move_case(app.state(), step, app.state().now()).await else { continue };
            assert_eq!(moved.holder.is_none(), moved.state.is_final());
            if let Some(holder) = moved.holder {
                assert!(!district.is_within(&holder, about), "{holder} has an opinion about {about}");
            }
        }
    }
}
