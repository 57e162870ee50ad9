//! The demonstration's accounts: one for each role, with fixed numbers and one fixed second factor. They are made only by
//! `--demo`, and only there is what they sign in with shown.

use pingan_api::{
    account::{Phone, Role, sign_in::CONSENT_VERSION},
    district::UnitKind,
    id::UnitId,
};

use super::{
    entity::account,
    give,
    open::{NewAccount, open, phone_key},
    second_factor, store, totp,
};
use crate::{audit::By, district::District, error::AppError, state::State, texts::Texts};

/// Known to everybody who reads this: it protects nothing.
const KEY: &[u8; totp::KEY] = b"ping an e family dem";

/// Number, name and role. The resident has none.
pub const PEOPLE: [(&str, &str, Option<Role>); 8] = [
    ("13800000000", "演示居民", None),
    ("13800000001", "演示网格员", Some(Role::GridMember)),
    ("13800000002", "演示社区坐席", Some(Role::CommunityDesk)),
    ("13800000003", "演示街道调度", Some(Role::StreetDispatcher)),
    ("13800000004", "演示部门经办", Some(Role::DepartmentHandler)),
    ("13800000005", "演示区管理员", Some(Role::DistrictAdmin)),
    ("13800000006", "演示内容编辑", Some(Role::Editor)),
    ("13800000007", "演示志愿协调", Some(Role::VolunteerCoordinator)),
];

/// Makes those that are not there yet.
pub async fn load(state: &State) -> Result<(), AppError> {
    let district = state.district();
    for (phone, name, role) in PEOPLE {
        let phone: Phone = phone.parse().map_err(AppError::broken)?;
        let held = role.and_then(|role| Some((role, unit_of(&district, role)?)));
        let (secret, at) = (state.secret.clone(), state.now());
        let made: Result<(), AppError> = state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewAccount { phone, name: name.to_owned(), consent: CONSENT_VERSION, at };
                    let account = open(tx, &secret, new).await?;
                    let has_key = store::account(tx, account.0).await?.totp_enrolled_at.is_some();
                    if let Some((role, unit)) = held.filter(|_| !has_key) {
                        give(tx, By::SERVER, account, role, &unit, at).await?;
                        second_factor::enrol(tx, &secret, account.0, KEY, 0, at).await?;
                    }
                    Ok(())
                })
            })
            .await;
        made?;
    }
    Ok(())
}

/// All in one branch of the tree, so that they see one another's cases: the first grid, its community, its street.
fn unit_of(district: &District, role: Role) -> Option<UnitId> {
    let grid = district.grids().first()?;
    Some(match role {
        Role::GridMember => grid.id.clone(),
        Role::CommunityDesk | Role::VolunteerCoordinator => grid.community.clone(),
        Role::StreetDispatcher => grid.street.clone(),
        Role::DepartmentHandler => {
            let departments = district.units().iter().filter(|unit| unit.kind == UnitKind::Department);
            departments.min_by_key(|unit| !unit.id.0.ends_with("urban"))?.id.clone()
        }
        Role::DistrictAdmin | Role::Editor => district.root()?.id.clone(),
    })
}

/// What an authenticator would show now for each of the staff: number, name, code.
pub async fn codes(state: &State) -> Result<Vec<(&'static str, &'static str, String)>, AppError> {
    let mut codes = Vec::new();
    for (phone, name, _) in PEOPLE.iter().filter(|person| person.2.is_some()) {
        let key = phone_key(&state.secret, &phone.parse().map_err(AppError::broken)?);
        if let Some(row) = store::account_by_phone(state.db.reads(), &key).await?
            && let Some(code) = shown(state, &row)?
        {
            codes.push((*phone, *name, code));
        }
    }
    Ok(codes)
}

/// What an authenticator would show for an account of the demonstration; none for any other, and none elsewhere.
pub(super) fn code_of(state: &State, row: &account::Model) -> Result<Option<String>, AppError> {
    if !matches!(state.texts(), Texts::Shown) {
        return Ok(None);
    }
    shown(state, row)
}

fn shown(state: &State, row: &account::Model) -> Result<Option<String>, AppError> {
    let key = second_factor::key_of(&state.secret, row)?.filter(|key| key == KEY);
    let now = totp::step_at(state.now());
    // Not the one that was taken already: the next is good as well.
    let step = row.totp_step.map_or(now, |last| now.max(last + 1)).min(now + 1);
    Ok(key.map(|key| totp::code(&key, step)))
}
