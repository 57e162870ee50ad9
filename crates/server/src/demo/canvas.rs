//! A small painter for the demonstration's photos: flat shapes on a ground of 160 by 120 units.

use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

use crate::error::AppError;

pub(super) type Colour = [u8; 3];
pub(super) type Spot = (f32, f32);

pub(super) const WIDTH: f32 = 160.0;
pub(super) const HEIGHT: f32 = 120.0;

/// Pixels of one unit while painting; half of it in the picture, so that edges come out smooth.
const SCALE: f32 = 10.0;

pub(super) struct Canvas(RgbImage);

impl Canvas {
    pub(super) fn new() -> Self {
        Self(RgbImage::new((WIDTH * SCALE) as u32, (HEIGHT * SCALE) as u32))
    }

    /// Blends from one colour to another between two heights, over the whole width.
    pub(super) fn blend(&mut self, from: f32, to: f32, top: Colour, bottom: Colour) -> &mut Self {
        let (first, last) = (from * SCALE, to * SCALE);
        for y in self.rows(first, last) {
            let part = (y as f32 - first) / (last - first);
            let mix = |i: usize| (f32::from(top[i]) * (1.0 - part) + f32::from(bottom[i]) * part) as u8;
            let width = self.0.width() as usize;
            self.span(y, 0, width, [mix(0), mix(1), mix(2)]);
        }
        self
    }

    pub(super) fn rect(&mut self, (x, y): Spot, (width, height): Spot, colour: Colour) -> &mut Self {
        self.shape(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)
    }

    pub(super) fn disc(&mut self, (x, y): Spot, (across, down): Spot, colour: Colour) -> &mut Self {
        let turn = |i: u16| f32::from(i) / 48.0 * std::f32::consts::TAU;
        let rim: Vec<Spot> = (0..48).map(|i| (x + across * turn(i).cos(), y + down * turn(i).sin())).collect();
        self.shape(&rim, colour)
    }

    pub(super) fn line(&mut self, places: &[Spot], width: f32, colour: Colour) -> &mut Self {
        for pair in places.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let long = (b.0 - a.0).hypot(b.1 - a.1).max(0.001);
            let (x, y) = ((a.1 - b.1) / long * width / 2.0, (b.0 - a.0) / long * width / 2.0);
            self.shape(&[(a.0 + x, a.1 + y), (b.0 + x, b.1 + y), (b.0 - x, b.1 - y), (a.0 - x, a.1 - y)], colour);
            self.disc(b, (width / 2.0, width / 2.0), colour);
        }
        self
    }

    /// Fills between every other pair of edges.
    pub(super) fn shape(&mut self, corners: &[Spot], colour: Colour) -> &mut Self {
        let low = corners.iter().map(|corner| corner.1).fold(f32::MAX, f32::min) * SCALE;
        let high = corners.iter().map(|corner| corner.1).fold(f32::MIN, f32::max) * SCALE;
        let next = corners.iter().cycle().skip(1);
        let edges: Vec<(Spot, Spot)> = corners.iter().copied().zip(next.copied()).collect();
        for row in self.rows(low, high) {
            let y = (row as f32 + 0.5) / SCALE;
            let crossing = |(a, b): &(Spot, Spot)| {
                ((a.1 <= y) != (b.1 <= y)).then(|| (a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)) * SCALE)
            };
            let mut crossings: Vec<f32> = edges.iter().filter_map(crossing).collect();
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                self.span(row, pair[0].round() as usize, pair[1].round() as usize, colour);
            }
        }
        self
    }

    /// The word that says what this is, in the lower right corner.
    pub(super) fn demo(&mut self) -> &mut Self {
        const LETTERS: [[&str; 7]; 4] = [
            ["####.", "#...#", "#...#", "#...#", "#...#", "#...#", "####."],
            ["#####", "#....", "#....", "####.", "#....", "#....", "#####"],
            ["#...#", "##.##", "#.#.#", "#.#.#", "#...#", "#...#", "#...#"],
            [".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
        ];
        self.rect((118.0, 103.0), (37.0, 13.0), [30, 41, 59]);
        for (i, letter) in LETTERS.iter().enumerate() {
            for (row, line) in letter.iter().enumerate() {
                for (column, _) in line.bytes().enumerate().filter(|(_, dot)| *dot == b'#') {
                    let spot = (121.0 + 8.2 * i as f32 + 1.25 * column as f32, 105.2 + 1.25 * row as f32);
                    self.rect(spot, (1.3, 1.3), [255, 255, 255]);
                }
            }
        }
        self
    }

    /// What a phone's camera would hand over.
    pub(super) fn jpeg(self) -> Result<Vec<u8>, AppError> {
        let halved = DynamicImage::ImageRgb8(self.0).thumbnail((WIDTH * SCALE / 2.0) as u32, u32::MAX).into_rgb8();
        let mut bytes = Vec::new();
        let encoder = Encoder::new(&mut bytes, 92);
        encoder
            .encode(halved.as_raw(), halved.width() as u16, halved.height() as u16, ColorType::Rgb)
            .map_err(AppError::broken)?;
        Ok(bytes)
    }

    fn rows(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        (from.max(0.0) as usize)..(to.max(0.0).ceil() as usize).min(self.0.height() as usize)
    }

    fn span(&mut self, row: usize, from: usize, to: usize, colour: Colour) {
        let width = self.0.width() as usize;
        let (from, to) = (from.min(width), to.min(width));
        let start = row * width;
        let samples: &mut [u8] = &mut self.0;
        let (pixels, _) = samples.as_chunks_mut::<3>();
        pixels[start + from..start + to.max(from)].fill(colour);
    }
}
