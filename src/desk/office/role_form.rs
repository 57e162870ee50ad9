//! Giving a role: to whom, which one, where.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::{GiveRole, NewGrant, Role},
    desk::UnitName,
    problem::FieldError,
    validate::Validate,
};

use crate::{
    choices_of,
    desk::{
        gate::ask,
        units::{UnitPicker, chosen_unit},
    },
    i18n::{Label, t},
    random,
    ui::{button::Button, choices::Choice, dialog::Overlay, field::TextField, live::live, select::select, toast},
};

#[component]
pub fn RoleForm(open: RwSignal<bool>, #[prop(into)] on_given: Callback<()>) -> impl IntoView {
    view! { <Overlay open class="desk-sheet" label=t::desk_role_give content=move || form(open, on_given) /> }
}

fn form(open: RwSignal<bool>, on_given: Callback<()>) -> AnyView {
    let (phone, called) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new(Role::GridMember);
    let unit = RwSignal::new(None::<UnitName>);
    let faults = RwSignal::new(Vec::<FieldError>::new());
    let busy = RwSignal::new(false);
    let fault = move |field: &'static str| {
        Signal::derive(move || {
            let found =
                |faults: &Vec<FieldError>| faults.iter().find(|fault| fault.field == field).map(|fault| fault.code);
            faults.with(found).map(|issue| issue.label().to_owned())
        })
    };
    let key = random::key();
    let give = move |()| {
        let Some(unit) = unit.get_untracked() else {
            toast::warn(t::desk_unit_choose);
            return;
        };
        let grant = NewGrant {
            phone: phone.get_untracked().trim().to_owned(),
            name: called.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
            unit: unit.id,
        };
        if let Err(wrong) = grant.validate() {
            faults.set(wrong);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let given = ask(&GiveRole { key, grant }).await;
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match given {
                Ok(_) => {
                    toast::done(t::desk_role_given);
                    open.set(false);
                    on_given.run(());
                }
                Err(error) => {
                    faults.set(error.problem().map(|problem| problem.errors.clone()).unwrap_or_default());
                    toast::warn(move || error.words());
                }
            }
        });
    };
    let roles: Vec<Choice> = choices_of!(Role::ALL.iter().copied(), Label::label);
    let role_now = Signal::derive(move || Some(role.get().as_str()));
    let choose = move |word: Option<&'static str>| {
        word.and_then(|word| word.parse().ok()).into_iter().for_each(|chosen| role.set(chosen));
    };
    view! {
        <h2 class="desk-sheet__title">{t::desk_role_give}</h2>
        {TextField::new("role-phone", t::desk_role_phone, phone)
            .keyboard("tel", "tel", "off")
            .error(fault("phone"))
            .view()}
        {TextField::new("role-name", t::desk_role_name, called).optional().error(fault("name")).view()}
        {select("role-role", t::desk_role, None, roles, role_now, Callback::new(choose))}
        <div class="field">
            <p class="field__label">{t::desk_role_where}</p>
            {where_it_holds(unit)}
        </div>
        <div class="button-row button-row--two desk-sheet__foot">
            <button type="button" class="button button--plain" on:click=move |_| open.set(false)>
                {t::action_cancel}
            </button>
            <Button text=t::desk_role_give busy on_press=give />
        </div>
    }
    .into_any()
}

fn where_it_holds(unit: RwSignal<Option<UnitName>>) -> AnyView {
    live(move || match unit.get() {
        None => view! { <UnitPicker only=Vec::new() on_choose=move |chosen| unit.set(Some(chosen)) /> }.into_any(),
        Some(chosen) => chosen_unit(chosen, t::action_change, Callback::new(move |()| unit.set(None))),
    })
    .into_any()
}
