//! Charts: columns by day and bars by name, drawn as one small picture each, with the same numbers in a table beneath for
//! those who read better than they see.

use leptos::{prelude::*, text_prop::TextProp};

use super::live::live;
use crate::i18n::t;

/// One colour's numbers.
#[derive(Clone)]
pub struct Series {
    pub name: TextProp,
    /// `chart__mark--a` to `--c`.
    pub class: &'static str,
}

/// What stands at one place of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    /// One number a series; none where there is nothing to count.
    pub values: Vec<Option<f64>>,
}

/// How numbers are written: `12`, `3.5`, `98 %`.
pub type Write = fn(f64) -> String;

/// Whole numbers without a fraction, others with one digit.
pub fn plain(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{}", tenths as i32) } else { format!("{tenths}") }
}

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 150.0;
/// Room for the numbers of the axis, and for the labels below.
const LEFT: f64 = 36.0;
const BOTTOM: f64 = 22.0;
const TOP: f64 = 10.0;
/// One name with its bar.
const LINE: f64 = 40.0;

/// The end of an axis that holds all values and divides well.
fn ceiling(rows: &[Row]) -> f64 {
    let most = rows.iter().flat_map(|row| row.values.iter().flatten()).copied().fold(0.0, f64::max);
    let mut step = 1.0;
    while step * 10.0 < most {
        step *= 10.0;
    }
    [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().map(|times| times * step).find(|end| *end >= most).unwrap_or(most).max(1.0)
}

/// Columns side by side, one group a row, such as a day.
pub fn columns(title: impl Into<TextProp>, series: Vec<Series>, rows: Vec<Row>, write: Write) -> AnyView {
    let end = ceiling(&rows);
    let group = (WIDTH - LEFT) / rows.len().max(1) as f64;
    let column = group * 0.8 / series.len().max(1) as f64;
    let floor = HEIGHT - BOTTOM;
    let height = move |value: f64| value / end * (floor - TOP);
    let mut marks = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (nth, value) in row.values.iter().enumerate() {
            let (Some(value), Some(series)) = (value, series.get(nth)) else { continue };
            let x = LEFT + group * at as f64 + group * 0.1 + column * nth as f64;
            marks.push(rect(series.class, x, floor - height(*value), column * 0.92, height(*value)));
        }
    }
    let lines = [0.0, 0.5, 1.0].map(|share| {
        let y = floor - share * (floor - TOP);
        view! {
            <line class="chart__line" x1=LEFT.to_string() x2=WIDTH.to_string() y1=y.to_string() y2=y.to_string()></line>
            <text class="chart__text" x=(LEFT - 4.0).to_string() y=(y + 4.0).to_string() text-anchor="end">
                {write(end * share)}
            </text>
        }
    });
    let labels = ends(rows.len()).into_iter().filter_map(|at| {
        let x = LEFT + group * (at as f64 + 0.5);
        let anchor = if at == 0 {
            "start"
        } else if at + 1 == rows.len() {
            "end"
        } else {
            "middle"
        };
        let x = match anchor {
            "start" => LEFT,
            "end" => WIDTH,
            _ => x,
        };
        let label = rows.get(at)?.label.clone();
        Some(view! {
            <text class="chart__text" x=x.to_string() y=(HEIGHT - 4.0).to_string() text-anchor=anchor>
                {label}
            </text>
        })
    });
    let picture = view! {
        <svg class="chart__picture" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
            {lines.into_iter().collect_view()}
            {marks.into_iter().collect_view()}
            {labels.collect_view()}
        </svg>
    };
    figure(title.into(), series, rows, write, picture.into_any())
}

/// The first, the middle and the last.
fn ends(count: usize) -> Vec<usize> {
    match count {
        0 => vec![],
        1 => vec![0],
        2..=4 => vec![0, count - 1],
        _ => vec![0, count / 2, count - 1],
    }
}

