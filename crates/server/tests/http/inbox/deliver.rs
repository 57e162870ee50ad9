//! Text messages leave once, whatever happens to whoever sends them.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::BoxFuture;
use pingan_api::{
    account::GetMe,
    cases::{CaseKey, Contact, Event, NewCase, Receipt, TrackCase, Who},
    desk::{ActKind, NewAct, NewPart},
    volunteer::{
        NewShift, Registration, Shift,
        person::Register,
        shift::{CancelShift, ShiftWords, TellShift},
        sign_up::{NewSignUp, SignUp},
    },
};
use pingan_server::{
    inbox::deliver::{self, TRIES},
    texts::{NotSent, Text, Texter},
};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::{
    app::{Actor, TestApp, new_key},
    desk::{act, desk, plain},
    fixtures::{hazard, public_hazard, raise, spot, step},
    volunteer::fixtures::{coordinator, new_shift, registration, shift, team},
};

const PHONE: &str = "13800000000";

/// What goes wrong with a provider.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    /// It takes the message and the answer is never read: the deliverer died, or the line was cut.
    TakesAndCrashes,
    Refuses,
    RefusesForEver,
}

/// A provider that knows ids, as a real one does with an idempotency key.
struct Provider {
    trouble: Mutex<Trouble>,
    asked: AtomicUsize,
    sent: Mutex<HashMap<Uuid, (String, String)>>,
}

impl Provider {
    fn new(trouble: Trouble) -> Arc<Self> {
        Arc::new(Self { trouble: Mutex::new(trouble), asked: AtomicUsize::new(0), sent: Mutex::default() })
    }

    fn sent(&self) -> Vec<(String, String)> {
        self.sent.lock().unwrap().values().cloned().collect()
    }

    fn mend(&self) {
        *self.trouble.lock().unwrap() = Trouble::None;
    }
}

struct Line(Arc<Provider>);

