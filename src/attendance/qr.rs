//! Draws QR codes (ISO/IEC 18004).

use leptos::prelude::*;
use qrcode::{Color, QrCode};

/// Light modules around the code, without which scanners do not find it.
const QUIET: usize = 4;

/// The dark modules of a code as runs in its rows.
pub(super) struct Modules {
    /// Of one side, the quiet zone not counted.
    pub(super) width: usize,
    /// Column, row and length.
    pub(super) runs: Vec<(usize, usize, usize)>,
}

impl Modules {
    /// None for more text than a code holds.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text).ok()?;
        let width = code.width();
        let mut runs = Vec::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|one, next| one == next) {
                if run[0] == Color::Dark {
                    runs.push((column, row, run.len()));
                }
                column += run.len();
            }
        }
        Some(Self { width, runs })
    }

    /// With the quiet zone.
    pub(super) fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// All of them as one path of an SVG, in modules.
    fn path(&self) -> String {
        let rect = |(x, y, length): &(usize, usize, usize)| format!("M{x} {y}h{length}v1h-{length}z");
        self.runs.iter().map(rect).collect()
    }
}

/// A decoration: what it is, and another way to the same, stands beside it.
pub(super) fn qr(text: &str) -> AnyView {
    let Some(modules) = Modules::of(text) else { return ().into_any() };
    let side = modules.side();
    view! {
        <svg
            class="qr"
            viewBox=format!("-{QUIET} -{QUIET} {side} {side}")
            shape-rendering="crispEdges"
            aria-hidden="true"
        >
            <path d=modules.path()></path>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Modules;

    #[test]
    fn a_code_has_its_three_corners_and_is_read_back() {
        let text = "https://pingan.example/volunteer/check-in#01900000-0000-7000-8000-000000000000.012345";
        let modules = Modules::of(text).unwrap();
        let dark = |x: usize, y: usize| {
            modules.runs.iter().any(|(from, row, length)| *row == y && (*from..from + length).contains(&x))
        };
        let last = modules.width - 1;
        assert!(dark(0, 0) && dark(last, 0) && dark(0, last) && dark(3, 3) && !dark(1, 1));
        assert!(modules.path().starts_with("M0 0h7v1h-7z"));
        let side = modules.side();
        let shade = |at: usize| {
            let module = |at: usize| (at / 4).checked_sub(4);
            let is_dark = module(at % (4 * side)).zip(module(at / (4 * side))).is_some_and(|(x, y)| dark(x, y));
            if is_dark { 0 } else { 255 }
        };
        let shades: Vec<u8> = (0..16 * side * side).map(shade).collect();
        assert_eq!(super::super::scan::decode(4 * side, 4 * side, &shades).as_deref(), Some(text));
    }

    #[test]
    fn what_no_code_holds_is_not_drawn() {
        assert!(Modules::of(&"x".repeat(4000)).is_none());
    }
}
