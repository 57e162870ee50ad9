//! Teams: what they do, who leads them, who belongs to them.

use serde::{Deserialize, Serialize};

use super::{MAX_ABOUT, MAX_TITLE, Qualification, ShiftCard};
use crate::{
    district::Name,
    endpoint::{Query, endpoint},
    id::{AccountId, TeamId, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// What a team does: the eight standing kinds of the "8+N" set, and the N.
    pub enum TeamKind {
        /// Explaining policies and theory.
        Policy = "policy",
        /// Culture and the arts.
        Culture = "culture",
        /// Helping children learn.
        Schooling = "schooling",
        /// Health and exercise.
        Health = "health",
        /// Popular science.
        Science = "science",
        /// Law and disputes.
        Law = "law",
        /// Hygiene and the environment.
        Environment = "environment",
        /// Helping people in need.
        Relief = "relief",
        /// What a community adds.
        Other = "other",
        /// A registered social organisation.
        SocialOrganisation = "social_organisation",
    }
}

slug_enum! {
    /// How somebody becomes a member.
    pub enum JoinPolicy {
        /// At once.
        Open = "open",
        /// A lead of the team takes them in.
        Request = "request",
    }
}

slug_enum! {
    /// What somebody is in a team.
    pub enum Membership {
        /// Asked to join.
        Requested = "requested",
        Member = "member",
        /// Organises shifts, keeps the rosters.
        Lead = "lead",
    }
}

/// A team in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamCard {
    pub id: TeamId,
    pub kind: TeamKind,
    pub name: String,
    /// The unit that it belongs to.
    pub unit: UnitId,
    pub unit_name: Name,
    pub members: u32,
    /// Published shifts that are still to come.
    pub shifts: u32,
    /// What the reader is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<Membership>,
}

/// A team's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    pub card: TeamCard,
    pub about: String,
    pub join: JoinPolicy,
    /// Names of those who lead it, as they registered.
    pub leads: Vec<String>,
    /// The next ones, soonest first; ten at most.
    pub next: Vec<ShiftCard>,
    /// The reader may change it, organise its shifts and see its members.
    pub organises: bool,
    /// No longer there for new members; its past stays.
    pub closed: bool,
    /// Grows with each change; a change carries the one that it was made from.
    pub version: u32,
}

/// What a coordinator writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    pub kind: TeamKind,
    /// Up to [`MAX_TITLE`] characters.
    pub name: String,
    /// Up to [`MAX_ABOUT`] characters.
    pub about: String,
    pub unit: UnitId,
    pub join: JoinPolicy,
    #[serde(default)]
    pub closed: bool,
}

impl Validate for NewTeam {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.name.trim().is_empty(), "name", Issue::Required);
        faults.text("name", &self.name, MAX_TITLE);
        faults.add_if(self.about.trim().is_empty(), "about", Issue::Required);
        faults.text("about", &self.about, MAX_ABOUT);
        faults.add_if(!self.unit.is_well_formed(), "unit", Issue::UnknownUnit);
        faults.into_result()
    }
}

/// A change of a team, made from one version of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TeamChange {
    pub version: u32,
    pub team: NewTeam,
}

impl Validate for TeamChange {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        self.team.validate().map_err(|errors| within("team", errors))
    }
}

/// The same errors one level further down.
pub(crate) fn within(field: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|error| FieldError { field: format!("{field}.{}", error.field), ..error }).collect()
}

/// Which teams to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct TeamQuery {
    /// Of this unit, those below it, and those above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TeamKind>,
    /// Only those that the reader belongs to or organises, closed ones too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl TeamQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new()
            .with_some("unit", self.unit.as_ref())
            .with_some("kind", self.kind)
            .with_some("mine", self.mine)
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
    }
}

impl Validate for TeamQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.unit.as_ref().is_some_and(|unit| !unit.is_well_formed()), "unit", Issue::UnknownUnit);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// A member as its organisers see one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    pub account: AccountId,
    /// As registered.
    pub name: String,
    pub membership: Membership,
    pub since: Timestamp,
    pub qualifications: Vec<Qualification>,
}

slug_enum! {
    /// What an organiser does with a member.
    pub enum MemberAct {
        /// Takes in whoever asked.
        Accept = "accept",
        Refuse = "refuse",
        Remove = "remove",
        MakeLead = "make_lead",
        EndLead = "end_lead",
    }
}

/// One of the acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    pub act: MemberAct,
}

impl Validate for MemberChange {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// What somebody is qualified for, granted or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QualificationChange {
    pub qualification: Qualification,
    pub granted: bool,
}

impl Validate for QualificationChange {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

endpoint! {
    ListTeams {} Get "/api/v1/volunteer/teams" ? TeamQuery, "Teams of volunteers, by name" => Page<TeamCard>
}
endpoint! {
    GetTeam { team: TeamId } Get "/api/v1/volunteer/teams/{team}", "A team with its next shifts" => Team
}
endpoint! {
    /// By a coordinator of the unit.
    CreateTeam {} Create "/api/v1/volunteer/teams" NewTeam, "Found a team" => Team
}
endpoint! {
    ChangeTeam { team: TeamId } Post "/api/v1/volunteer/teams/{team}" TeamChange, "Change a team" => Team
}
endpoint! {
    /// At once or by request, as the team sets; who is in it already stays.
    JoinTeam { team: TeamId } Post "/api/v1/volunteer/teams/{team}/join" (), "Join a team, or ask to" => Team
}
endpoint! {
    LeaveTeam { team: TeamId } Post "/api/v1/volunteer/teams/{team}/leave" (), "Leave a team, or take a request back" => Team
}
endpoint! {
    /// Those who asked first, then leads, then by name.
    ListMembers { team: TeamId } Get "/api/v1/volunteer/teams/{team}/members", "A team's members, for its organisers"
        => Vec<Member>
}
endpoint! {
    ChangeMember { team: TeamId, account: AccountId }
    Post "/api/v1/volunteer/teams/{team}/members/{account}" MemberChange, "Take somebody into a team, out of it, or make them lead it"
        => Vec<Member>
}
endpoint! {
    /// Of a member of the team; it counts for every team.
    ChangeQualification { team: TeamId, account: AccountId }
    Post "/api/v1/volunteer/teams/{team}/members/{account}/qualifications" QualificationChange, "Grant a qualification, or take it back"
        => Vec<Member>
}