impl Texter for Line {
    fn send<'a>(&'a self, Text { id, phone, words, .. }: Text<'a>) -> BoxFuture<'a, Result<(), NotSent>> {
        Box::pin(async move {
            self.0.asked.fetch_add(1, Ordering::SeqCst);
            let trouble = *self.0.trouble.lock().unwrap();
            match trouble {
                Trouble::Refuses => return Err(NotSent::Now("busy".into())),
                Trouble::RefusesForEver => return Err(NotSent::Ever("no such number".into())),
                Trouble::None | Trouble::TakesAndCrashes => {}
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            self.0.sent.lock().unwrap().entry(id).or_insert_with(|| (phone.to_owned(), words.to_owned()));
            if trouble == Trouble::TakesAndCrashes {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }
}

async fn wished(app: &TestApp, n: usize, text_me: bool) -> Receipt {
    let contact = Some(Contact { phone: PHONE.into(), text_me });
    raise(app, NewCase { contact, ..hazard(spot(app, n)) }).await
}

async fn round(app: &TestApp, provider: &Arc<Provider>) -> usize {
    deliver::round(app.state(), &Line(provider.clone()), None).await.unwrap()
}

async fn states(app: &TestApp) -> Vec<String> {
    let reads = app.state().db.reads();
    let sql = Statement::from_string(reads.get_database_backend(), "SELECT state FROM delivery ORDER BY id");
    let rows = reads.query_all_raw(sql).await.unwrap();
    rows.into_iter().map(|row| row.try_get("", "state").unwrap()).collect()
}

#[tokio::test]
async fn only_who_wished_it_is_written_to_and_without_personal_data() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let receipt = wished(&app, 0, true).await;
    let silent = [wished(&app, 1, false).await, public_hazard(&app, spot(&app, 2)).await];
    for number in [receipt.number, silent[0].number] {
        step(&app, number, Event::Accept, Who::Desk).await;
        // Nothing that a resident has to know at once.
        step(&app, number, Event::Assign, Who::Dispatcher).await;
    }
    assert_eq!(round(&app, &provider).await, 1);
    assert_eq!(round(&app, &provider).await, 0);
    let sent = provider.sent();
    let [(phone, text)] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!(phone, PHONE);
    assert!(text.contains(&receipt.number.to_string()) && text.contains("已受理"), "{text}");
    for private in [PHONE, receipt.code.as_str(), "水管一直在漏", "三单元"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    assert_eq!(states(&app).await, ["sent"]);
}

#[tokio::test]
async fn the_link_has_the_code_where_no_server_sees_it() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let receipt = wished(&app, 0, true).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    deliver::round(app.state(), &Line(provider.clone()), Some("https://pingan.example/")).await.unwrap();
    let expected = format!("https://pingan.example/cases/{}#{}", receipt.number, receipt.code.as_str());
    assert!(provider.sent()[0].1.contains(&expected), "{:?}", provider.sent());
}

#[tokio::test]
async fn the_link_to_a_part_opens_it_also_to_a_part_of_a_part() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let receipt = wished(&app, 0, true).await;
    let desk = desk(&app).await;
    act(desk, receipt.number, plain(ActKind::Accept)).await;
    let split = || {
        let part = |text: &str| NewPart { category: None, text: text.into(), photos: vec![] };
        NewAct { parts: vec![part("路灯不亮"), part("井盖松动")], ..plain(ActKind::Split) }
    };
    let part = act(desk, receipt.number, split()).await.made[0];
    let of_part = act(desk, part, split()).await.made[0];
    deliver::round(app.state(), &Line(provider.clone()), Some("https://pingan.example")).await.unwrap();
    for number in [part, of_part] {
        let link = format!("/cases/{number}#");
        let sent = provider.sent();
        let text = sent.iter().find_map(|(_, text)| text.split_once(&link)).expect("a message of the part").1;
        let code = text.chars().take_while(char::is_ascii_alphanumeric).collect();
        let track = TrackCase(CaseKey { number: number.to_string(), code });
        assert_eq!(app.anonymous().send(&track).await.answer(&track).summary.number, number);
    }
}

#[tokio::test]
async fn a_deliverer_that_dies_after_sending_makes_no_second_message() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::TakesAndCrashes);
    let receipt = wished(&app, 0, true).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    let state = app.state().clone();
    let line = Line(provider.clone());
    let dying = tokio::spawn(async move { deliver::round(&state, &line, None).await.map(|_| ()) });
    while provider.sent().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    dying.abort();
    provider.mend();
    // While the claim holds nobody else takes it up.
    assert_eq!(round(&app, &provider).await, 0);
    app.pass(60_001);
    assert_eq!(round(&app, &provider).await, 1);
    assert_eq!(provider.asked.load(Ordering::SeqCst), 2);
    assert_eq!(provider.sent().len(), 1);
    assert_eq!(states(&app).await, ["sent"]);
}

#[tokio::test]
async fn two_deliverers_race_and_each_message_leaves_once() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    for n in 0..40 {
        let receipt = wished(&app, n % 10, true).await;
        step(&app, receipt.number, Event::Accept, Who::Desk).await;
    }
    let twin = app.twin().await;
    let (one, other) = (Line(provider.clone()), Line(provider.clone()));
    let racing = tokio::join!(
        deliver::round(app.state(), &one, None),
        deliver::round(&twin, &other, None),
        deliver::round(app.state(), &other, None),
    );
    let had = racing.0.unwrap() + racing.1.unwrap() + racing.2.unwrap();
    assert_eq!((had, provider.asked.load(Ordering::SeqCst), provider.sent().len()), (40, 40, 40));
    assert!(states(&app).await.iter().all(|state| state == "sent"));
}

#[tokio::test]
async fn what_fails_is_tried_later_and_given_up_in_the_end() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::Refuses);
    let receipt = wished(&app, 0, true).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    assert_eq!(round(&app, &provider).await, 1);
    assert_eq!(round(&app, &provider).await, 0, "not before its time");
    app.pass(29_999);
    assert_eq!(round(&app, &provider).await, 0);
    app.pass(1);
    assert_eq!(round(&app, &provider).await, 1);
    for _ in 2..TRIES {
        app.pass(3_600_000);
        assert_eq!(round(&app, &provider).await, 1);
    }
    app.pass(3_600_000);
    assert_eq!(round(&app, &provider).await, 0);
    assert_eq!(provider.asked.load(Ordering::SeqCst), TRIES as usize);
    assert_eq!(states(&app).await, ["given_up"]);
}

