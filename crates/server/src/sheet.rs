//! Tables as files that a spreadsheet opens: CSV and XLSX.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::error::AppError;

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Lines that a workbook holds (ECMA-376 leaves it open; every spreadsheet has 2²⁰).
const MAX_LINES: usize = 1 << 20;

/// One field of a table. Text stays text, whatever it begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(String),
    Number(u32),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// One line of a table.
pub(crate) type Line = Vec<Cell>;

/// The line that names the columns.
pub(crate) fn head(names: &[&str]) -> Line {
    names.iter().map(|name| Cell::from(*name)).collect()
}

pub(crate) fn csv(name: &str, lines: &[Line]) -> Response {
    // A byte order mark tells Excel that the text is UTF-8.
    let mut csv = String::from("\u{feff}");
    for line in lines {
        let cells: Vec<String> = line.iter().map(written).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    file("text/csv; charset=utf-8", name, csv.into())
}

pub(crate) async fn xlsx(name: &str, lines: Vec<Line>) -> Result<Response, AppError> {
    let packed = tokio::task::spawn_blocking(move || workbook(&lines)).await.map_err(AppError::broken)?;
    Ok(file(XLSX, name, packed.map_err(AppError::broken)?.into()))
}

fn file(content_type: &'static str, name: &str, body: bytes::Bytes) -> Response {
    let attached = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, attached)], body).into_response()
}

/// No cell is a formula: each is written as what it is.
fn workbook(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(lines.iter().take(MAX_LINES)) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Number(number) => sheet.write_number(row, column, *number)?,
            };
        }
    }
    book.save_to_buffer()
}

/// Quoted where it has to be (RFC 4180); what a spreadsheet would run as a formula is led by an apostrophe (OWASP, CSV
/// injection).
fn written(cell: &Cell) -> String {
    let text = match cell {
        Cell::Number(number) => return number.to_string(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
    };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{Cell, written};

    #[test]
    fn no_cell_is_a_formula_and_each_is_one_cell() {
        for (text, expected) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1", "'-1"),
            ("\tx", "'\tx"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
        ] {
            assert_eq!(written(&Cell::from(text)), expected);
        }
        assert_eq!(written(&Cell::Number(12)), "12");
    }
}
