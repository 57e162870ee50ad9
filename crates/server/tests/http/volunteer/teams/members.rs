//! Who belongs to a team, who leads it, what they are qualified for.

use pingan_api::{
    ProblemCode,
    inbox::{InboxQuery, ReadInbox, Subject},
    volunteer::{
        JoinPolicy, Membership, NewTeam, Qualification, Team, VolunteerWord,
        person::Unregister,
        team::{ChangeQualification, LeaveTeam, ListMembers, Member, MemberAct, QualificationChange},
    },
};

use super::{act, found, get, join, lead, new_team};
use crate::{
    app::{Actor, TestApp},
    volunteer::fixtures::{coordinator, team, volunteer},
};

/// What somebody was told last.
async fn told(person: Actor<'_>) -> Option<VolunteerWord> {
    let read = ReadInbox(InboxQuery::default());
    let last = person.send(&read).await.answer(&read).items.into_iter().next()?;
    match last.about {
        Subject::Volunteer(told) => Some(told.word),
        Subject::Case(told) => panic!("{told:?}"),
    }
}

#[tokio::test]
async fn who_asks_to_join_is_taken_in_or_not_and_is_told() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let new = NewTeam { join: JoinPolicy::Request, ..new_team("法律援助队", &app.root()) };
    let team = found(by, new).await.card.id;
    assert_eq!(join(app.resident().await, team).await.problem().code, ProblemCode::NotRegistered);
    assert_eq!(join(app.anonymous(), team).await.problem().code, ProblemCode::NotSignedIn);
    let (taken, refused) = (volunteer(&app).await, volunteer(&app).await);
    for person in [taken, refused] {
        for _ in 0..2 {
            let asked: Team = join(person, team).await.json();
            assert_eq!((asked.card.mine, asked.card.members), (Some(Membership::Requested), 0));
        }
    }
    let early = act(by, team, taken.account(), MemberAct::MakeLead).await;
    assert_eq!(early.problem().code, ProblemCode::NotPossibleNow);
    let list = ListMembers { team };
    assert_eq!(by.send(&list).await.answer(&list).len(), 2);
    assert!(act(by, team, taken.account(), MemberAct::Accept).await.status.is_success());
    assert!(act(by, team, taken.account(), MemberAct::Accept).await.status.is_success(), "nothing more");
    assert!(act(by, team, refused.account(), MemberAct::Refuse).await.status.is_success());
    assert_eq!(act(by, team, refused.account(), MemberAct::Refuse).await.status, 404);
    assert_eq!(act(by, team, taken.account(), MemberAct::Refuse).await.problem().code, ProblemCode::NotPossibleNow);
    assert_eq!(told(taken).await, Some(VolunteerWord::TeamJoined));
    assert_eq!(told(refused).await, Some(VolunteerWord::TeamRefused));
    assert_eq!(app.count("notice").await, 2);
    assert_eq!(app.count("audit WHERE action = 'change_member'").await, 2);
    assert_eq!(get(taken, team).await.card.mine, Some(Membership::Member));
    assert_eq!(get(refused, team).await.card.mine, None);

    let leave = LeaveTeam { team, body: () };
    for _ in 0..2 {
        let left = taken.send(&leave).await.answer(&leave);
        assert_eq!((left.card.mine, left.card.members), (None, 0));
    }
}

#[tokio::test]
async fn who_leads_a_coordinator_says() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await.card.id;
    let (first, second) = (lead(&app, by, team).await, lead(&app, by, team).await);
    let member = volunteer(&app).await;
    join(member, team).await.json::<Team>();
    for (account, done) in [
        (member.account(), MemberAct::MakeLead),
        (second.account(), MemberAct::EndLead),
        (second.account(), MemberAct::Remove),
    ] {
        assert_eq!(act(first, team, account, done).await.problem().code, ProblemCode::NotAllowed, "{done}");
    }
    let left: Vec<Member> = act(first, team, member.account(), MemberAct::Remove).await.json();
    assert_eq!(left.iter().map(|member| member.membership).collect::<Vec<_>>(), [Membership::Lead; 2]);
    for account in [first.account(), second.account()] {
        assert!(act(by, team, account, MemberAct::EndLead).await.status.is_success(), "the last one, too");
    }
    assert!(get(by, team).await.leads.is_empty());
    let list = ListMembers { team };
    assert_eq!(first.send(&list).await.problem().code, ProblemCode::NotAllowed, "at once");
    // Whoever no longer volunteers is in no team.
    let end = Unregister { body: () };
    second.send(&end).await.answer(&end);
    assert_eq!(by.send(&list).await.answer(&list).len(), 1);
}

#[tokio::test]
async fn an_organiser_grants_members_what_they_showed_proof_of() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await.card.id;
    let leading = lead(&app, by, team).await;
    let (member, stranger) = (volunteer(&app).await, volunteer(&app).await);
    join(member, team).await.json::<Team>();
    let set = |account, granted| ChangeQualification {
        team,
        account,
        body: QualificationChange { qualification: Qualification::FirstAid, granted },
    };
    for _ in 0..2 {
        let grant = set(member.account(), true);
        let members = leading.send(&grant).await.answer(&grant);
        let of = members.iter().find(|line| line.account == member.account()).unwrap();
        assert_eq!((of.qualifications.as_slice(), of.name.is_empty()), (&[Qualification::FirstAid][..], false));
    }
    assert_eq!(app.count("qualification").await, 1);
    assert_eq!(leading.send(&set(stranger.account(), true)).await.status, 404);
    assert_eq!(member.send(&set(member.account(), true)).await.problem().code, ProblemCode::NotAllowed);
    for _ in 0..2 {
        let end = set(member.account(), false);
        let members = by.send(&end).await.answer(&end);
        assert!(members.iter().all(|line| line.qualifications.is_empty()));
    }
    assert_eq!(app.count("audit WHERE action = 'grant_qualification'").await, 1);
    assert_eq!(app.count("audit WHERE action = 'end_qualification'").await, 1);
}
