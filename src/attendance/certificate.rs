//! A certificate of hours as it is read, with the ways to keep it: a picture to press and hold, as webviews save nothing
//! else, and a PDF.

use leptos::prelude::*;
use pingan_api::{
    Date,
    volunteer::hours::{CERTIFICATE_PDF_PATH, Certificate, CertificateNumber, KindHours},
};

use super::{picture, qr::qr, times::date};
use crate::{
    i18n::{Label, Words, name, t},
    route::{Route, Volunteer},
    shift_times::duration,
    ui::{button::Button, copy_button::CopyButton, icon::icon_small, live::live, toast},
    wechat,
};

/// Where anybody verifies it.
fn address(number: &CertificateNumber) -> String {
    format!("{}{}#{number}", origin(), Route::Volunteer(Volunteer::Verify).href())
}

fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

pub(super) fn certificate(certificate: Certificate) -> AnyView {
    let Certificate { number, name: who, from, to, minutes, shifts, kinds, issued_at, issuer, demo } =
        certificate.clone();
    let span = live(move || t::attendance_period(date(from), date(to)));
    let issued = live(move || date(Date::in_shanghai(issued_at)));
    view! {
        <article class="card certificate" aria-labelledby="certificate-title">
            {demo.then(|| view! { <p class="certificate__demo"><span class="demo-badge">{t::home_demo}</span></p> })}
            <h2 class="certificate__title" id="certificate-title">
                {t::attendance_certificate}
            </h2>
            <p class="certificate__name">{who}</p>
            <p class="certificate__text">{span}</p>
            <p class="certificate__hours">{live(move || duration(minutes))}</p>
            <p class="certificate__text">{live(move || t::attendance_times(shifts))}</p>
            {table(kinds)}
            <div class="certificate__foot">
                <div class="certificate__qr" role="img" aria-label=t::attendance_certificate_qr>
                    {qr(&address(&number))}
                </div>
                <dl>
                    {fact(t::attendance_number, number.grouped().into_any())}
                    {fact(t::attendance_issuer, live(move || name(&issuer)).into_any())}
                    {fact(t::attendance_issued, issued.into_any())}
                </dl>
            </div>
        </article>
        {ways(certificate)}
    }
    .into_any()
}

fn fact(what: Words, value: AnyView) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact__name">{what}</dt>
            <dd class="fact__value">{value}</dd>
        </div>
    }
    .into_any()
}

fn table(kinds: Vec<KindHours>) -> AnyView {
    let rows = kinds.into_iter().map(|KindHours { kind, minutes, shifts }| {
        view! {
            <tr>
                <th scope="row">{live(move || kind.label())}</th>
                <td>{live(move || t::attendance_times(shifts))}</td>
                <td>{live(move || duration(minutes))}</td>
            </tr>
        }
    });
    view! {
        <table class="certificate__kinds">
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn ways(certificate: Certificate) -> AnyView {
    let pdf = CERTIFICATE_PDF_PATH.replace("{number}", certificate.number.as_str());
    let drawn = RwSignal::new(None::<String>);
    let draw = Callback::new(move |()| {
        let drawing = picture::draw(&certificate, &address(&certificate.number));
        if drawing.is_none() {
            toast::warn(t::attendance_picture_failed);
        }
        drawn.set(drawing);
    });
    let picture = live(move || {
        drawn.get().map(|source| {
            view! {
                <div class="certificate-picture">
                    <p class="banner banner--calm" role="status">
                        {t::attendance_picture_hold}
                    </p>
                    <img class="certificate-picture__image" src=source alt=t::attendance_picture_alt />
                </div>
            }
            .into_any()
        })
    });
    // WeChat opens no PDF: there the address is for the phone's own browser.
    let paper = match wechat::is_here() {
        true => view! {
            <p class="note">{t::attendance_pdf_elsewhere}</p>
            <CopyButton text=format!("{}{pdf}", origin()) label=t::attendance_pdf_copy />
        }
        .into_any(),
        false => view! {
            <a class="button button--plain" rel="external" href=pdf>
                {icon_small("list")}
                {t::attendance_pdf}
            </a>
        }
        .into_any(),
    };
    view! {
        <div class="button-row button-row--two">
            <Button class="button button--plain" picture="album" text=t::attendance_picture on_press=draw />
            {paper}
        </div>
        {picture}
    }
    .into_any()
}
