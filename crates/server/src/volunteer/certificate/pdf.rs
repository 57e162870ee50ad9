//! A certificate on paper. Its type is a font that readers of PDFs bring themselves (ISO 32000-1, 9.7.5.2), so that the file
//! carries none, and its words can be searched and copied.

use pdf_writer::{
    Buf, Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo},
};
use pingan_api::{Date, volunteer::hours::Certificate};
use qrcode::{Color, EcLevel, QrCode};

use crate::{
    error::AppError,
    words::{Label, Lang, t},
};

/// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 72.0;
const RIGHT: f32 = WIDTH - MARGIN;
/// Where what stands behind a label begins.
const VALUE: f32 = MARGIN + 84.0;
/// The columns of the table, besides the first.
const SHIFTS: f32 = 330.0;
const TIME: f32 = 420.0;
const ROW: f32 = 22.0;
const QR: f32 = 112.0;

const FONT: Name<'static> = Name(b"F1");
const TYPE: Name<'static> = Name(b"STSong-Light");
/// UTF-16, big endian, from left to right.
const CMAP: Name<'static> = Name(b"UniGB-UTF16-H");
/// Both together (ISO 32000-1, table 121).
const WHOLE: Name<'static> = Name(b"STSong-Light-UniGB-UTF16-H");

const ZH: Lang = Lang::Zh;

/// One page. `verify` is where it is verified.
pub(super) fn paper(certificate: &Certificate, verify: &str) -> Result<Vec<u8>, AppError> {
    let drawn = drawn(certificate, verify)?;
    let [root, pages, page, font, face, descriptor, content, info] = std::array::from_fn(|n| Ref::new(n as i32 + 1));
    let mut pdf = Pdf::new();
    let mut catalog = pdf.catalog(root);
    catalog.pages(pages).lang(TextStr(ZH.tag()));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    pdf.document_info(info).title(TextStr(t::certificate_pdf_title(ZH)));
    pdf.pages(pages).kids([page]).count(1);
    let mut one = pdf.page(page);
    one.parent(pages).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
    one.resources().fonts().pair(FONT, font);
    one.finish();
    pdf.type0_font(font).base_font(WHOLE).encoding_predefined(CMAP).descendant_font(face);
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 4 };
    let mut glyphs = pdf.cid_font(face);
    glyphs.subtype(CidFontType::Type0).base_font(TYPE).system_info(system).font_descriptor(descriptor);
    glyphs.default_width(1000.0);
    // What ASCII has is half as wide.
    glyphs.widths().same(1, 95, 500.0);
    glyphs.finish();
    pdf.font_descriptor(descriptor)
        .name(TYPE)
        .flags(FontFlags::SERIF | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(93.0);
    pdf.stream(content, &drawn);
    Ok(pdf.finish())
}

fn drawn(certificate: &Certificate, verify: &str) -> Result<Buf, AppError> {
    let mut pen = Pen(Content::new());
    pen.centre(748.0, 26.0, t::certificate_pdf_title(ZH));
    if certificate.demo {
        pen.0.set_fill_rgb(0.7, 0.1, 0.1);
        pen.centre(720.0, 14.0, t::certificate_pdf_demo(ZH));
        pen.0.set_fill_gray(0.0);
    }
    pen.rule(704.0);
    let period = t::certificate_pdf_from_to(ZH, day(certificate.from), day(certificate.to));
    let mut y = pen.pairs(
        672.0,
        [
            (t::certificate_pdf_name(ZH), certificate.name.clone()),
            (t::certificate_pdf_period(ZH), period),
            (t::certificate_pdf_total(ZH), hours(certificate.minutes)),
            (t::certificate_pdf_shifts(ZH), t::certificate_pdf_count(ZH, certificate.shifts)),
        ],
    );
    y -= 16.0;
    let head = [t::certificate_pdf_kind(ZH), t::certificate_pdf_shifts(ZH), t::certificate_pdf_time(ZH)];
    pen.columns(y, head.map(str::to_owned));
    pen.rule(y - 8.0);
    y -= 6.0;
    for kind in &certificate.kinds {
        y -= ROW;
        let shifts = t::certificate_pdf_count(ZH, kind.shifts);
        pen.columns(y, [kind.kind.label(ZH).to_owned(), shifts, hours(kind.minutes)]);
    }
    pen.pairs(
        y - 46.0,
        [
            (t::certificate_pdf_issuer(ZH), certificate.issuer.zh.clone()),
            (t::certificate_pdf_issued(ZH), day(Date::in_shanghai(certificate.issued_at))),
            (t::certificate_pdf_number(ZH), certificate.number.grouped()),
        ],
    );
    pen.qr(verify, MARGIN, MARGIN)?;
    let page = verify.split('#').next().unwrap_or_default();
    pen.write(MARGIN + QR + 20.0, MARGIN + 64.0, 11.0, t::certificate_pdf_scan(ZH));
    pen.write(MARGIN + QR + 20.0, MARGIN + 42.0, 11.0, &t::certificate_pdf_type(ZH, page));
    Ok(pen.0.finish())
}

fn day(date: Date) -> String {
    let (year, month, day) = date.parts();
    t::time_full_date(ZH, day, month, year)
}

