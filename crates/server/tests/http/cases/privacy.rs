//! What the public sees of a case has nothing of its reporter in it.

use pingan_api::{
    Endpoint,
    cases::{
        CaseQuery, Contact, DuplicateQuery, FindDuplicates, GetCase, JoinCase, ListCases, NewCase, NewJoin, Receipt,
    },
    geo::{Datum, Position},
    home::{GetHome, HomeQuery},
};

use crate::{
    app::{TestApp, new_key},
    fixtures::{appeal, hazard, opinion, photo, raise, spot, step},
};

const PHONE: &str = "13912345678";
const WORDS: &str = "我住在八栋二单元";

/// Every public answer about cases.
async fn public_answers(app: &TestApp, position: Position, receipt: &Receipt) -> Vec<String> {
    let Position { lat, lon } = position;
    let paths = [
        ListCases(CaseQuery::default()).path(),
        ListCases(CaseQuery { lat: Some(lat), lon: Some(lon), ..CaseQuery::default() }).path(),
        FindDuplicates(DuplicateQuery { lat, lon, datum: Datum::Wgs84, category: receipt.category.unwrap() }).path(),
        GetCase(receipt.number).path(),
        GetHome(HomeQuery::default()).path(),
    ];
    let mut answers = Vec::new();
    for path in paths {
        answers.push(app.anonymous().get(&path).await.text().into_owned());
    }
    answers
}

#[tokio::test]
async fn no_reporter_in_any_public_answer() {
    let app = TestApp::start().await;
    let centre = spot(&app, 20);
    let here = Position::new(centre.lat + 0.000_012_3, centre.lon + 0.000_023_4);
    let contact = Some(Contact { phone: PHONE.into(), text_me: false });
    let own_photo = photo(&app).await;
    let case =
        NewCase { text: WORDS.into(), contact: contact.clone(), photos: vec![photo(&app).await], ..hazard(here) };
    let receipt = raise(&app, case).await;
    step(&app, receipt.number, pingan_api::cases::Event::Accept, pingan_api::cases::Who::Desk).await;
    let join = JoinCase {
        key: new_key(),
        number: receipt.number,
        join: NewJoin { text: WORDS.into(), photos: vec![own_photo], voice: None, contact },
    };
    let joined = app.anonymous().send(&join).await.answer(&join);
    for answer in public_answers(&app, here, &receipt).await {
        assert!(answer.contains(&receipt.number.to_string()), "{answer}");
        let secrets = [
            PHONE.to_owned(),
            WORDS.to_owned(),
            "三单元".to_owned(),
            receipt.code.as_str().to_owned(),
            joined.code.as_str().to_owned(),
            own_photo.to_string(),
            join.key.to_string(),
            format!("{:.5}", here.lat),
            format!("{:.5}", here.lon),
        ];
        for secret in secrets {
            assert!(!answer.contains(&secret), "{secret} in {answer}");
        }
        for field in ["text", "code", "phone", "contact", "reporter", "landmark", "accuracy_m", "place_exact", "share"]
        {
            assert!(!answer.contains(&format!("\"{field}\"")), "{field} in {answer}");
        }
    }
}

#[tokio::test]
async fn what_is_not_public_is_not_there() {
    let app = TestApp::start().await;
    let here = spot(&app, 20);
    let about = app.state().district().grids()[0].community.clone();
    for case in [hazard(here), appeal(here), opinion(&about)] {
        let receipt = raise(&app, case).await;
        let reply = app.anonymous().send(&GetCase(receipt.number)).await;
        assert_eq!(reply.problem().code, pingan_api::ProblemCode::NotFound);
    }
    let list = ListCases(CaseQuery::default());
    assert!(app.anonymous().send(&list).await.answer(&list).items.is_empty());
}

#[tokio::test]
async fn codes_are_not_in_the_database() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    if std::env::var("PINGAN_TEST_DATABASE_URL").is_ok() {
        return;
    }
    for name in ["test.db", "test.db-wal"] {
        let bytes = std::fs::read(app.folder().join(name)).unwrap_or_default();
        let code = receipt.code.as_str().as_bytes();
        assert!(!bytes.windows(code.len()).any(|window| window == code), "the code is in {name}");
    }
}

#[tokio::test]
async fn numbers_lie_sealed_also_those_of_earlier_versions() {
    use pingan_server::cases::{entity::contact, reach};
    use sea_orm::{EntityTrait, IntoActiveModel, Set};
    let app = TestApp::start().await;
    for n in 0..2 {
        let contact = Some(Contact { phone: PHONE.into(), text_me: true });
        raise(&app, NewCase { contact, ..hazard(spot(&app, n)) }).await;
    }
    let db = &app.state().db;
    let rows = contact::Entity::find().all(db.reads()).await.unwrap();
    assert!(rows.iter().all(|row| !row.phone.contains(PHONE)) && rows[0].phone != rows[1].phone);
    let mut moved = rows[0].clone();
    moved.reporter_id = rows[1].reporter_id;
    assert!(reach::open(&app.state().secret, &moved).is_err(), "bound to its share");
    // As it was written before.
    let mut old = rows[0].clone().into_active_model();
    old.phone = Set(PHONE.into());
    let written: Result<(), sea_orm::DbErr> =
        db.write(|tx| Box::pin(async move { contact::Entity::update(old).exec(tx).await.map(|_| ()) })).await;
    written.unwrap();
    reach::seal_old(db, &app.state().secret).await.unwrap();
    for row in contact::Entity::find().all(db.reads()).await.unwrap() {
        assert!(row.phone.len() > 24);
        assert_eq!(reach::open(&app.state().secret, &row).unwrap(), PHONE);
    }
}
