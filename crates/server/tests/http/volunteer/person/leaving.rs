//! What an account takes along of its volunteering, and that nothing of it is left behind.

use pingan_api::{
    account::{DeleteAccount, EXPORT_PATH},
    id::AccountId,
    inbox::{InboxQuery, ReadInbox, Subject},
    volunteer::{
        NewPost, NewShift, Qualification, Registration, Shift, SignUpState, Team, VolunteerWord,
        person::{Me, NewCalendar},
        team::{ChangeQualification, JoinTeam, QualificationChange},
    },
};
use pingan_server::volunteer::entity::certificate;
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};

use super::{get, register, registration, sign_up, state, young};
use crate::{
    app::{Actor, TestApp, new_key},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

/// Hours on paper.
async fn certify(app: &TestApp, account: AccountId) {
    let row = certificate::Model {
        number: "PA-2026-000001".to_owned(),
        idempotency_key: new_key().0,
        body_hash: String::new(),
        account_id: account.0,
        name: "王小芳".to_owned(),
        from_day: "2026-01-01".to_owned(),
        to_day: "2026-06-01".to_owned(),
        minutes: 90,
        shifts: 1,
        kinds: "[]".to_owned(),
        issued_at: app.state().now().as_millis(),
    };
    let written = app.state().db.write(move |tx| {
        Box::pin(async move {
            certificate::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
            Ok::<_, DbErr>(())
        })
    });
    written.await.unwrap();
}

/// A shift with two places that somebody has taken with a friend, after all else that a volunteer leaves somewhere.
async fn busy(app: &TestApp, person: Actor<'_>) -> Shift {
    let by = coordinator(app).await;
    let team = team(app, &by).await;
    register(person, Registration { name: "王小芳".into(), ..young(app) }).await.json::<Me>();
    person.send(&JoinTeam { team: team.card.id, body: () }).await.json::<Team>();
    let body = QualificationChange { qualification: Qualification::SignLanguage, granted: true };
    let grant = ChangeQualification { team: team.card.id, account: person.account(), body };
    by.send(&grant).await.answer(&grant);
    let two = NewPost { id: None, name: "清扫".into(), needed: 2, qualification: None };
    let new = NewShift { title: "清扫楼道".into(), posts: vec![two], ..new_shift(app, &team) };
    let planned = shift(app, &by, new).await;
    assert_eq!(state(&sign_up(person, &planned, Some("李小明")).await.json()), Some(SignUpState::Confirmed));
    let calendar = NewCalendar { body: () };
    person.send(&calendar).await.answer(&calendar);
    certify(app, person.account()).await;
    planned
}

#[tokio::test]
async fn the_export_holds_all_that_a_volunteer_left() {
    let app = TestApp::start().await;
    let (person, other) = (app.resident().await, app.resident().await);
    busy(&app, person).await;
    register(other, Registration { name: "赵不相干".into(), ..registration(&app) }).await.json::<Me>();
    let reply = person.get(EXPORT_PATH).await;
    let text = reply.text();
    for word in [
        "\"volunteer\": {",
        "王小芳",
        "2012-01-01",
        "13912345678",
        "\"membership\": \"member\"",
        "\"qualification\": \"sign_language\"",
        "清扫楼道",
        "李小明",
        "\"state\": \"confirmed\"",
        "\"attendance\": \"unknown\"",
        "PA-2026-000001",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert!(!text.contains("赵不相干"));
    assert!(!other.get(EXPORT_PATH).await.text().contains("王小芳"));
    assert!(app.resident().await.get(EXPORT_PATH).await.text().contains("\"volunteer\": null"));
}

#[tokio::test]
async fn leaving_takes_the_volunteer_out_and_gives_the_place_to_the_next() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let planned = busy(&app, person).await;
    let next = volunteer(&app).await;
    assert_eq!(state(&sign_up(next, &planned, None).await.json()), Some(SignUpState::Waiting));
    person.send(&DeleteAccount).await.answer(&DeleteAccount);

    for table in ["team_member", "qualification", "certificate", "volunteer WHERE name = '王小芳'"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert_eq!(app.count("volunteer").await, 1, "the other stays");
    assert_eq!(app.count("sign_up").await, 2, "that somebody came stays");
    let of_nobody = "sign_up WHERE account_id IS NULL AND name = '' AND friend IS NULL";
    assert_eq!(app.count(of_nobody).await, 1);
    let seen = get(next, planned.card.id).await;
    assert_eq!((state(&seen), seen.card.taken, seen.card.waiting), (Some(SignUpState::Offered), 1, 0));
    let read = ReadInbox(InboxQuery::default());
    let told = next.send(&read).await.answer(&read).items;
    let [told] = &told[..] else { panic!("{told:?}") };
    assert!(matches!(&told.about, Subject::Volunteer(told) if told.word == VolunteerWord::Offered));
}
