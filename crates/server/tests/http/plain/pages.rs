//! The pages that lead to the form.

use crate::app::TestApp;

#[tokio::test]
async fn the_first_page_has_the_hotlines_the_report_and_the_look_up_and_no_script() {
    let app = TestApp::start().await;
    let reply = app.anonymous().get("/plain").await;
    let page = reply.text();
    for what in ["tel:110", "tel:119", "tel:120", "tel:12345", "/plain/report", "action=\"/plain/case\"", "演示数据"]
    {
        assert!(page.contains(what), "{what}");
    }
    assert!(page.contains("lang=\"zh-CN\"") && !page.contains("<script") && !page.contains("style="));
    let policy = reply.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    let english = app.anonymous().get("/plain?lang=en").await;
    assert!(english.text().contains("lang=\"en\"") && english.text().contains("Report something"));
    assert!(english.text().contains("/plain/report?lang=en"), "the language goes along");
}

#[tokio::test]
async fn links_lead_from_kind_to_street_to_community_to_the_form() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let grid = &district.grids()[40];
    let read = async |path: &str| app.anonymous().get(path).await.text().into_owned();
    assert!(read("/plain/report").await.contains("/plain/report?kind=hazard"));
    let streets = read("/plain/report?kind=hazard").await;
    assert!(streets.contains(&format!("/plain/report?kind=hazard&amp;street={}\"", grid.street)), "{streets}");
    let communities = read(&format!("/plain/report?kind=hazard&street={}", grid.street)).await;
    let form = format!("/plain/report?kind=hazard&amp;community={}\"", grid.community);
    assert!(communities.contains(&form), "{communities}");
    let form = read(&format!("/plain/report?kind=hazard&community={}", grid.community)).await;
    let of_community = district.grids().iter().filter(|other| other.community == grid.community).count();
    assert_eq!(form.matches("<option value=\"4").count(), of_community);
    assert!(read("/plain/report?kind=opinion").await.contains("name=\"about\""), "an opinion is about a unit");
    // What is not there leads to the step that mends it.
    assert!(read("/plain/report?kind=hazard&community=nowhere").await.contains(&format!("street={}", grid.street)));
    assert!(read("/plain/report?kind=mediation").await.contains("kind=hazard"));
}
