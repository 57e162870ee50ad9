//! The sheet of one act: its fields, what is wrong with them, what happened meanwhile, and the button.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::CaseNumber,
    desk::ActKind,
    problem::{Changed, FieldError},
    validate::Validate,
};

use super::{
    changed::changed,
    draft::{ActDraft, Content, Place},
    fields::fields,
    send::{Outcome, send},
};
use crate::{
    client::ClientError,
    desk::{
        case::opened::{Doing, Opened},
        gate::turned_away,
    },
    i18n::{Label, t},
    ui::{button::Button, dialog::Overlay, icon::icon, live::live, toast},
};

/// The forms of all acts: the app ties them to their own chunk, which is fetched when the first sheet opens.
#[derive(Clone, Copy)]
pub struct ActForms(pub Callback<CaseNumber, AnyView>);

#[component]
pub fn ActSheet(opened: Opened) -> impl IntoView {
    let label = move || opened.doing.get().map_or("", |doing| doing.act.label()).to_owned();
    let ActForms(forms) = use_context().expect("the app provides the forms before any page");
    let content = move || {
        provide_context(opened);
        forms.run(opened.number)
    };
    view! { <Overlay open=opened.sheet class="desk-sheet" label content /> }
}

/// Inside the sheet, of the case that is open around it.
pub fn forms() -> AnyView {
    let opened: Opened = use_context().expect("a sheet stands in the case's page");
    untrack(|| opened.doing.get()).map(|doing| sheet(opened, doing)).into_any()
}

/// What became of the last try.
#[derive(Clone, Copy)]
pub struct Trouble {
    pub faults: RwSignal<Vec<FieldError>>,
    changed: RwSignal<Option<Vec<Changed>>>,
    failed: RwSignal<Option<ClientError>>,
}

impl Trouble {
    fn none() -> Self {
        Self { faults: RwSignal::new(Vec::new()), changed: RwSignal::new(None), failed: RwSignal::new(None) }
    }

    /// What is wrong with a field; reactive.
    pub fn of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults.with(|faults| {
                let fault = faults
                    .iter()
                    .find(|fault| fault.field == field || fault.field.starts_with(&format!("{field}[")))?;
                Some(fault.code.label().to_owned())
            })
        })
    }
}

fn sheet(opened: Opened, doing: Doing) -> AnyView {
    let draft = ActDraft::of(opened, doing);
    let act = draft.act;
    let trouble = Trouble::none();
    // What somebody else does while the sheet is open is told before anything is done, however soon the page shows it.
    let seen = RwSignal::new(opened.version());
    let next = move || if opened.can(act) { t::desk_changed_again() } else { t::desk_changed_over() };
    let meanwhile = live(move || trouble.changed.get().map(|steps| changed(steps, live(next))));
    let failed = live(move || {
        trouble.failed.get().map(|error| {
            view! {
                <p class="field__error" role="alert">
                    {icon("warning")}
                    <span>{live(move || error.words())}</span>
                </p>
            }
            .into_any()
        })
    });
    let disabled = Signal::derive(move || draft.waits_for_photos() || !opened.can(act));
    let button = move || {
        if trouble.changed.with(Option::is_some) { t::desk_act_anyway(act.label()) } else { act.label().to_owned() }
    };
    let danger = matches!(act, ActKind::Reject | ActKind::Block);
    view! {
        <h2 class="desk-sheet__title">{live(move || act.label())}</h2>
        {kept(draft)}
        {meanwhile}
        {fields(opened, draft, trouble)}
        {failed}
        <div class="button-row button-row--two desk-sheet__foot">
            <button type="button" class="button button--plain" on:click=move |_| opened.sheet.set(false)>
                {t::action_cancel}
            </button>
            <Button
                class=if danger { "button button--danger" } else { "button" }
                text=button
                busy=opened.busy
                disabled
                on_press=move |()| press(opened, draft, trouble, seen)
            />
        </div>
    }
    .into_any()
}

/// Says that something from before is still there, with a way to drop it and to think better of that.
fn kept(draft: ActDraft) -> Option<AnyView> {
    if untrack(|| draft.content()).is_blank() {
        return None;
    }
    let other = StoredValue::new(Content::default());
    let dropped = RwSignal::new(false);
    let swap = move |_| {
        let now = untrack(|| draft.content());
        draft.fill(other.get_value());
        other.set_value(now);
        dropped.update(|dropped| *dropped = !*dropped);
    };
    // Whoever writes on has decided.
    let stands = Memo::new(move |_| !dropped.get() || draft.content().is_blank());
    let words = move || if dropped.get() { t::desk_draft_dropped() } else { t::draft_came_back() };
    let button = move || if dropped.get() { t::desk_draft_back() } else { t::draft_start_over() };
    let line = move || {
        stands.get().then(|| {
            view! {
                <p class="note desk-sheet__kept">
                    <span role="status">{live(words)}</span>
                    " "
                    <button type="button" class="link-button" on:click=swap>
                        {live(button)}
                    </button>
                </p>
            }
            .into_any()
        })
    };
    Some(live(line).into_any())
}

fn press(opened: Opened, draft: ActDraft, trouble: Trouble, seen: RwSignal<u32>) {
    let act = draft.act(seen.get_untracked());
    trouble.failed.set(None);
    if let Err(faults) = act.validate() {
        trouble.faults.set(faults);
        return;
    }
    trouble.faults.set(Vec::new());
    opened.busy.set(true);
    let (kind, key, place) = (act.act, draft.key(&act), draft.place);
    spawn_local(async move {
        let outcome = send(opened.number, key, act).await;
        if matches!(outcome, Outcome::Done(_)) {
            place.into_iter().for_each(Place::forget);
        }
        // The page may have been left meanwhile.
        if opened.busy.try_set(false).is_some() {
            return;
        }
        match outcome {
            Outcome::Done(_) => {
                draft.fill(Content::default());
                opened.sheet.set(false);
                toast::done(move || t::desk_done(kind.label()));
            }
            Outcome::Changed(steps) => {
                if let Some(last) = steps.last() {
                    seen.set(last.version);
                }
                trouble.changed.set(Some(steps));
            }
            Outcome::Failed(error) if turned_away(&error) => {}
            Outcome::Failed(error) => {
                let errors = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
                trouble.faults.set(errors);
                trouble.failed.set(Some(error));
            }
        }
        opened.acted();
    });
}