fn hours(minutes: u32) -> String {
    t::certificate_pdf_hours(ZH, minutes / 60, minutes % 60)
}

/// Draws on the page, from its lower left corner.
struct Pen(Content);

impl Pen {
    /// Words from a point on, smaller if they would run into the margin.
    fn write(&mut self, x: f32, y: f32, size: f32, words: &str) {
        let size = size.min((RIGHT - x) / ems(words).max(1.0));
        self.0.begin_text().set_font(FONT, size).next_line(x, y).show(Str(&encoded(words))).end_text();
    }

    fn centre(&mut self, y: f32, size: f32, words: &str) {
        self.write((WIDTH - ems(words) * size) / 2.0, y, size, words);
    }

    fn rule(&mut self, y: f32) {
        self.0.set_line_width(0.5).move_to(MARGIN, y).line_to(RIGHT, y).stroke();
    }

    /// Labels with what stands behind them, one below another; answers where the next would stand.
    fn pairs<const N: usize>(&mut self, mut y: f32, pairs: [(&str, String); N]) -> f32 {
        for (label, value) in pairs {
            self.write(MARGIN, y, 12.0, label);
            self.write(VALUE, y, 14.0, &value);
            y -= 28.0;
        }
        y
    }

    fn columns(&mut self, y: f32, [kind, shifts, time]: [String; 3]) {
        self.write(MARGIN, y, 12.0, &kind);
        self.write(SHIFTS, y, 12.0, &shifts);
        self.write(TIME, y, 12.0, &time);
    }

    /// The white around it is the page's own.
    fn qr(&mut self, text: &str, x: f32, y: f32) -> Result<(), AppError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(AppError::broken)?;
        let module = QR / code.width() as f32;
        for (row, colours) in code.to_colors().chunks(code.width()).enumerate() {
            let bottom = y + QR - (row + 1) as f32 * module;
            let mut column = 0;
            // Neighbours in one piece: seams between them would show.
            for run in colours.chunk_by(|a, b| a == b) {
                if run[0] == Color::Dark {
                    self.0.rect(x + column as f32 * module, bottom, run.len() as f32 * module, module);
                }
                column += run.len();
            }
        }
        self.0.fill_nonzero();
        Ok(())
    }
}

/// How wide words are, in sizes of their type.
fn ems(words: &str) -> f32 {
    words.chars().map(|letter| if (' '..='~').contains(&letter) { 0.5 } else { 1.0 }).sum()
}

fn encoded(words: &str) -> Vec<u8> {
    words.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[cfg(test)]
mod tests {
    use pdf_writer::{Content, Str};
    use pingan_api::{
        Timestamp,
        district::Name,
        volunteer::{
            TeamKind,
            hours::{Certificate, CertificateNumber, KindHours},
        },
    };

    use super::{encoded, paper};

    fn certificate() -> Certificate {
        Certificate {
            number: CertificateNumber::from_index(12_345_678_901),
            name: "王芳".into(),
            from: "2026-01-01".parse().unwrap(),
            to: "2026-12-31".parse().unwrap(),
            minutes: 750,
            shifts: 6,
            kinds: vec![KindHours { kind: TeamKind::Environment, minutes: 750, shifts: 6 }],
            issued_at: Timestamp::parse("2027-01-02T00:00:00Z").unwrap(),
            issuer: Name { zh: "铁山区".into(), en: "Tieshan District".into() },
            demo: true,
        }
    }

    /// Whether the page shows some words in one piece.
    fn shows(paper: &[u8], words: &str) -> bool {
        let mut content = Content::new();
        content.show(Str(&encoded(words)));
        let shown = content.finish();
        paper.windows(shown.len()).any(|window| *window == *shown)
    }

    #[test]
    fn it_is_chinese_text_in_a_font_that_readers_have() {
        let certificate = certificate();
        let bytes = paper(&certificate, "https://pingan.example/volunteer/verify#1").unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("/UniGB-UTF16-H") && text.contains("(zh-CN)"));
        for words in
            ["王芳", "志愿服务时长证明", "卫生环保", "12 小时 30 分", "2026年1月1日 至 2026年12月31日", "铁山区"]
        {
            assert!(shows(&bytes, words), "{words}");
        }
        assert!(shows(&bytes, &certificate.number.grouped()));
        assert!(shows(&bytes, "演示数据"));
        let real = paper(&Certificate { demo: false, ..certificate }, "/volunteer/verify#1").unwrap();
        assert!(!shows(&real, "演示数据"));
    }

    #[test]
    fn words_are_utf_16_and_long_names_stay_on_the_page() {
        assert_eq!(encoded("王A"), [0x73, 0x8b, 0, 0x41]);
        assert_eq!(encoded("𠮷"), [0xd8, 0x42, 0xdf, 0xb7]);
        let long = Certificate { name: "长".repeat(40), ..certificate() };
        let bytes = paper(&long, "/volunteer/verify#1").unwrap();
        assert!(shows(&bytes, &long.name));
        assert!(String::from_utf8_lossy(&bytes).contains("/F1 9.175 Tf"), "as large as it fits");
    }
}
