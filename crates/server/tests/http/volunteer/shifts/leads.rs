//! Whoever leads a team and has no role: they organise that team's shifts and no other's.

use pingan_api::{
    Issue, ProblemCode,
    account::{GetMe, SecondFactor},
    id::{ShiftId, TeamId},
    volunteer::{
        NewShift, Shift, ShiftState,
        attendance::GetRoster,
        desk::{GetVolunteerStats, OrganisedQuery, OrganisedShifts, VolunteerStatsQuery},
        shift::{CreateSeries, CreateShift, GetShift},
        team::{ChangeMember, JoinTeam, MemberAct, MemberChange},
    },
};

use super::{cancel, change, lead, publish, saturdays, series, sign_up, tell, told, written};
use crate::{
    app::{Actor, TestApp, new_key},
    fixtures::{public_hazard, spot},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

/// What the desk lists for somebody, the soonest first.
async fn organised(actor: Actor<'_>) -> Vec<ShiftId> {
    let list = OrganisedShifts { query: OrganisedQuery::default() };
    actor.send(&list).await.answer(&list).items.into_iter().map(|card| card.id).collect()
}

/// The teams that the door of the desk knows somebody by.
async fn leads(actor: Actor<'_>) -> Vec<TeamId> {
    actor.send(&GetMe).await.answer(&GetMe).leads
}

#[tokio::test]
async fn a_lead_organises_the_own_teams_shifts_from_the_draft_to_the_end() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let lead = lead(&app, by, &team).await;
    let me = lead.send(&GetMe).await.answer(&GetMe);
    assert_eq!((me.leads.as_slice(), me.is_staff()), (&[team.card.id][..], false));
    assert_eq!(me.second_factor, SecondFactor::NotNeeded);

    let draft = shift(&app, &lead, NewShift { publish: false, ..new_shift(&app, &team) }).await;
    let id = draft.card.id;
    assert_eq!((draft.card.state, draft.organises), (ShiftState::Draft, true));
    assert_eq!(organised(lead).await, [id]);
    let moved: Shift = change(lead, &draft, NewShift { place: "南门".into(), ..written(&draft) }).await.json();
    assert_eq!(moved.card.place, "南门");
    let published: Shift = publish(lead, id, false).await.json();
    let person = volunteer(&app).await;
    sign_up(person, &published).await;
    assert_eq!(tell(lead, id, false).await.status, 201);
    assert_eq!(told(person).await[0].words.as_deref(), Some("请带手套"));
    cancel(lead, id, false).await.json::<Shift>();
    assert_eq!(told(person).await[0].words.as_deref(), Some("有暴雨"));

    let drafts = saturdays(NewShift { publish: false, ..new_shift(&app, &team) });
    let first = series(lead, new_key(), drafts).await;
    publish(lead, first.card.id, true).await.json::<Shift>();
    assert_eq!(organised(lead).await.len(), 5);
    assert_eq!(app.count("shift WHERE state = 'published'").await, 4);
}

#[tokio::test]
async fn what_others_organise_is_not_a_leads() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let (own, other) = (team(&app, &by).await, team(&app, &by).await);
    let lead = lead(&app, by, &own).await;
    // To belong to the other team makes no difference.
    let join = JoinTeam { team: other.card.id, body: () };
    lead.send(&join).await.answer(&join);
    let theirs = shift(&app, &by, new_shift(&app, &other)).await;
    let draft = shift(&app, &by, NewShift { publish: false, ..new_shift(&app, &other) }).await;
    let new = new_shift(&app, &other);
    let id = theirs.card.id;
    let refused = [
        lead.send(&CreateShift { key: new_key(), body: new.clone() }).await,
        lead.send(&CreateSeries { key: new_key(), body: saturdays(new) }).await,
        change(lead, &theirs, written(&theirs)).await,
        publish(lead, id, false).await,
        tell(lead, id, false).await,
        cancel(lead, id, false).await,
        lead.send(&GetRoster { shift: id }).await,
        lead.send(&GetVolunteerStats { query: VolunteerStatsQuery::default() }).await,
    ];
    for reply in refused {
        assert_eq!(reply.problem().code, ProblemCode::NotAllowed);
    }
    let unseen = [
        lead.send(&GetShift { shift: draft.card.id }).await,
        change(lead, &draft, written(&draft)).await,
        publish(lead, draft.card.id, false).await,
        cancel(lead, draft.card.id, false).await,
    ];
    for reply in unseen {
        assert_eq!(reply.problem().code, ProblemCode::NotFound);
    }
    assert_eq!(organised(lead).await, []);
    // Nor do they call volunteers to a case, which they do not see.
    let hazard = public_hazard(&app, spot(&app, 0)).await;
    let call = NewShift { case: Some(hazard.number), ..new_shift(&app, &own) };
    let reply = lead.send(&CreateShift { key: new_key(), body: call }).await;
    assert_eq!(reply.problem().issue("case"), Some(Issue::Invalid));
    assert_eq!(app.count("shift").await, 2);
}

#[tokio::test]
async fn who_leads_no_more_organises_no_more() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let (lead, member) = (lead(&app, by, &team).await, volunteer(&app).await);
    let join = JoinTeam { team: team.card.id, body: () };
    member.send(&join).await.answer(&join);
    assert_eq!((leads(lead).await, leads(member).await, leads(by).await), (vec![team.card.id], vec![], vec![]));
    let planned = shift(&app, &lead, new_shift(&app, &team)).await;
    let end =
        ChangeMember { team: team.card.id, account: lead.account(), body: MemberChange { act: MemberAct::EndLead } };
    by.send(&end).await.answer(&end);
    assert_eq!(leads(lead).await, []);
    assert_eq!(tell(lead, planned.card.id, false).await.problem().code, ProblemCode::NotAllowed);
    assert_eq!(cancel(lead, planned.card.id, false).await.problem().code, ProblemCode::NotAllowed);
}
