//! Who belongs to a team: joining, leaving, what its organisers do with its members.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    account::Permission,
    audit::{Action, ObjectKind},
    id::{AccountId, TeamId, UnitId},
    volunteer::{
        JoinPolicy, Membership, VolunteerWord,
        team::{
            ChangeMember, ChangeQualification, JoinTeam, LeaveTeam, ListMembers, Member, MemberAct, MemberChange,
            QualificationChange,
        },
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::whole;
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::word,
    error::{Answer, AppError},
    extract::{Body, Param},
    inbox::{AccountNotice, tell_accounts},
    state::State,
    volunteer::{
        entity::{qualification, team, team_member},
        organiser, person, sign_ups,
        store::{person as people, shift, team as store},
    },
};

/// At once or by request, as the team sets; whoever is in it already stays what they are.
pub(super) async fn join(Ext(state): Ext<State>, actor: Actor, Param(id): Param<TeamId>) -> Answer<JoinTeam> {
    let (account, at) = (actor.account.0, state.now().as_millis());
    let joined: Result<team::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                person::registered(tx, account).await?;
                let team = shift::team(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                if store::member_for_update(tx, team.id, account).await?.is_some() {
                    return Ok(team);
                }
                if team.closed {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let membership = match word::<JoinPolicy>(&team.join_policy)? {
                    JoinPolicy::Open => Membership::Member,
                    JoinPolicy::Request => Membership::Requested,
                };
                let row = team_member::Model {
                    team_id: team.id,
                    account_id: account,
                    membership: membership.to_string(),
                    since: at,
                };
                store::add_member(tx, row).await?;
                Ok(team)
            })
        })
        .await;
    whole(&state, Some(&actor), joined?).await.map(Json)
}

pub(super) async fn leave(Ext(state): Ext<State>, actor: Actor, Param(id): Param<TeamId>) -> Answer<LeaveTeam> {
    let account = actor.account.0;
    let left: Result<team::Model, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let team = shift::team(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                store::remove_member(tx, team.id, account).await?;
                Ok(team)
            })
        })
        .await;
    whole(&state, Some(&actor), left?).await.map(Json)
}

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor, Param(id): Param<TeamId>) -> Answer<ListMembers> {
    let (district, db) = (state.district(), state.db.reads());
    let team = shift::team(db, id.0).await?.ok_or(ProblemCode::NotFound)?;
    organiser::must_organise(db, &district, &actor, &team).await?;
    members(db, team.id).await.map(Json)
}

/// Those who asked first, then leads, then by name.
async fn members(db: &impl ConnectionTrait, team: Uuid) -> Result<Vec<Member>, AppError> {
    let rows = store::members(db, team).await?;
    let accounts: Vec<Uuid> = rows.iter().map(|row| row.account_id).collect();
    let mut names = people::names(db, &accounts).await?;
    let mut qualifications = people::qualifications(db, &accounts).await?;
    let member = |row: team_member::Model| {
        Ok::<_, AppError>(Member {
            account: AccountId(row.account_id),
            name: names.remove(&row.account_id).unwrap_or_default(),
            membership: word(&row.membership)?,
            since: Timestamp::from_millis(row.since),
            qualifications: qualifications.remove(&row.account_id).unwrap_or_default(),
        })
    };
    let mut members = rows.into_iter().map(member).collect::<Result<Vec<_>, _>>()?;
    let rank = |member: &Member| match member.membership {
        Membership::Requested => 0,
        Membership::Lead => 1,
        Membership::Member => 2,
    };
    members.sort_by(|a, b| (rank(a), &a.name, a.account).cmp(&(rank(b), &b.name, b.account)));
    Ok(members)
}

/// What an act makes of a membership; none ends it.
fn outcome(act: MemberAct, before: Membership) -> Result<Option<Membership>, ProblemCode> {
    use Membership::{Lead, Member, Requested};
    match (act, before) {
        (MemberAct::Accept, Requested) => Ok(Some(Member)),
        (MemberAct::Accept, Member | Lead) => Ok(Some(before)),
        (MemberAct::Refuse, Requested) | (MemberAct::Remove, Member | Lead) => Ok(None),
        (MemberAct::MakeLead, Member | Lead) => Ok(Some(Lead)),
        (MemberAct::EndLead, Member | Lead) => Ok(Some(Member)),
        (MemberAct::Refuse, Member | Lead) => Err(ProblemCode::NotPossibleNow),
        (MemberAct::Remove | MemberAct::MakeLead | MemberAct::EndLead, Requested) => Err(ProblemCode::NotPossibleNow),
    }
}

