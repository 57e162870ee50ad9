//! What the ids of lines stand for now. It is looked up when the log is read, by whoever may read it: the log itself holds
//! nothing but ids.

use std::collections::{BTreeMap, HashMap};

use pingan_api::{audit::ObjectKind, cases::CaseNumber};
use uuid::Uuid;

use super::{entity, store};
use crate::{
    account::phone_of,
    desk::entity::standard_answer as answer,
    error::AppError,
    state::State,
    volunteer::entity::{shift, sign_up, team},
};

/// Details whose values are ids of people.
const ACCOUNT: &str = "account";
const SIGN_UP: &str = "sign_up";

/// What some lines are about, in a fixed number of queries.
pub(super) struct Subjects {
    /// What accounts call themselves.
    names: HashMap<Uuid, String>,
    /// The same, with the masked number of whoever has or had a role.
    people: HashMap<Uuid, String>,
    answers: HashMap<Uuid, String>,
    teams: HashMap<Uuid, String>,
    shifts: HashMap<Uuid, String>,
    signed_up: HashMap<Uuid, String>,
}

impl Subjects {
    pub(super) async fn of(
        state: &State,
        rows: &[(entity::Model, BTreeMap<String, String>)],
    ) -> Result<Self, AppError> {
        let db = state.db.reads();
        let of_kind = |kind: ObjectKind| rows.iter().filter_map(move |(row, _)| object_id(row, kind));
        let of_detail = |name: &'static str| rows.iter().filter_map(move |(_, details)| detail_id(details, name));
        let accounts = rows.iter().filter_map(|(row, _)| row.account_id);
        let accounts: Vec<Uuid> = accounts.chain(of_kind(ObjectKind::Account)).chain(of_detail(ACCOUNT)).collect();
        let staff = store::staff(db, accounts.clone()).await?;
        let (mut names, mut people) = (HashMap::new(), HashMap::new());
        for account in store::accounts(db, accounts).await? {
            let is_staff = staff.contains(&account.id);
            let phone = if is_staff { Some(phone_of(&state.secret, &account)?.masked()) } else { None };
            let called = [Some(account.name.clone()), phone].into_iter().flatten().filter(|part| !part.is_empty());
            people.insert(account.id, called.collect::<Vec<_>>().join(" · "));
            names.insert(account.id, account.name);
        }
        let answers = of_kind(ObjectKind::Answer).collect();
        let teams = of_kind(ObjectKind::Team).collect();
        let shifts = of_kind(ObjectKind::Shift).collect();
        let signed_up = of_detail(SIGN_UP).collect();
        Ok(Self {
            names,
            people,
            answers: store::titles::<answer::Entity>(db, answer::Column::Id, answer::Column::Title, answers).await?,
            teams: store::titles::<team::Entity>(db, team::Column::Id, team::Column::Name, teams).await?,
            shifts: store::titles::<shift::Entity>(db, shift::Column::Id, shift::Column::Title, shifts).await?,
            signed_up: store::titles::<sign_up::Entity>(db, sign_up::Column::Id, sign_up::Column::Name, signed_up)
                .await?,
        })
    }

    /// What an account calls itself.
    pub(super) fn name(&self, account: Uuid) -> Option<String> {
        self.names.get(&account).cloned()
    }

    /// What the object of a line is called.
    pub(super) fn object(&self, row: &entity::Model) -> Option<String> {
        let kind: ObjectKind = row.object_kind.as_deref()?.parse().ok()?;
        let called = match kind {
            ObjectKind::Case => row.object_id.as_deref()?.parse().ok().map(CaseNumber::grouped),
            ObjectKind::Account => self.people.get(&object_id(row, kind)?).cloned(),
            // Nobody ends another's.
            ObjectKind::Session => self.people.get(&row.account_id?).cloned(),
            ObjectKind::Answer => self.answers.get(&object_id(row, kind)?).cloned(),
            ObjectKind::Team => self.teams.get(&object_id(row, kind)?).cloned(),
            ObjectKind::Shift => self.shifts.get(&object_id(row, kind)?).cloned(),
            ObjectKind::Grant | ObjectKind::Calendar => None,
        };
        called.filter(|called| !called.is_empty())
    }

    /// Whom the details of a line name.
    pub(super) fn named(&self, details: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let people = [(ACCOUNT, &self.people), (SIGN_UP, &self.signed_up)];
        let named = people.into_iter().filter_map(|(name, known)| {
            let called = known.get(&detail_id(details, name)?).filter(|called| !called.is_empty())?;
            Some((name.to_owned(), called.clone()))
        });
        named.collect()
    }
}

fn object_id(row: &entity::Model, kind: ObjectKind) -> Option<Uuid> {
    let is_kind = row.object_kind.as_deref() == Some(kind.as_str());
    row.object_id.as_deref().filter(|_| is_kind)?.parse().ok()
}

fn detail_id(details: &BTreeMap<String, String>, name: &str) -> Option<Uuid> {
    details.get(name)?.parse().ok()
}
