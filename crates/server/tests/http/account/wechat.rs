//! Signing in through WeChat, against a stub of its servers.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Query, State as Ext},
    http::{Request, StatusCode, header},
    routing::get,
};
use pingan_api::{
    Endpoint, ProblemCode,
    account::{
        DeleteAccount, GetMe, GetSignInWays, Me, PhoneAndCode, Purpose, Role, SecondFactor, SignIn, SignOut,
        UnlinkWechat,
        sign_in::{SIGNED_IN_MARK, WECHAT_BACK_PATH, WECHAT_PATH},
    },
    audit::{Action, ListAudit},
    id::AccountId,
};
use pingan_server::{
    account::entity::account,
    wechat::{Hosts, Registration},
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::{AGREED, PHONE, code, old_words};
use crate::app::{Reply, TestApp};

/// WeChat's servers: the code `code-of-NAME` is about the person NAME, any other about nobody.
#[derive(Clone, Default)]
struct Wechat {
    asked: Arc<AtomicU32>,
}

async fn access_token(Ext(wechat): Ext<Wechat>, Query(query): Query<Vec<(String, String)>>) -> Json<Value> {
    wechat.asked.fetch_add(1, Ordering::Relaxed);
    let value = |name: &str| query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    assert_eq!((value("appid"), value("secret")), ("wx-test", "a secret"));
    assert_eq!(value("grant_type"), "authorization_code");
    Json(match value("code").strip_prefix("code-of-") {
        Some("nobody") => json!({ "access_token": "t", "openid": "made-up", "is_snapshotuser": 1 }),
        Some(name) => json!({ "access_token": "t", "expires_in": 7200, "openid": name, "scope": "snsapi_base" }),
        None => json!({ "errcode": 40029, "errmsg": "invalid code" }),
    })
}

async fn registered() -> (TestApp, Wechat) {
    let wechat = Wechat::default();
    let router = Router::new().route("/sns/oauth2/access_token", get(access_token)).with_state(wechat.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let api = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let app = TestApp::start().await;
    let hosts = Hosts { api: &api, open: "https://open.test" };
    app.state().set_wechat(Registration::new("wx-test".into(), "a secret".into(), None, hosts));
    (app, wechat)
}

/// A browser with the cookies that it was given.
struct Browser<'a> {
    app: &'a TestApp,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: Vec::new() }
    }

    async fn request(&mut self, mut request: Request<Body>) -> Reply {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        request.headers_mut().insert(header::HOST, "pingan.test".parse().expect("a host"));
        let reply = self.app.anonymous().request(request).await;
        for line in reply.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("ASCII");
            let hidden = line.contains("; Path=/;") && line.ends_with("; HttpOnly; SameSite=Lax; Secure");
            assert!(hidden || line.starts_with(SIGNED_IN_MARK), "{line}");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            self.cookies.retain(|(known, _)| known != name);
            if !line.contains("Max-Age=0;") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        reply
    }

    async fn get(&mut self, path: &str) -> Reply {
        self.request(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Where a page leads to.
    async fn led(&mut self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
        reply.header("location").to_owned()
    }

    /// To WeChat for a page; answers the word that has to come back.
    async fn begin(&mut self, to: &str) -> String {
        let page = self.led(&format!("{WECHAT_PATH}?to={to}")).await;
        let word = page.split("&state=").nth(1).and_then(|rest| rest.strip_suffix("#wechat_redirect"));
        word.expect("a word").to_owned()
    }

    async fn back(&mut self, code: &str, word: &str) -> String {
        self.led(&format!("{WECHAT_BACK_PATH}?code={code}&state={word}")).await
    }

    /// There and back as a person of WeChat.
    async fn through_wechat(&mut self, person: &str, to: &str) -> String {
        let word = self.begin(to).await;
        self.back(&format!("code-of-{person}"), &word).await
    }

    /// By phone, a minute after whatever was before.
    async fn by_phone(&mut self, phone: &str) -> Me {
        self.app.pass(60_000);
        let code = code(self.app.anonymous(), phone, Purpose::SignIn).await;
        self.post(&SignIn(PhoneAndCode { phone: phone.into(), code, consent: AGREED })).await.json()
    }

    async fn post<E: Endpoint>(&mut self, endpoint: &E) -> Reply {
        let body = Body::from(serde_json::to_vec(&endpoint.body()).expect("plain data"));
        let request = Request::post(endpoint.path()).header(header::CONTENT_TYPE, "application/json").body(body);
        self.request(request.expect("a request")).await
    }

    async fn me(&mut self) -> Option<Me> {
        let reply = self.get(&GetMe.path()).await;
        reply.status.is_success().then(|| reply.json())
    }

    fn holds(&self, cookie: &str) -> bool {
        self.cookies.iter().any(|(name, _)| name == cookie)
    }
}

/// The accounts that some WeChat is linked to.
async fn linked(app: &TestApp) -> Vec<AccountId> {
    let rows = account::Entity::find().all(app.state().db.reads()).await.expect("accounts");
    rows.into_iter().filter(|row| row.wechat_key.is_some()).map(|row| AccountId(row.id)).collect()
}

#[tokio::test]
async fn the_first_time_the_phone_is_asked_and_then_never_again() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
    assert!(browser.me().await.is_none() && browser.holds("__Host-wechat-link"));
    assert_eq!(app.count("account").await, 0, "nobody is kept who has not agreed");
    let me = browser.by_phone(PHONE).await;
    assert!(me.wechat && !browser.holds("__Host-wechat-link") && !browser.holds("__Host-wechat"));

    // Signing out is no unlinking, and another phone has no cookie of ours.
    browser.post(&SignOut).await.answer(&SignOut);
    for mut browser in [browser, Browser::new(&app)] {
        assert_eq!(browser.through_wechat("wang", "/cases/16004711").await, "/cases/16004711");
        assert_eq!(browser.me().await.map(|me| me.id), Some(me.id));
        assert!(!browser.holds("__Host-wechat"), "a way is gone once");
    }
    let mut other = Browser::new(&app);
    assert_eq!(other.through_wechat("li", "/mine").await, "/sign-in?wechat=link&to=/mine");
    assert!(other.me().await.is_none());

    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let log = ListAudit(Default::default());
    let lines = admin.send(&log).await.answer(&log).items;
    let of = |action| lines.iter().filter(|line| line.action == action).collect::<Vec<_>>();
    assert_eq!((of(Action::SignIn).len(), of(Action::LinkWechat).len()), (3, 1));
    assert_eq!(of(Action::SignIn)[0].details["way"], "wechat");
}

#[tokio::test]
async fn wechat_is_asked_for_no_more_than_who_it_is() {
    let (app, _) = registered().await;
    let page = Browser::new(&app).led(&format!("{WECHAT_PATH}?to=/mine")).await;
    let (before, word) = page.split_once("&state=").unwrap();
    assert_eq!(
        before,
        "https://open.test/connect/oauth2/authorize?appid=wx-test\
         &redirect_uri=https%3A%2F%2Fpingan.test%2Fapi%2Fv1%2Faccount%2Fwechat%2Fback&response_type=code&scope=snsapi_base"
    );
    let word = word.strip_suffix("#wechat_redirect").unwrap();
    assert!(word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_ne!(Browser::new(&app).begin("/mine").await, word);
}

#[tokio::test]
async fn the_id_is_kept_nowhere_as_it_is() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("oABCDEFGHIJKLMNOPQRSTUVWXYZ0", "/mine").await;
    assert!(browser.cookies.iter().all(|(_, value)| !value.contains("oABCDEFGHIJK")));
    browser.by_phone(PHONE).await;
    for row in account::Entity::find().all(app.state().db.reads()).await.unwrap() {
        let key = row.wechat_key.unwrap();
        assert!(key.len() == 32 && !key.contains("oABC"));
    }
}

#[tokio::test]
async fn a_word_that_is_not_this_browsers_is_refused() {
    let (app, wechat) = registered().await;
    let mut owner = Browser::new(&app);
    owner.through_wechat("wang", "/mine").await;
    owner.by_phone(PHONE).await;
    // A link that somebody else made would sign the victim in to the account of who made it.
    let word = Browser::new(&app).begin("/mine").await;
    let mut victim = Browser::new(&app);
    assert_eq!(victim.back("code-of-wang", &word).await, "/sign-in?wechat=failed");
    let own = victim.begin("/mine").await;
    assert_eq!(victim.back("code-of-wang", &word).await, "/sign-in?wechat=failed");
    assert_eq!(victim.back("code-of-wang", &own).await, "/sign-in?wechat=failed", "a word is good once");
    victim.begin("/mine").await;
    assert_eq!(victim.led(&format!("{WECHAT_BACK_PATH}?code=code-of-wang")).await, "/sign-in?wechat=failed");
    // Nor is a cookie that somebody made up.
    victim.cookies = vec![("__Host-wechat".into(), word.clone())];
    assert_eq!(victim.back("code-of-wang", &word).await, "/sign-in?wechat=failed");
    let late = victim.begin("/mine").await;
    app.pass(10 * 60_000);
    assert_eq!(victim.back("code-of-wang", &late).await, "/sign-in?wechat=failed");
    assert_eq!(wechat.asked.load(Ordering::Relaxed), 1, "WeChat is asked for none of them");
    assert!(victim.me().await.is_none());
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/mine").await;
    browser.by_phone(PHONE).await;
    for to in ["https://evil.test/", "//evil.test", "/%5Cevil.test", "/%2F/evil.test", "evil", "/api/v1/account/wechat"]
    {
        assert_eq!(browser.through_wechat("wang", to).await, "/account", "{to}");
        assert_eq!(browser.through_wechat("li", to).await, "/sign-in?wechat=link", "{to}");
    }
}

#[tokio::test]
async fn what_wechat_refuses_signs_nobody_in() {
    let (app, wechat) = registered().await;
    let mut browser = Browser::new(&app);
    for code in ["made-up", "code-of-nobody"] {
        let word = browser.begin("/mine").await;
        assert_eq!(browser.back(code, &word).await, "/sign-in?wechat=failed&to=/mine", "{code}");
    }
    // The person said no: there is no code.
    let word = browser.begin("/mine").await;
    let page = browser.led(&format!("{WECHAT_BACK_PATH}?state={word}")).await;
    assert_eq!(page, "/sign-in?wechat=failed&to=/mine");
    assert!(browser.me().await.is_none() && !browser.holds("__Host-wechat-link"));
    // Whoever makes codes up is slowed down, before WeChat is asked.
    for _ in 0..60 {
        let word = browser.begin("/mine").await;
        browser.back("made-up", &word).await;
    }
    assert_eq!(wechat.asked.load(Ordering::Relaxed), 50);
    app.pass(15 * 60_000);
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
}

#[tokio::test]
async fn wechat_out_of_reach_signs_nobody_in() {
    let app = TestApp::start().await;
    let hosts = Hosts { api: "http://127.0.0.1:1", open: "https://open.test" };
    app.state().set_wechat(Registration::new("wx-test".into(), "a secret".into(), None, hosts));
    assert_eq!(Browser::new(&app).through_wechat("wang", "/mine").await, "/sign-in?wechat=failed&to=/mine");
}

#[tokio::test]
async fn a_wechat_moves_to_who_signed_in_with_it_last() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/mine").await;
    let first = browser.by_phone(PHONE).await;
    browser.post(&UnlinkWechat).await.answer(&UnlinkWechat);
    assert_eq!(linked(&app).await, []);
    // Two phones at once: the one that comes last has it.
    let mut other = Browser::new(&app);
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
    assert_eq!(other.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
    browser.by_phone(PHONE).await;
    assert_eq!(linked(&app).await, [first.id]);
    let second = other.by_phone("13700000002").await;
    assert_eq!(linked(&app).await, [second.id]);
    assert_eq!(browser.me().await.map(|me| me.wechat), Some(false));
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/mine");
    assert_eq!(browser.me().await.map(|me| me.id), Some(second.id));
}

#[tokio::test]
async fn a_quarter_of_an_hour_later_the_phone_links_nothing() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/mine").await;
    app.pass(14 * 60_000);
    assert!(!browser.by_phone(PHONE).await.wechat);
    assert_eq!(linked(&app).await, []);
}