/// One bar a name, the longest name above it; several series lie one below the other.
pub fn bars(title: impl Into<TextProp>, series: Vec<Series>, rows: Vec<Row>, write: Write) -> AnyView {
    let end = ceiling(&rows);
    let thick = 12.0;
    let line = LINE - thick + thick * series.len().max(1) as f64;
    let room = WIDTH - 52.0;
    let mut marks = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let y = line * at as f64;
        marks.push(
            view! {
                <text class="chart__text chart__text--name" x="0" y=(y + 15.0).to_string()>
                    {row.label.clone()}
                </text>
            }
            .into_any(),
        );
        for (nth, value) in row.values.iter().enumerate() {
            let Some(series) = series.get(nth) else { continue };
            let y = y + 20.0 + thick * nth as f64;
            let length = value.map_or(0.0, |value| value / end * room);
            marks.push(rect(series.class, 0.0, y, length.max(1.0), thick - 2.0));
            let said = value.map_or_else(|| "–".to_owned(), write);
            marks.push(
                view! {
                    <text class="chart__text" x=(length + 6.0).to_string() y=(y + 9.0).to_string()>
                        {said}
                    </text>
                }
                .into_any(),
            );
        }
    }
    let height = (line * rows.len() as f64).max(1.0);
    let picture = view! {
        <svg class="chart__picture" viewBox=format!("0 0 {WIDTH} {height}") aria-hidden="true">
            {marks.into_iter().collect_view()}
        </svg>
    };
    figure(title.into(), series, rows, write, picture.into_any())
}

fn rect(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> AnyView {
    let n = |value: f64| format!("{value:.1}");
    view! { <rect class=class x=n(x) y=n(y) width=n(width) height=n(height) rx="1.5"></rect> }.into_any()
}

/// The picture with its name, its legend and its table.
fn figure(title: TextProp, series: Vec<Series>, rows: Vec<Row>, write: Write, picture: AnyView) -> AnyView {
    let legend = (series.len() > 1).then(|| {
        let items = series.iter().cloned().map(|Series { name, class }| {
            view! {
                <li class="chart__key">
                    <svg class="chart__swatch" viewBox="0 0 10 10" aria-hidden="true">
                        <rect class=class width="10" height="10" rx="2"></rect>
                    </svg>
                    {live(move || name.get())}
                </li>
            }
        });
        view! { <ul class="chart__legend">{items.collect_view()}</ul> }
    });
    let nothing = rows.iter().all(|row| row.values.iter().all(Option::is_none));
    let shown = if nothing || rows.is_empty() {
        view! { <p class="note">{t::chart_nothing}</p> }.into_any()
    } else {
        view! {
            {legend}
            {picture}
            {table(series, rows, write)}
        }
        .into_any()
    };
    view! {
        <figure class="chart card">
            <figcaption class="chart__title">{live(move || title.get())}</figcaption>
            {shown}
        </figure>
    }
    .into_any()
}

/// The numbers behind a picture.
pub fn table(series: Vec<Series>, rows: Vec<Row>, write: Write) -> AnyView {
    let heads = series.into_iter().map(|Series { name, .. }| view! { <th scope="col">{live(move || name.get())}</th> });
    let heads = heads.collect_view();
    let rows = rows.into_iter().map(|Row { label, values }| {
        let cells = values.into_iter().map(|value| view! { <td>{value.map_or_else(|| "–".to_owned(), write)}</td> });
        view! {
            <tr>
                <th scope="row">{label}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    // Care mode shows the table in the place of the picture.
    let in_care = document().document_element().and_then(|root| root.get_attribute("data-care"));
    let open = in_care.is_some_and(|care| care == "on");
    view! {
        <details class="chart__numbers" open=open>
            <summary class="chart__more">{t::chart_table}</summary>
            <div class="chart__scroll" role="group" tabindex="0" aria-label=t::chart_table>
                <table class="chart__table">
                    <thead>
                        <tr>
                            <td></td>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Row, ceiling, ends, plain};

    #[test]
    fn an_axis_holds_all_and_divides_well() {
        let end = |values: &[f64]| {
            ceiling(&[Row { label: String::new(), values: values.iter().copied().map(Some).collect() }])
        };
        for (most, expected) in
            [(0.0, 1.0), (1.0, 1.0), (3.0, 4.0), (7.0, 10.0), (10.0, 10.0), (11.0, 20.0), (430.0, 500.0)]
        {
            assert_eq!(end(&[most, 0.0]), expected, "{most}");
        }
        assert_eq!(ceiling(&[]), 1.0);
    }

    #[test]
    fn numbers_are_written_short() {
        assert_eq!((plain(3.0), plain(3.04), plain(3.06)), ("3".into(), "3".into(), "3.1".into()));
    }

    #[test]
    fn the_ends_of_an_axis_are_named() {
        assert!(ends(0).is_empty());
        assert_eq!(ends(1), [0]);
        assert_eq!(ends(2), [0, 1]);
        assert_eq!(ends(31), [0, 15, 30]);
    }
}