/// Whoever asked to join is told what became of it.
fn told(act: MemberAct, account: Uuid, team: Uuid) -> Option<AccountNotice> {
    let word = match act {
        MemberAct::Accept => VolunteerWord::TeamJoined,
        MemberAct::Refuse => VolunteerWord::TeamRefused,
        MemberAct::Remove | MemberAct::MakeLead | MemberAct::EndLead => return None,
    };
    Some(AccountNotice { account, word, shift: None, team: Some(team), until: None, words: None, text: false })
}

pub(super) async fn change(
    Ext(state): Ext<State>,
    actor: Actor,
    Param((id, member)): Param<(TeamId, AccountId)>,
    Body(MemberChange { act }): Body<MemberChange>,
) -> Answer<ChangeMember> {
    let (district, at) = (state.district(), state.now());
    let changed: Result<Vec<Uuid>, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let team = shift::team(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                organiser::must_organise(tx, &district, &actor, &team).await?;
                let row = store::member_for_update(tx, team.id, member.0).await?.ok_or(ProblemCode::NotFound)?;
                let before: Membership = word(&row.membership)?;
                let after = outcome(act, before)?;
                if after == Some(before) {
                    return Ok(Vec::new());
                }
                if team.closed && act == MemberAct::Accept {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let unit = UnitId(team.unit);
                // Leads organise beside one another: who is one, a coordinator says.
                if before == Membership::Lead || after == Some(Membership::Lead) {
                    actor.may(Permission::ManageVolunteers, &unit, &district)?;
                }
                match after {
                    Some(membership) => store::set_membership(tx, &row, membership).await?,
                    None => store::remove_member(tx, team.id, member.0).await?,
                }
                let line = Line::new(Action::ChangeMember).on(ObjectKind::Team, team.id).at_unit(&unit);
                audit::record(tx, &actor, at, line.with("act", act).with("account", member)).await?;
                let notices: Vec<AccountNotice> = told(act, member.0, team.id).into_iter().collect();
                let accounts: Vec<Uuid> = notices.iter().map(|notice| notice.account).collect();
                tell_accounts(tx, notices, at.as_millis()).await?;
                Ok(accounts)
            })
        })
        .await;
    sign_ups::wake(&state, changed?);
    members(state.db.reads(), id.0).await.map(Json)
}

/// Grants a member a qualification, or takes it back; it counts for every team.
pub(super) async fn qualify(
    Ext(state): Ext<State>,
    actor: Actor,
    Param((id, member)): Param<(TeamId, AccountId)>,
    Body(QualificationChange { qualification, granted }): Body<QualificationChange>,
) -> Answer<ChangeQualification> {
    let (district, at) = (state.district(), state.now());
    let changed: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let team = shift::team(tx, id.0).await?.ok_or(ProblemCode::NotFound)?;
                organiser::must_organise(tx, &district, &actor, &team).await?;
                let row = store::member_for_update(tx, team.id, member.0).await?.ok_or(ProblemCode::NotFound)?;
                if word::<Membership>(&row.membership)? == Membership::Requested {
                    return Err(ProblemCode::NotPossibleNow.into());
                }
                let (changed, action) = if granted {
                    let row = qualification::Model {
                        account_id: member.0,
                        qualification: qualification.to_string(),
                        granted_by: actor.account.0,
                        team_id: team.id,
                        granted_at: at.as_millis(),
                    };
                    (people::grant(tx, row).await?, Action::GrantQualification)
                } else {
                    (people::take_back(tx, member.0, qualification).await?, Action::EndQualification)
                };
                if changed {
                    let line = Line::new(action).on(ObjectKind::Team, team.id).at_unit(&UnitId(team.unit));
                    let line = line.with("account", member).with("qualification", qualification);
                    audit::record(tx, &actor, at, line).await?;
                }
                Ok(())
            })
        })
        .await;
    changed?;
    members(state.db.reads(), id.0).await.map(Json)
}

#[cfg(test)]
mod tests {
    use pingan_api::volunteer::{Membership, team::MemberAct};

    use super::outcome;

    #[test]
    fn whoever_asked_is_taken_in_first() {
        for act in MemberAct::ALL {
            let asked = outcome(*act, Membership::Requested);
            let decides = matches!(act, MemberAct::Accept | MemberAct::Refuse);
            assert_eq!(asked.is_ok(), decides, "{act}");
        }
        assert_eq!(outcome(MemberAct::Accept, Membership::Requested), Ok(Some(Membership::Member)));
        assert!(outcome(MemberAct::Refuse, Membership::Member).is_err(), "who is in is removed");
        assert_eq!(outcome(MemberAct::Accept, Membership::Lead), Ok(Some(Membership::Lead)));
    }
}
