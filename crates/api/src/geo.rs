//! Places: WGS-84 inside, the datum of the source kept beside, GCJ-02 converted at the edge.

use serde::{Deserialize, Serialize};

use crate::slug_enum;

slug_enum! {
    /// What a pair of coordinates is measured against. Never guessed: the source says it.
    pub enum Datum {
        /// GPS, browsers' geolocation, EXIF.
        Wgs84 = "wgs84",
        /// What Chinese maps and WeChat's location call use: off from WGS-84 by up to about 700 m.
        Gcj02 = "gcj02",
    }
}

/// A point in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

/// Metres in one degree of latitude, on a sphere of 6,371,008.8 m (IUGG mean radius).
const METRES_PER_DEGREE: f64 = 111_195.08;

/// The side of the cells that public places are snapped to, in thousandths of a degree: 111 m by 96 m at 30° N.
const COARSE_CELLS_PER_DEGREE: f64 = 1000.0;

impl Position {
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }

    /// Finite and on the globe.
    pub fn is_valid(self) -> bool {
        self.lat.abs() <= 90.0 && self.lon.abs() <= 180.0
    }

    /// Metres between two points of one city: the equirectangular approximation, wrong by less than 0.1 % over
    /// 50 km at these latitudes.
    pub fn metres_to(self, other: Position) -> f64 {
        let north = (other.lat - self.lat) * METRES_PER_DEGREE;
        let east = (other.lon - self.lon) * METRES_PER_DEGREE * ((self.lat + other.lat) / 2.0).to_radians().cos();
        north.hypot(east)
    }

    /// The middle of the cell of about 100 m that the point is in: what the public sees of a place.
    pub fn coarse(self) -> Position {
        let snap = |degrees: f64| {
            let cell = (degrees * COARSE_CELLS_PER_DEGREE).floor() + 0.5;
            // Divide as an integer of ten-thousandths, so that the answer prints short.
            (cell * 10.0).round() / (COARSE_CELLS_PER_DEGREE * 10.0)
        };
        Position { lat: snap(self.lat), lon: snap(self.lon) }
    }

    /// South-west and north-east corners of a box that holds every point within `metres`.
    pub fn around(self, metres: f64) -> (Position, Position) {
        let lat = metres / METRES_PER_DEGREE;
        let lon = lat / self.lat.to_radians().cos().max(0.01);
        (Position::new(self.lat - lat, self.lon - lon), Position::new(self.lat + lat, self.lon + lon))
    }

    /// The same point in WGS-84.
    pub fn to_wgs84(self, from: Datum) -> Position {
        match from {
            Datum::Wgs84 => self,
            Datum::Gcj02 => gcj02_to_wgs84(self),
        }
    }

    /// The same point in another datum, given in WGS-84.
    pub fn from_wgs84(self, to: Datum) -> Position {
        match to {
            Datum::Wgs84 => self,
            Datum::Gcj02 => wgs84_to_gcj02(self),
        }
    }
}

/// GCJ-02's ellipsoid is Krasovsky 1940: semi-major axis in metres, eccentricity squared.
const KRASOVSKY_A: f64 = 6_378_245.0;
const KRASOVSKY_EE: f64 = 0.006_693_421_622_965_943;

/// The published approximation of the GCJ-02 shift ("eviltransform" and its many ports); outside China's box
/// nothing is shifted.
fn wgs84_to_gcj02(p: Position) -> Position {
    if !(72.004..=137.8347).contains(&p.lon) || !(0.8293..=55.8271).contains(&p.lat) {
        return p;
    }
    let (x, y) = (p.lon - 105.0, p.lat - 35.0);
    let pi = std::f64::consts::PI;
    let waves = |parts: [(f64, f64); 2]| parts.iter().map(|(weight, angle)| weight * (angle * pi).sin()).sum::<f64>();
    let shared = waves([(20.0, 6.0 * x), (20.0, 2.0 * x)]) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let d_lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + shared
        + waves([(20.0, y), (40.0, y / 3.0)]) * 2.0 / 3.0
        + waves([(160.0, y / 12.0), (320.0, y / 30.0)]) * 2.0 / 3.0;
    let d_lon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + shared
        + waves([(20.0, x), (40.0, x / 3.0)]) * 2.0 / 3.0
        + waves([(150.0, x / 12.0), (300.0, x / 30.0)]) * 2.0 / 3.0;
    let phi = p.lat.to_radians();
    let magic = 1.0 - KRASOVSKY_EE * phi.sin().powi(2);
    let meridian = KRASOVSKY_A * (1.0 - KRASOVSKY_EE) / (magic * magic.sqrt());
    let parallel = KRASOVSKY_A / magic.sqrt() * phi.cos();
    Position { lat: p.lat + (d_lat / meridian).to_degrees(), lon: p.lon + (d_lon / parallel).to_degrees() }
}

/// Inverts the shift by fixed-point steps; the shift changes slowly, so five are good to well under a metre.
fn gcj02_to_wgs84(p: Position) -> Position {
    let mut guess = p;
    for _ in 0..5 {
        let shifted = wgs84_to_gcj02(guess);
        guess = Position { lat: guess.lat + p.lat - shifted.lat, lon: guess.lon + p.lon - shifted.lon };
    }
    guess
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Datum, Position};

    #[test]
    fn a_known_shift() {
        // Tiananmen, as the ports of the approximation agree on it.
        let gcj = Position::new(39.908_7, 116.397_5).from_wgs84(Datum::Gcj02);
        assert!((gcj.lat - 39.910_10).abs() < 2e-5, "{gcj:?}");
        assert!((gcj.lon - 116.403_74).abs() < 2e-5, "{gcj:?}");
    }

    #[test]
    fn outside_china_nothing_is_shifted() {
        let oslo = Position::new(59.91, 10.75);
        assert_eq!(oslo.from_wgs84(Datum::Gcj02), oslo);
    }

    proptest! {
        #[test]
        fn datum_round_trip_is_under_a_metre(lat in 18.0f64..54.0, lon in 74.0f64..135.0) {
            let there = Position::new(lat, lon).from_wgs84(Datum::Gcj02);
            let back = there.to_wgs84(Datum::Gcj02);
            prop_assert!(back.metres_to(Position::new(lat, lon)) < 1.0);
            prop_assert!(there.metres_to(Position::new(lat, lon)) < 1000.0);
        }

        #[test]
        fn a_coarse_place_is_near_and_hides_the_exact_one(lat in 30.0f64..30.4, lon in 114.8f64..115.1) {
            let exact = Position::new(lat, lon);
            let coarse = exact.coarse();
            prop_assert!(coarse.metres_to(exact) < 75.0);
            prop_assert_eq!(coarse.coarse(), coarse);
        }

        #[test]
        fn the_box_holds_the_circle(lat in 30.0f64..30.4, lon in 114.8f64..115.1, bearing in 0.0f64..std::f64::consts::TAU) {
            let centre = Position::new(lat, lon);
            let (sw, ne) = centre.around(250.0);
            let p = Position::new(
                lat + 249.0 / 111_195.0 * bearing.sin(),
                lon + 249.0 / 111_195.0 / lat.to_radians().cos() * bearing.cos(),
            );
            prop_assert!(sw.lat <= p.lat && p.lat <= ne.lat && sw.lon <= p.lon && p.lon <= ne.lon);
        }
    }
}