#[tokio::test]
async fn what_will_never_go_is_not_tried_again() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::RefusesForEver);
    let receipt = wished(&app, 0, true).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    assert_eq!(round(&app, &provider).await, 1);
    assert_eq!(states(&app).await, ["given_up"]);
}

#[tokio::test]
async fn a_number_that_is_gone_is_written_to_no_more() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let receipt = wished(&app, 0, true).await;
    step(&app, receipt.number, Event::Accept, Who::Desk).await;
    let deleted =
        app.state().db.write(|tx| Box::pin(async move { tx.execute_unprepared("DELETE FROM contact").await }));
    deleted.await.unwrap();
    assert_eq!(round(&app, &provider).await, 1);
    assert!(provider.sent().is_empty());
    assert_eq!(states(&app).await, ["dropped"]);
}

/// Registers somebody, who wishes text messages or does not.
async fn register(app: &TestApp, person: Actor<'_>, text_me: bool) {
    let register = Register { body: Registration { text_me, ..registration(app) } };
    person.send(&register).await.answer(&register);
}

/// A shift, and two who signed up for it: one wishes text messages, the other does not.
async fn signed_up(app: &TestApp) -> (Shift, Actor<'_>, Actor<'_>) {
    let by = coordinator(app).await;
    let team = team(app, &by).await;
    let planned = shift(app, &by, NewShift { title: "清扫三号楼".into(), ..new_shift(app, &team) }).await;
    let (texted, silent) = (app.resident().await, app.resident().await);
    for (person, text_me) in [(texted, true), (silent, false)] {
        register(app, person, text_me).await;
        let body = NewSignUp { post: planned.posts[0].id, friend: None };
        let sign_up = SignUp { shift: planned.card.id, key: new_key(), body };
        person.send(&sign_up).await.answer(&sign_up);
    }
    (planned, texted, silent)
}

/// Calls a shift off, after its people were written to.
async fn call_off(app: &TestApp, planned: &Shift) {
    let (by, shift) = (coordinator(app).await, planned.card.id);
    let words = |words: &str| ShiftWords { words: words.into(), series: false };
    let tell = TellShift { shift, key: new_key(), body: words("钥匙在王师傅那里") };
    by.send(&tell).await.answer(&tell);
    let cancel = CancelShift { shift, body: words("李大爷家漏水") };
    by.send(&cancel).await.answer(&cancel);
}

#[tokio::test]
async fn of_a_shift_only_title_beginning_and_link_leave_once_to_who_wished_it() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let (planned, texted, silent) = signed_up(&app).await;
    call_off(&app, &planned).await;
    // Both read it in the app, twice: what the organiser wrote, and that it is called off.
    assert_eq!(app.count("notice").await, 4);
    let line = Line(provider.clone());
    let address = Some("https://pingan.example/");
    assert_eq!(deliver::round(app.state(), &line, address).await.unwrap(), 1);
    assert_eq!(deliver::round(app.state(), &line, address).await.unwrap(), 0);
    let sent = provider.sent();
    let [(phone, text)] = &sent[..] else { panic!("{sent:?}") };
    let link = format!("https://pingan.example/volunteer/shifts/{}", planned.card.id);
    let expected = format!("【平安E家】这次志愿服务取消了：清扫三号楼（6月3日 08:00）。点开看：{link}");
    assert_eq!(text, &expected);
    let me = texted.send(&GetMe).await.answer(&GetMe);
    let (first, last) = me.phone.split_once("****").expect("a masked number");
    assert!(phone.starts_with(first) && phone.ends_with(last), "the account's own number");
    let (texted, silent) = (texted.account().to_string(), silent.account().to_string());
    for private in ["王芳", "李大爷", "王师傅", "社区门口", &me.name, phone, &texted, &silent] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    assert_eq!(states(&app).await, ["sent"]);
}

#[tokio::test]
async fn who_wishes_no_texts_any_more_gets_none_of_a_shift() {
    let app = TestApp::start().await;
    let provider = Provider::new(Trouble::None);
    let (planned, texted, _) = signed_up(&app).await;
    call_off(&app, &planned).await;
    register(&app, texted, false).await;
    assert_eq!(round(&app, &provider).await, 1);
    assert!(provider.sent().is_empty());
    assert_eq!(states(&app).await, ["dropped"]);
}
