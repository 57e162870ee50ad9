//! What an account is told besides its cases.

use pingan_api::{
    account::DeleteAccount,
    cases::{CaseKeys, CreateCase, Event, Who},
    id::AccountId,
    inbox::{InboxQuery, MarkSeen, OpenStream, ReadInbox, SeenNotices, Subject},
    volunteer::VolunteerWord,
};
use pingan_server::{
    inbox::entity::{delivery, notice},
    live::{self, Change},
};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::{
    app::{TestApp, new_key},
    ear::Ear,
    fixtures::{hazard, spot, step},
    inbox::case_of,
};

/// A notice and its delivery, about nothing that has a page.
async fn tell(app: &TestApp, account: AccountId, word: VolunteerWord) {
    let (notice_id, at) = (Uuid::now_v7(), app.state().now().as_millis());
    let told = notice::ActiveModel {
        id: Set(notice_id),
        created_at: Set(at),
        account_id: Set(Some(account.0)),
        word: Set(Some(word.as_str().to_owned())),
        words: Set(Some("带上手套".to_owned())),
        ..Default::default()
    };
    let sent = delivery::Model {
        id: Uuid::now_v7(),
        notice_id,
        channel: "text".to_owned(),
        state: "waiting".to_owned(),
        tries: 0,
        next_at: at,
        claim: None,
        ended_at: None,
    };
    let telling = app.state().db.write(move |tx| {
        Box::pin(async move {
            notice::Entity::insert(told).exec_without_returning(tx).await?;
            delivery::Entity::insert(sent.into_active_model()).exec_without_returning(tx).await?;
            Ok::<_, DbErr>(())
        })
    });
    telling.await.unwrap();
    live::publish(app.state(), Change { accounts: vec![account.0], ..Change::default() });
}

#[tokio::test]
async fn an_account_without_a_case_hears_and_reads_what_it_is_told() {
    let app = TestApp::start().await;
    let (person, other) = (app.resident().await, app.resident().await);
    let open = OpenStream(CaseKeys { keys: vec![] });
    let mut ear = Ear::open(&app, &person.send(&open).await.answer(&open).path, None).await;
    let mut stranger = Ear::open(&app, &other.send(&open).await.answer(&open).path, None).await;
    tell(&app, person.account(), VolunteerWord::TeamJoined).await;
    let (pushed, _) = ear.hear_notice().await;
    let Subject::Volunteer(told) = &pushed.notice.about else { panic!("{:?}", pushed.notice) };
    assert_eq!((told.word, told.words.as_deref(), pushed.unread), (VolunteerWord::TeamJoined, Some("带上手套"), 1));
    let read = ReadInbox(InboxQuery::default());
    let seen = person.send(&read).await.answer(&read);
    assert_eq!((seen.items, seen.unread), (vec![pushed.notice], 1));
    assert!(stranger.is_silent().await);
    for nobody in [other, app.anonymous()] {
        let seen = nobody.send(&read).await.answer(&read);
        assert_eq!((seen.items, seen.unread), (vec![], 0));
    }
}

#[tokio::test]
async fn what_is_told_stands_among_the_cases_and_is_read_with_all_of_them_alone() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let create = CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    let number = person.send(&create).await.answer(&create).number;
    tell(&app, person.account(), VolunteerWord::Tomorrow).await;
    step(&app, number, Event::Accept, Who::Desk).await;
    tell(&app, person.account(), VolunteerWord::Soon).await;
    let page = async |cursor| {
        let read = ReadInbox(InboxQuery { cursor, limit: Some(1), ..InboxQuery::default() });
        person.send(&read).await.answer(&read)
    };
    let newest = page(None).await;
    let middle = page(newest.next.clone()).await;
    let oldest = page(middle.next).await;
    assert_eq!((newest.unread, oldest.next), (3, None));
    assert_eq!(case_of(&middle.items[0]).event, Event::Accept);
    for (page, word) in [(&newest.items, VolunteerWord::Soon), (&oldest.items, VolunteerWord::Tomorrow)] {
        assert!(matches!(&page[0].about, Subject::Volunteer(told) if told.word == word), "{word}");
    }

    let up_to = newest.items[0].id;
    let mark = async |number| {
        let mark = MarkSeen(SeenNotices { keys: vec![], up_to, number });
        person.send(&mark).await.answer(&mark).unread
    };
    assert_eq!(mark(Some(number)).await, 2);
    // Another device of theirs.
    let open = OpenStream(CaseKeys { keys: vec![] });
    let mut ear = Ear::open(&app, &person.send(&open).await.answer(&open).path, None).await;
    assert_eq!(mark(None).await, 0);
    assert_eq!(ear.hear_soon().await.unwrap().name, "changed");
}

#[tokio::test]
async fn who_leaves_takes_along_what_they_were_told() {
    let app = TestApp::start().await;
    let (person, other) = (app.resident().await, app.resident().await);
    for account in [person.account(), other.account()] {
        tell(&app, account, VolunteerWord::Soon).await;
    }
    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!((app.count("notice").await, app.count("delivery").await), (1, 1));
}