#[tokio::test]
async fn an_account_that_is_gone_takes_its_wechat_along() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/mine").await;
    let before = browser.by_phone(PHONE).await;
    browser.post(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
    assert!(browser.me().await.is_none());
    let after = browser.by_phone(PHONE).await;
    assert!(after.wechat && after.id != before.id);
}

#[tokio::test]
async fn staff_show_their_second_factor_all_the_same() {
    let (app, _) = registered().await;
    pingan_server::account::demo::load(app.state()).await.expect("the demonstration's accounts");
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/admin").await;
    browser.by_phone("13800000005").await;
    browser.post(&SignOut).await.answer(&SignOut);
    assert_eq!(browser.through_wechat("wang", "/admin").await, "/admin");
    let mark = SIGNED_IN_MARK.split_once('=').expect("a pair");
    assert!(browser.cookies.iter().any(|(name, value)| (name.as_str(), value.as_str()) == mark), "the app is told");
    assert_eq!(browser.me().await.map(|me| me.second_factor), Some(SecondFactor::ToPass));
    assert_eq!(browser.get("/api/v1/audit").await.problem().code, ProblemCode::SecondFactorNeeded);
}

#[tokio::test]
async fn who_has_not_agreed_to_the_words_of_today_is_asked_by_phone() {
    let (app, _) = registered().await;
    let mut browser = Browser::new(&app);
    browser.through_wechat("wang", "/mine").await;
    browser.by_phone(PHONE).await;
    old_words(&app).await;
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/sign-in?wechat=link&to=/mine");
    browser.by_phone(PHONE).await;
    assert_eq!(browser.through_wechat("wang", "/mine").await, "/mine");
}

#[tokio::test]
async fn a_server_that_is_not_registered_has_no_such_way() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    assert_eq!(browser.get(WECHAT_PATH).await.problem().code, ProblemCode::NotFound);
    assert_eq!(browser.get(WECHAT_BACK_PATH).await.problem().code, ProblemCode::NotFound);
    assert!(!app.anonymous().send(&GetSignInWays).await.answer(&GetSignInWays).wechat);
    let (app, _) = registered().await;
    assert!(app.anonymous().send(&GetSignInWays).await.answer(&GetSignInWays).wechat);
}
