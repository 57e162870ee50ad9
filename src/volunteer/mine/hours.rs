//! The reader's hours by year and kind, and certificates of them.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    Date,
    id::IdempotencyKey,
    volunteer::hours::{Certificate, CreateCertificate, GetHours, Hours, KindHours, NewCertificate, YearHours},
};

use crate::{
    client::{self, ClientError},
    i18n::{Label, t},
    random,
    route::{Route, Volunteer},
    shift_times::duration,
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        icon::icon,
        live::live,
    },
    volunteer::{reader::trouble, when},
};

pub(super) fn hours() -> AnyView {
    let hours = Fetched::new(|| async { client::send(&GetHours {}).await });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_my_hours}</h2>
            <AsyncView of=hours cards=1 ready=whole />
        </section>
    }
    .into_any()
}

fn whole(hours: Hours) -> AnyView {
    let Hours { minutes, shifts, years, certificates } = hours;
    if shifts == 0 && certificates.is_empty() {
        return view! { <p class="note">{t::volunteer_no_hours}</p> }.into_any();
    }
    let failed = RwSignal::new(None);
    let years = years.into_iter().map(|year| of_year(year, failed));
    let certificates = (!certificates.is_empty()).then(|| {
        let rows = certificates.into_iter().map(certificate);
        view! {
            <h3 class="hours__heading">{t::volunteer_certificates}</h3>
            <ul class="cells">{rows.collect_view()}</ul>
        }
    });
    view! {
        <div class="card hours">
            <p class="hours__total">{live(move || duration(minutes))}</p>
            <p class="note">{live(move || t::volunteer_times_came(shifts))}</p>
            {years.collect_view()}
        </div>
        {trouble(failed, Volunteer::Mine)}
        {certificates}
    }
    .into_any()
}

fn of_year(hours: YearHours, failed: RwSignal<Option<ClientError>>) -> AnyView {
    let YearHours { year, minutes, kinds, .. } = hours;
    let lines = kinds.into_iter().map(|KindHours { kind, minutes, .. }| {
        view! {
            <div class="fact">
                <dt class="fact__name">{live(move || kind.label())}</dt>
                <dd class="fact__value">{live(move || duration(minutes))}</dd>
            </div>
        }
    });
    view! {
        <section class="hours__year">
            <h3 class="hours__heading">{live(move || t::volunteer_year(duration(minutes), year))}</h3>
            <dl>{lines.collect_view()}</dl>
            {certify(year, failed)}
        </section>
    }
    .into_any()
}

/// All of a year, up to today; none for a year that dates cannot write.
fn of(year: u16, today: Date) -> Option<NewCertificate> {
    let day = |rest: &str| format!("{year:04}-{rest}").parse::<Date>().ok();
    Some(NewCertificate { from: day("01-01")?, to: day("12-31")?.min(today) })
}

/// Makes a year's certificate, and leads to it.
fn certify(year: u16, failed: RwSignal<Option<ClientError>>) -> Option<AnyView> {
    let body = of(year, when::today())?;
    let busy = RwSignal::new(false);
    // A tap that was not answered is repeated under its own key.
    let key = StoredValue::new(None::<IdempotencyKey>);
    let press = move |()| {
        busy.set(true);
        failed.set(None);
        let now = key.get_value().unwrap_or_else(random::key);
        key.set_value(Some(now));
        let body = body.clone();
        spawn_local(async move {
            let answer = client::send(&CreateCertificate { key: now, body }).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            if !matches!(answer, Err(ClientError::Offline)) {
                key.set_value(None);
            }
            match answer {
                Ok(certificate) => {
                    // Refused only in a document that is no longer shown.
                    let _ = window().location().assign(&address(&certificate));
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    let button = view! {
        <div class="button-row">
            <Button
                class="button button--plain button--block"
                picture="badge"
                text=move || t::volunteer_certify(year)
                busy=busy
                on_press=press
            />
        </div>
    };
    Some(button.into_any())
}

/// Where everybody who has the number sees it: it stands behind the `#`.
fn address(certificate: &Certificate) -> String {
    format!("{}#{}", Route::Volunteer(Volunteer::Verify).href(), certificate.number)
}

/// Led to by a full load: only then is what stands behind the `#` in the address.
fn certificate(certificate: Certificate) -> AnyView {
    let href = address(&certificate);
    let Certificate { number, from, to, minutes, .. } = certificate;
    view! {
        <li>
            <a class="weui-cell weui-cell_active" href=href rel="external">
                <span class="weui-cell__hd">{icon("badge")}</span>
                <span class="weui-cell__bd">
                    {live(move || t::volunteer_certificate(from, duration(minutes), to))}
                    <span class="weui-cell__desc">{number.grouped()}</span>
                </span>
                <span class="weui-cell__ft">{icon("chevron")}</span>
            </a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pingan_api::Date;

    use super::of;

    #[test]
    fn a_year_ends_with_its_last_day_or_today() {
        let today: Date = "2026-06-02".parse().unwrap();
        let ends = |year| of(year, today).map(|span| format!("{} {}", span.from, span.to));
        assert_eq!(ends(2025).as_deref(), Some("2025-01-01 2025-12-31"));
        assert_eq!(ends(2026).as_deref(), Some("2026-01-01 2026-06-02"));
        assert_eq!(ends(0), None);
    }
}
