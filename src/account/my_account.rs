//! My account: who I am here, my cases, my devices, my data, and the way out.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    account::{DeleteAccount, EXPORT_PATH, GetMe, ListOwnCases, Me, OwnCase, SecondFactor, SignOut, TakeCases},
    cases::CaseKeys,
    problem::ProblemCode,
};

use super::{devices::Devices, profile::ProfileForm, wechat};
use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::{Label, name, t},
    route::{Desk, Route},
    session::{Device, KnownCase, act_drafts, note_signed_in},
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        dialog::Dialog,
        icon::icon,
        live::live,
        page::Page,
        toast,
    },
};

/// The cell that leads here from other pages.
#[component]
pub fn AccountCell() -> impl IntoView {
    view! {
        <div class="cells">
            <a class="weui-cell weui-cell_active" href=Route::Account.href()>
                <span class="weui-cell__hd">{icon("me")}</span>
                <span class="weui-cell__bd">
                    {t::account_title} <span class="weui-cell__desc">{t::account_cell_hint}</span>
                </span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </div>
    }
}

#[component]
pub fn AccountPage() -> impl IntoView {
    let me = Fetched::new(|| async {
        match client::send(&GetMe).await {
            Ok(me) => {
                note_signed_in(true);
                Ok(Some(me))
            }
            Err(error) if is_nobody(&error) => {
                nobody_is_here();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    });
    let ready = Callback::new(move |who: Option<Me>| match who {
        Some(who) => account(who, me),
        None => nobody(),
    });
    view! {
        <Page title=t::account_title up=Route::Mine.href()>
            <AsyncView of=me ready=ready />
        </Page>
    }
}

/// What was somebody's own goes from the device.
fn nobody_is_here() {
    note_signed_in(false);
    act_drafts::forget();
}

fn is_nobody(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.code == ProblemCode::NotSignedIn)
}

fn nobody() -> AnyView {
    view! {
        <section class="card sign-in-first">
            <p>{t::account_nobody}</p>
            <p class="note">{t::account_not_needed}</p>
            <div class="button-row">
                <a class="button button--block" href=Route::SignIn.href()>
                    {t::account_sign_in}
                </a>
            </div>
        </section>
    }
    .into_any()
}

fn account(me: Me, fetched: Fetched<Option<Me>>) -> AnyView {
    let changed = Callback::new(move |()| fetched.refresh());
    view! {
        <ProfileForm me=me.clone() changed=changed />
        {me.wechat.then(|| wechat::linked(changed))}
        {me.is_staff().then(|| staff(&me))}
        <MyCases />
        <section class="section">
            <h2 class="section__title">{t::account_devices}</h2>
            <Devices />
        </section>
        <MyData />
    }
    .into_any()
}

fn staff(me: &Me) -> AnyView {
    let roles = me.grants.iter().cloned().map(|grant| {
        let unit = grant.unit_name;
        view! {
            <li class="weui-cell">
                <span class="weui-cell__hd">{icon("badge")}</span>
                <span class="weui-cell__bd">
                    {live(move || grant.role.label())} <span class="weui-cell__desc">{live(move || name(&unit))}</span>
                </span>
            </li>
        }
    });
    let factor = match me.second_factor {
        SecondFactor::Passed => t::account_factor_passed,
        SecondFactor::ToPass => t::account_factor_to_pass,
        SecondFactor::ToEnrol | SecondFactor::NotNeeded => t::account_factor_to_enrol,
    };
    view! {
        <section class="section">
            <h2 class="section__title">{t::account_roles}</h2>
            <ul class="cells">
                {roles.collect_view()} <li>
                    <a class="weui-cell weui-cell_active" href=Route::Desk(Desk::Queue).href()>
                        <span class="weui-cell__hd">{icon("list")}</span>
                        <span class="weui-cell__bd">{t::desk_title}</span>
                        <span class="weui-cell__ft">{icon("chevron")}</span>
                    </a>
                </li> <li>
                    <a class="weui-cell weui-cell_active" href=Route::SecondFactor.href()>
                        <span class="weui-cell__hd">{icon("shield")}</span>
                        <span class="weui-cell__bd">
                            {t::account_factor_title} <span class="weui-cell__desc">{factor}</span>
                        </span>
                        <span class="weui-cell__ft">{icon("chevron")}</span>
                    </a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}

/// The cases of the account come to this phone by themselves; those of the phone go into the account when asked.
#[component]
fn MyCases() -> impl IntoView {
    let device = Device::get();
    let own = Fetched::new(|| client::send(&ListOwnCases));
    Effect::new(move || device.keep_own(own.ready().unwrap_or_default()));
    let taking = RwSignal::new(false);
    // Those that this phone holds and the account does not.
    let missing = move || {
        let own = own.ready().unwrap_or_default();
        let mut known = device.cases();
        known.retain(|known| !own.iter().any(|case| case.receipt.number == known.receipt.number));
        known
    };
    let take = Callback::new(move |()| {
        taking.set(true);
        let keys = untrack(missing).iter().take(CaseKeys::MAX).map(KnownCase::key).collect();
        spawn_local(async move {
            let answer = client::send(&TakeCases(CaseKeys { keys })).await;
            // The page may be gone by now.
            if taking.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toast::done(t::account_taken);
                    own.refresh();
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    });
    let ready = Callback::new(move |cases: Vec<OwnCase>| {
        let count = cases.len();
        view! { <p class="note">{live(move || t::account_cases_count(count))}</p> }.into_any()
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::account_cases}</h2>
            <AsyncView of=own ready=ready cards=1 />
            {live(move || {
                let left = missing().len();
                (left > 0 && own.ready().is_some())
                    .then(|| {
                        view! {
                            <div class="button-row">
                                <Button
                                    class="button button--plain button--block"
                                    text=move || t::account_take(left)
                                    busy=taking
                                    on_press=take
                                />
                            </div>
                        }
                        .into_any()
                    })
            })}
        </section>
    }
}

/// My data out, this device out, the account gone.
#[component]
fn MyData() -> impl IntoView {
    let navigate = Navigate::get();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let leave = move |deleted: bool| {
        busy.set(true);
        spawn_local(async move {
            let answer = match deleted {
                true => client::send(&DeleteAccount).await,
                false => client::send(&SignOut).await,
            };
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    nobody_is_here();
                    toast::done(if deleted { t::account_deleted } else { t::account_signed_out });
                    navigate.replace(Route::Mine);
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    };
    view! {
        <section class="section">
            <h2 class="section__title">{t::account_data}</h2>
            <div class="cells">
                <a class="weui-cell weui-cell_active" href=EXPORT_PATH rel="external">
                    <span class="weui-cell__hd">{icon("album")}</span>
                    <span class="weui-cell__bd">
                        {t::account_export} <span class="weui-cell__desc">{t::account_export_hint}</span>
                    </span>
                    <span class="weui-cell__ft">{icon("chevron")}</span>
                </a>
            </div>
            <div class="button-row account-leave">
                <Button
                    class="button button--plain button--block"
                    text=t::account_sign_out
                    busy=busy
                    on_press=Callback::new(move |()| leave(false))
                />
                <Button
                    class="button button--danger button--block"
                    picture="trash"
                    text=t::account_delete
                    busy=busy
                    on_press=Callback::new(move |()| asking.set(true))
                />
            </div>
            <p class="note">{t::account_delete_hint}</p>
            <Dialog
                open=asking
                title=t::account_delete_sure
                text=t::account_delete_text
                confirm=t::account_delete_yes
                on_confirm=Callback::new(move |()| leave(true))
            />
        </section>
    }
}
