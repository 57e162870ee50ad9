//! Planning a shift, or a series of them: from nothing, or for a hazard that volunteers are called to.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::Me,
    cases::CaseNumber,
    desk::{DeskCase, GetDeskCase},
    id::{IdempotencyKey, UnitId},
    problem::FieldError,
    volunteer::{
        NewSeries, NewShift, Shift, TeamCard,
        shift::{CreateSeries, CreateShift},
    },
};

use super::{
    fields::FormFaults,
    my_teams,
    series::Series,
    shift_draft::Draft,
    shift_form::{New, form},
};
use crate::{
    app::Navigate,
    client::ClientError,
    desk::{
        frame::{Frame, opens},
        gate::ask,
    },
    i18n::{moment, t},
    route::{Desk, Route},
    tried::Tried,
    ui::{
        async_view::{AsyncView, Fetched, empty},
        button::Button,
        live::live,
        toast,
    },
};

/// What a form for a new shift begins with. The page of all shifts shows it for these queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Blank,
    ForCase(CaseNumber),
}

impl Plan {
    /// None for the list.
    pub(super) fn parse(query: &str) -> Option<Plan> {
        query.trim_start_matches('?').split('&').find_map(|part| match part.split_once('=').unwrap_or((part, "")) {
            ("new", _) => Some(Plan::Blank),
            ("case", number) => number.parse().ok().map(Plan::ForCase),
            _ => None,
        })
    }

    pub fn href(self) -> String {
        let page = Route::Desk(Desk::Shifts).href();
        match self {
            Plan::Blank => format!("{page}?new"),
            Plan::ForCase(number) => format!("{page}?case={number}"),
        }
    }
}

/// What is asked before the form is shown.
#[derive(Clone)]
struct Known {
    teams: Vec<TeamCard>,
    case: Option<DeskCase>,
}

async fn known(me: Me, plan: Plan) -> Result<Known, ClientError> {
    let case = match plan {
        Plan::Blank => None,
        Plan::ForCase(number) => Some(ask(&GetDeskCase(number)).await?),
    };
    Ok(Known { teams: my_teams(me).await?, case })
}

pub(super) fn page(me: Me, plan: Plan) -> AnyView {
    let founds = opens(&me, Desk::Teams);
    let who = me.clone();
    let fetched = Fetched::new(move || known(who.clone(), plan));
    view! {
        <Frame me here=Desk::Shifts title=t::desk_volunteer_plan>
            <div class="desk-office">
                <AsyncView of=fetched ready=move |known| begin(known, founds) />
            </div>
        </Frame>
    }
    .into_any()
}

/// `founds`: they may found teams.
fn begin(known: Known, founds: bool) -> AnyView {
    let Known { teams, case } = known;
    if teams.is_empty() && !founds {
        // They led one until lately.
        return empty(t::desk_not_yours, t::desk_not_yours_text);
    }
    if teams.is_empty() {
        return view! {
            {empty(t::desk_volunteer_no_team, t::desk_volunteer_no_team_text)}
            <div class="button-row">
                <a class="button button--block" href=Route::Desk(Desk::Teams).href()>
                    {t::desk_volunteer_to_teams}
                </a>
            </div>
        }
        .into_any();
    }
    let draft = case.as_ref().map_or_else(Draft::blank, Draft::for_case);
    if let [only] = &teams[..] {
        draft.team.set(Some(only.id));
    }
    let series = Series::once();
    let faults = FormFaults::none();
    let planning = Planning { draft, series, faults, busy: RwSignal::new(false), tried: Tried::nothing() };
    let community = case.and_then(|case| case.place).map(|place| place.community.id);
    let units: Vec<_> = teams.iter().map(|team| (team.id, team.unit.clone())).collect();
    let around = Signal::derive(move || -> Option<UnitId> {
        let of_team = |id| units.iter().find(|(team, _)| *team == id).map(|(_, unit)| unit.clone());
        community.clone().or_else(|| of_team(draft.team.get()?))
    });
    let navigate = Navigate::get();
    let note = draft.case.map(|number| {
        view! { <p class="note">{live(move || t::desk_volunteer_for_case(number.grouped()))}</p> }
    });
    view! {
        {note}
        {form(draft, faults, around, Some(New { teams, series }))}
        <div class="button-row button-row--two">
            <Button
                class="button button--plain"
                text=t::desk_volunteer_keep_draft
                busy=planning.busy
                on_press=move |()| planning.send(false, navigate)
            />
            <Button text=t::desk_volunteer_publish busy=planning.busy on_press=move |()| planning.send(true, navigate) />
        </div>
        <p class="note desk-form__hint">{t::desk_volunteer_draft_hint}</p>
    }
    .into_any()
}

/// What is sent.
#[derive(Clone, PartialEq)]
enum Planned {
    Once(NewShift),
    Weekly(NewSeries),
}

#[derive(Clone, Copy)]
struct Planning {
    draft: Draft,
    series: Series,
    faults: FormFaults,
    busy: RwSignal<bool>,
    tried: Tried<Planned>,
}

impl Planning {
    /// Reactive.
    fn planned(self, publish: bool) -> Result<Planned, Vec<FieldError>> {
        let now = moment::now();
        let checked = self.draft.checked(now, true);
        if !self.series.repeats() {
            return Ok(Planned::Once(NewShift { publish, ..checked? }));
        }
        // The series is judged even if the shift is not whole.
        let (series, besides) = self.series.of(self.draft.written(now).0);
        let mut faults = checked.err().unwrap_or_default();
        faults.extend(besides);
        if !faults.is_empty() {
            return Err(faults);
        }
        let shift = NewShift { publish, ..series.shift };
        Ok(Planned::Weekly(NewSeries { shift, ..series }))
    }

    fn send(self, publish: bool, navigate: Navigate) {
        let planned = match untrack(|| self.planned(publish)) {
            Ok(planned) => planned,
            Err(faults) => {
                self.faults.show(faults);
                toast::warn(t::desk_volunteer_mend);
                return;
            }
        };
        self.faults.clear();
        self.busy.set(true);
        let key = self.tried.key(&planned);
        spawn_local(async move {
            let answer = create(key, planned).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(shift) => {
                    toast::done(if publish { t::desk_volunteer_published } else { t::desk_volunteer_kept });
                    navigate.replace(Route::Desk(Desk::Shift(shift.card.id)));
                }
                Err(error) => self.faults.refused(error),
            }
        });
    }
}

async fn create(key: IdempotencyKey, planned: Planned) -> Result<Shift, ClientError> {
    match planned {
        Planned::Once(body) => ask(&CreateShift { key, body }).await,
        Planned::Weekly(body) => ask(&CreateSeries { key, body }).await,
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::cases::CaseNumber;

    use super::Plan;

    #[test]
    fn a_plan_is_in_its_address() {
        for plan in [Plan::Blank, Plan::ForCase(CaseNumber::from_index(16_004_711))] {
            let href = plan.href();
            let (_, query) = href.split_once('?').unwrap();
            assert_eq!(Plan::parse(query), Some(plan));
        }
        for list in ["", "?", "team=x", "case=12"] {
            assert_eq!(Plan::parse(list), None, "{list}");
        }
    }
}
