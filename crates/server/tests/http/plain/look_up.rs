//! A case looked up by the form.

use pingan_api::cases::{Event, NewCase, Who};

use crate::{
    app::{Actor, Reply, TestApp},
    fixtures::{hazard, raise, spot, step},
};

async fn look_up(actor: &Actor<'_>, number: &str, code: &str) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("number", number)
        .append_pair("code", code)
        .finish();
    actor.post_bytes("/plain/case", "application/x-www-form-urlencoded", body, None).await
}

#[tokio::test]
async fn number_and_code_open_the_case() {
    let app = TestApp::start().await;
    let case = NewCase { text: "<script>x</script>".into(), ..hazard(spot(&app, 0)) };
    let receipt = raise(&app, case).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    let code = receipt.code.as_str().to_lowercase();
    let reply = look_up(&app.anonymous(), &receipt.number.grouped(), &code).await;
    let page = reply.text();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("cache-control"), "no-store");
    for what in ["已受理", "送出了", "受理了", "6月1日 08:00", "三单元门口", "&lt;script&gt;"] {
        assert!(page.contains(what), "{what} in {page}");
    }
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn wrong_ones_are_told_and_guessing_gets_slower() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number.to_string();
    for _ in 0..5 {
        let reply = look_up(&app.anonymous(), &number, "222222").await;
        assert_eq!(reply.status, 404);
        assert!(reply.text().contains(&format!("value=\"{number}\"")), "what was typed is still there");
    }
    let reply = look_up(&app.anonymous(), &number, "222222").await;
    assert_eq!(reply.status, 429);
    assert!(reply.text().contains("请等 11 秒") || reply.text().contains("请等 10 秒"), "{}", reply.text());
    assert_eq!(app.anonymous().get("/plain/case").await.status, 200, "a reload is no dead end");
}
