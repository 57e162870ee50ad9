//! Draws a certificate with the phone's own fonts, as a picture to press and hold. On white in every theme, as paper is.

use std::f64::consts::PI;

use leptos::prelude::{document, window};
use pingan_api::{
    Date,
    volunteer::hours::{Certificate, KindHours},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

use super::{qr::Modules, times::date};
use crate::{
    i18n::{Label, name, t},
    shift_times::duration,
};

/// All measures are pixels of the picture.
const WIDTH: f64 = 1080.0;
const MIDDLE: f64 = WIDTH / 2.0;
const MARGIN: f64 = 120.0;
/// Down to the first kind of service; one of them; and what stands below the last.
const HEAD: f64 = 760.0;
const ROW: f64 = 72.0;
const FOOT: f64 = 520.0;
const QR_SIDE: f64 = 260.0;
const SEAL_RADIUS: f64 = 132.0;

struct Pen {
    context: CanvasRenderingContext2d,
    font: String,
    ink: String,
    seal: String,
}

/// The picture as an address of its own; none where the browser cannot draw.
pub(super) fn draw(certificate: &Certificate, address: &str) -> Option<String> {
    let height = HEAD + ROW * certificate.kinds.len() as f64 + FOOT;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(WIDTH as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let style = window().get_computed_style(&document().document_element()?).ok()??;
    let pen = Pen {
        font: token(&style, "--font")?,
        ink: token(&style, "--ink-fixed")?,
        seal: token(&style, "--seal")?,
        context,
    };
    pen.context.set_fill_style_str(&token(&style, "--paper-qr")?);
    pen.context.fill_rect(0.0, 0.0, WIDTH, height);
    let drawn = pen.certificate(certificate, height).and_then(|()| pen.code(address, height - FOOT + 70.0));
    let picture = drawn.and_then(|()| canvas.to_data_url());
    // Old phones give canvas memory back late unless told.
    canvas.set_width(0);
    picture.ok()
}

fn token(style: &CssStyleDeclaration, name: &str) -> Option<String> {
    let value = style.get_property_value(name).ok()?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

impl Pen {
    fn certificate(&self, certificate: &Certificate, height: f64) -> Result<(), JsValue> {
        let Certificate { number, name: who, from, to, minutes, shifts, kinds, issued_at, issuer, demo } = certificate;
        self.frame(height);
        self.text(t::attendance_certificate(), 76.0, true, MIDDLE, 220.0)?;
        self.text(who, 64.0, true, MIDDLE, 360.0)?;
        self.text(&t::attendance_period(date(*from), date(*to)), 34.0, false, MIDDLE, 440.0)?;
        self.text(&duration(*minutes), 88.0, true, MIDDLE, 580.0)?;
        self.text(&t::attendance_times(*shifts), 34.0, false, MIDDLE, 650.0)?;
        let mut y = HEAD;
        for KindHours { kind, minutes, shifts } in kinds {
            self.line(y - ROW / 2.0 - 4.0);
            self.aligned(kind.label(), "left", MARGIN + 20.0, y)?;
            self.aligned(&t::attendance_times(*shifts), "center", MIDDLE + 60.0, y)?;
            self.aligned(&duration(*minutes), "right", WIDTH - MARGIN - 20.0, y)?;
            y += ROW;
        }
        self.line(y - ROW / 2.0 - 4.0);
        let issuer = name(issuer);
        let right = WIDTH - MARGIN - SEAL_RADIUS;
        self.text(&issuer, 38.0, true, right, y + 210.0)?;
        self.text(&date(Date::in_shanghai(*issued_at)), 32.0, false, right, y + 270.0)?;
        self.seal(&issuer, if *demo { t::home_demo() } else { t::attendance_seal() }, right, y + 230.0)?;
        self.aligned(&number.grouped(), "left", MARGIN, y + 400.0)?;
        self.aligned(t::attendance_certificate_qr(), "left", MARGIN, y + 446.0)?;
        if *demo {
            self.watermark(height)?;
        }
        Ok(())
    }

    fn frame(&self, height: f64) {
        self.context.set_stroke_style_str(&self.seal);
        for (margin, width) in [(36.0, 6.0), (52.0, 2.0)] {
            self.context.set_line_width(width);
            self.context.stroke_rect(margin, margin, WIDTH - 2.0 * margin, height - 2.0 * margin);
        }
    }

    fn line(&self, y: f64) {
        self.context.set_fill_style_str(&self.ink);
        self.context.set_global_alpha(0.25);
        self.context.fill_rect(MARGIN, y, WIDTH - 2.0 * MARGIN, 2.0);
        self.context.set_global_alpha(1.0);
    }

    fn set_font(&self, size: f64, bold: bool) {
        let weight = if bold { "600 " } else { "" };
        self.context.set_font(&format!("{weight}{size}px {}", self.font));
    }

    /// Around a middle, pressed together where it would not fit.
    fn text(&self, text: &str, size: f64, bold: bool, x: f64, y: f64) -> Result<(), JsValue> {
        self.set_font(size, bold);
        self.context.set_fill_style_str(&self.ink);
        self.context.set_text_align("center");
        let room = 2.0 * (x - MARGIN / 2.0).min(WIDTH - MARGIN / 2.0 - x);
        self.context.fill_text_with_max_width(text, x, y, room)
    }

    /// In the size of the table.
    fn aligned(&self, text: &str, align: &str, x: f64, y: f64) -> Result<(), JsValue> {
        self.set_font(34.0, false);
        self.context.set_fill_style_str(&self.ink);
        self.context.set_text_align(align);
        self.context.fill_text_with_max_width(text, x, y, WIDTH / 2.0)
    }

    /// A ring with the issuer's name along its upper side, letter by letter.
    fn seal(&self, issuer: &str, middle: &str, x: f64, y: f64) -> Result<(), JsValue> {
        let context = &self.context;
        context.save();
        context.translate(x, y)?;
        context.set_global_alpha(0.8);
        context.set_stroke_style_str(&self.seal);
        context.set_fill_style_str(&self.seal);
        context.set_line_width(6.0);
        context.begin_path();
        context.arc(0.0, 0.0, SEAL_RADIUS, 0.0, 2.0 * PI)?;
        context.stroke();
        context.set_text_align("center");
        self.set_font(34.0, true);
        context.fill_text_with_max_width(middle, 0.0, 46.0, 1.4 * SEAL_RADIUS)?;
        let letters = issuer.chars().count() as f64;
        let step = (1.3 * PI / letters).min(0.42);
        self.set_font((step * (SEAL_RADIUS - 48.0)).clamp(14.0, 36.0), true);
        context.rotate(-step * (letters - 1.0) / 2.0)?;
        for letter in issuer.chars() {
            context.fill_text(letter.encode_utf8(&mut [0; 4]), 0.0, 44.0 - SEAL_RADIUS)?;
            context.rotate(step)?;
        }
        context.restore();
        Ok(())
    }

    /// Nobody shall take invented data for somebody's hours.
    fn watermark(&self, height: f64) -> Result<(), JsValue> {
        let context = &self.context;
        context.save();
        context.translate(MIDDLE, height / 2.0)?;
        context.rotate(-PI / 6.0)?;
        context.set_global_alpha(0.14);
        self.set_font(200.0, true);
        context.set_fill_style_str(&self.seal);
        context.set_text_align("center");
        context.fill_text_with_max_width(t::home_demo(), 0.0, 0.0, WIDTH - 2.0 * MARGIN)?;
        context.restore();
        Ok(())
    }

    /// The address that verifies the certificate, with its upper left corner at the margin.
    fn code(&self, address: &str, top: f64) -> Result<(), JsValue> {
        let modules = Modules::of(address).ok_or(JsValue::NULL)?;
        let side = QR_SIDE / modules.width as f64;
        self.context.set_fill_style_str(&self.ink);
        for (column, row, length) in modules.runs {
            let (x, y) = (MARGIN + column as f64 * side, top + row as f64 * side);
            // Seams between the rows would show as light lines.
            self.context.fill_rect(x, y, length as f64 * side, side + 0.5);
        }
        Ok(())
    }
}
