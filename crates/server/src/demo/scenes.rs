//! One picture for each kind of hazard: enough to tell them apart on a small screen, plain enough to be no photo of
//! any real place.

use pingan_api::cases::Category;

use super::canvas::{Canvas, Colour, HEIGHT, Spot, WIDTH};
use crate::error::AppError;

const ASPHALT: Colour = [92, 97, 104];
const BRICK: Colour = [196, 133, 104];
const CARDBOARD: Colour = [201, 160, 106];
const CREAM: Colour = [238, 228, 208];
const DARK: Colour = [38, 42, 48];
const GLASS: Colour = [150, 190, 210];
const GREEN: Colour = [63, 130, 82];
const LEAF: Colour = [84, 150, 84];
const ORANGE: Colour = [235, 110, 50];
const PAVING: Colour = [186, 180, 168];
const RED: Colour = [200, 55, 48];
const STEEL: Colour = [168, 176, 184];
const WATER: Colour = [112, 172, 214];
const WHITE: Colour = [246, 246, 244];
const WOOD: Colour = [126, 92, 62];
const YELLOW: Colour = [240, 196, 60];

/// The picture of one kind of hazard, as JPEG.
pub(super) fn draw(category: Category) -> Result<Vec<u8>, AppError> {
    let mut canvas = Canvas::new();
    let scene: fn(&mut Canvas) = match category {
        Category::BlockedExit => blocked_exit,
        Category::ExposedWires => exposed_wires,
        Category::RoadManhole => road_manhole,
        Category::FacadeSign => facade_sign,
        Category::GasSmell => gas_smell,
        Category::EbikeCharging => ebike_charging,
        Category::WaterLeak => water_leak,
        Category::StreetLight => street_light,
        Category::Rubbish => rubbish,
        Category::Trees => trees,
        Category::Elevator => elevator,
        _ => broken_railing,
    };
    scene(&mut canvas);
    canvas.demo();
    canvas.jpeg()
}

fn room(canvas: &mut Canvas, wall: Colour, floor: Colour) {
    let lit = wall.map(|part| part.saturating_add(14));
    canvas.blend(0.0, 88.0, lit, wall).rect((0.0, 88.0), (WIDTH, 32.0), floor);
    canvas.rect((0.0, 85.0), (WIDTH, 3.0), floor.map(|part| part.saturating_sub(24)));
}

fn street(canvas: &mut Canvas) {
    canvas.blend(0.0, 62.0, [164, 204, 232], [226, 236, 240]);
    for (x, width, top, colour) in
        [(0.0, 34.0, 16.0, BRICK), (36.0, 28.0, 28.0, CREAM), (108.0, 24.0, 24.0, PAVING), (134.0, 26.0, 10.0, BRICK)]
    {
        canvas.rect((x, top), (width, 62.0 - top), colour);
        for row in 0..4 {
            for column in 0..3 {
                let spot = (x + 4.0 + width / 3.2 * column as f32, top + 5.0 + 11.0 * row as f32);
                canvas.rect(spot, (5.0, 6.0), GLASS);
            }
        }
    }
    canvas.rect((0.0, 62.0), (WIDTH, 8.0), PAVING).blend(70.0, HEIGHT, ASPHALT, [74, 78, 84]);
}

fn wheel(canvas: &mut Canvas, centre: Spot, ground: Colour) {
    canvas.disc(centre, (9.0, 9.0), DARK).disc(centre, (6.6, 6.6), ground).disc(centre, (1.6, 1.6), DARK);
}

fn ebike(canvas: &mut Canvas, (x, y): Spot, ground: Colour) {
    wheel(canvas, (x, y), ground);
    wheel(canvas, (x + 34.0, y), ground);
    canvas.line(&[(x, y), (x + 10.0, y - 6.0), (x + 24.0, y - 5.0), (x + 30.0, y - 22.0)], 3.0, RED);
    canvas.line(&[(x + 34.0, y), (x + 29.0, y - 24.0), (x + 24.0, y - 27.0)], 2.0, DARK);
    canvas.shape(&[(x - 4.0, y - 14.0), (x + 14.0, y - 16.0), (x + 14.0, y - 12.0), (x - 4.0, y - 10.0)], DARK);
    canvas.rect((x + 4.0, y - 12.0), (8.0, 8.0), STEEL);
}

fn crate_at(canvas: &mut Canvas, (x, y): Spot, side: f32) {
    let shade = CARDBOARD.map(|part| part - 30);
    canvas.rect((x, y), (side, side), CARDBOARD).rect((x, y + side / 2.0 - 1.0), (side, 2.0), shade);
    canvas.rect((x + side - 3.0, y), (3.0, side), shade);
}

fn blocked_exit(canvas: &mut Canvas) {
    room(canvas, CREAM, [150, 146, 140]);
    canvas.rect((54.0, 22.0), (44.0, 66.0), GREEN).rect((57.0, 25.0), (38.0, 63.0), [82, 150, 102]);
    canvas.rect((88.0, 54.0), (5.0, 3.0), STEEL).rect((60.0, 8.0), (32.0, 11.0), GREEN);
    canvas.shape(&[(66.0, 13.5), (74.0, 10.0), (74.0, 17.0)], WHITE).rect((74.0, 12.5), (12.0, 2.0), WHITE);
    for (spot, side) in [((40.0, 70.0), 26.0), ((62.0, 62.0), 34.0), ((92.0, 76.0), 22.0), ((50.0, 50.0), 20.0)] {
        crate_at(canvas, spot, side);
    }
}

fn exposed_wires(canvas: &mut Canvas) {
    room(canvas, [214, 208, 196], [140, 134, 126]);
    canvas.rect((52.0, 18.0), (48.0, 44.0), [120, 126, 130]).rect((55.0, 21.0), (42.0, 38.0), DARK);
    canvas.shape(&[(100.0, 18.0), (124.0, 24.0), (124.0, 66.0), (100.0, 62.0)], STEEL);
    for (i, colour) in [RED, YELLOW, [60, 110, 190], GREEN].into_iter().enumerate() {
        let x = 62.0 + 9.0 * i as f32;
        canvas.rect((x - 3.0, 26.0), (6.0, 9.0), WHITE);
        let low = 84.0 + 5.0 * (i % 2) as f32;
        canvas.line(&[(x, 35.0), (x - 3.0, 52.0), (x + 4.0, 68.0), (x + 1.0, low)], 1.8, colour);
        canvas.disc((x + 1.0, low), (1.6, 1.6), [214, 140, 80]);
    }
    canvas.shape(&[(30.0, 34.0), (42.0, 55.0), (18.0, 55.0)], YELLOW);
    canvas.shape(&[(31.0, 40.0), (26.0, 48.0), (30.0, 48.0), (28.0, 53.0), (34.0, 45.0), (30.0, 45.0)], DARK);
}

fn road_manhole(canvas: &mut Canvas) {
    street(canvas);
    for x in [6.0, 50.0, 94.0, 138.0] {
        canvas.shape(&[(x, 74.0), (x + 20.0, 74.0), (x + 18.0, 77.0), (x - 4.0, 77.0)], WHITE);
    }
    canvas.disc((76.0, 98.0), (30.0, 12.0), [70, 72, 76]).disc((76.0, 98.0), (26.0, 9.5), [20, 20, 22]);
    canvas.disc((122.0, 91.0), (19.0, 7.0), [122, 120, 116]).disc((122.0, 90.0), (16.0, 5.4), [150, 146, 140]);
    cone(canvas, (34.0, 96.0));
}

fn cone(canvas: &mut Canvas, (x, y): Spot) {
    canvas.shape(&[(x - 9.0, y), (x + 9.0, y), (x + 2.0, y - 24.0), (x - 2.0, y - 24.0)], ORANGE);
    canvas.shape(&[(x - 6.4, y - 7.0), (x + 6.4, y - 7.0), (x + 4.9, y - 12.0), (x - 4.9, y - 12.0)], WHITE);
    canvas.rect((x - 12.0, y - 1.0), (24.0, 3.0), ORANGE);
}

fn facade_sign(canvas: &mut Canvas) {
    canvas.blend(0.0, HEIGHT, [168, 206, 232], [222, 234, 240]).rect((18.0, 6.0), (124.0, 98.0), BRICK);
    for row in 0..2 {
        for column in 0..4 {
            let spot = (28.0 + 29.0 * column as f32, 13.0 + 22.0 * row as f32);
            canvas.rect(spot, (17.0, 15.0), WHITE).rect((spot.0 + 1.5, spot.1 + 1.5), (14.0, 12.0), GLASS);
        }
    }
    canvas.rect((30.0, 78.0), (100.0, 26.0), GLASS).rect((78.0, 78.0), (3.0, 26.0), STEEL);
    canvas.shape(&[(28.0, 58.0), (132.0, 72.0), (130.0, 86.0), (26.0, 72.0)], [44, 92, 160]);
    canvas.line(&[(40.0, 68.0), (118.0, 78.5)], 3.2, WHITE).line(&[(30.0, 50.0), (30.0, 60.0)], 1.4, DARK);
    canvas.line(&[(130.0, 50.0), (133.0, 60.0)], 1.4, DARK).rect((0.0, 104.0), (WIDTH, 16.0), PAVING);
}

fn gas_smell(canvas: &mut Canvas) {
    room(canvas, [226, 222, 210], [160, 152, 140]);
    for row in 0..6 {
        canvas.rect((0.0, 14.0 * row as f32), (WIDTH, 0.8), [208, 204, 194]);
    }
    canvas.line(&[(20.0, 0.0), (20.0, 50.0), (92.0, 50.0), (92.0, 88.0)], 7.0, YELLOW);
    canvas.rect((50.0, 42.0), (14.0, 16.0), [190, 150, 30]).line(&[(46.0, 38.0), (68.0, 38.0)], 3.4, RED);
    canvas.rect((76.0, 66.0), (32.0, 22.0), STEEL).disc((92.0, 77.0), (7.0, 7.0), WHITE);
    for (x, y, size) in [(112.0, 44.0, 9.0), (124.0, 34.0, 11.0), (138.0, 22.0, 13.0), (106.0, 28.0, 8.0)] {
        canvas.disc((x, y), (size, size * 0.7), [206, 212, 176]);
    }
}

fn ebike_charging(canvas: &mut Canvas) {
    room(canvas, [222, 216, 202], [138, 134, 130]);
    for step in 0..6 {
        let rise = 9.0 * step as f32;
        canvas.rect((104.0 + rise, 79.0 - rise), (60.0, 9.0), [166 - 6 * step, 162 - 6 * step, 156 - 6 * step]);
    }
    canvas.rect((36.0, 24.0), (9.0, 11.0), WHITE).disc((40.5, 29.5), (1.6, 1.6), DARK);
    canvas.line(&[(40.5, 31.0), (38.0, 52.0), (52.0, 66.0), (48.0, 78.0)], 1.6, DARK);
    ebike(canvas, (36.0, 92.0), [138, 134, 130]);
    canvas.shape(&[(78.0, 20.0), (86.0, 34.0), (70.0, 34.0)], YELLOW).rect((77.2, 25.0), (1.6, 5.0), DARK);
}

fn water_leak(canvas: &mut Canvas) {
    street(canvas);
    canvas.disc((84.0, 98.0), (62.0, 15.0), [126, 158, 178]).disc((80.0, 97.0), (50.0, 11.0), WATER);
    for (lean, height) in [(-22.0, 40.0), (-11.0, 52.0), (0.0, 58.0), (12.0, 50.0), (24.0, 38.0)] {
        let top = 94.0 - height;
        canvas.line(&[(78.0, 94.0), (78.0 + lean * 0.6, top + 6.0), (78.0 + lean, top + 12.0)], 3.0, [214, 234, 246]);
    }
    canvas.disc((78.0, 95.0), (9.0, 4.0), [70, 74, 80]);
    cone(canvas, (136.0, 88.0));
}

fn street_light(canvas: &mut Canvas) {
    canvas.blend(0.0, 92.0, [26, 34, 66], [142, 100, 108]);
    for (x, width, top) in [(0.0, 30.0, 40.0), (32.0, 22.0, 52.0), (112.0, 20.0, 46.0), (134.0, 26.0, 34.0)] {
        canvas.rect((x, top), (width, 92.0 - top), [40, 42, 60]);
        canvas.rect((x + 5.0, top + 8.0), (5.0, 6.0), [222, 180, 96]);
        canvas.rect((x + 13.0, top + 22.0), (5.0, 6.0), [222, 180, 96]);
    }
    canvas.blend(92.0, HEIGHT, [48, 50, 58], [30, 32, 38]);
    canvas.line(&[(80.0, 106.0), (80.0, 18.0), (86.0, 12.0), (104.0, 12.0)], 3.2, STEEL);
    canvas.shape(&[(98.0, 11.0), (114.0, 11.0), (111.0, 17.0), (101.0, 17.0)], [70, 74, 80]);
    canvas.line(&[(146.0, 92.0), (146.0, 60.0), (140.0, 57.0)], 1.6, STEEL);
    canvas.disc((139.0, 58.0), (6.0, 6.0), [150, 124, 96]).disc((139.0, 58.0), (3.0, 3.0), [255, 226, 150]);
}

fn rubbish(canvas: &mut Canvas) {
    room(canvas, [206, 170, 146], PAVING);
    canvas.shape(&[(20.0, 46.0), (58.0, 46.0), (54.0, 96.0), (24.0, 96.0)], GREEN).rect(
        (17.0, 40.0),
        (44.0, 6.0),
        LEAF,
    );
    for (x, y, size, colour) in [
        (76.0, 88.0, 15.0, DARK),
        (98.0, 92.0, 13.0, [64, 68, 76]),
        (88.0, 74.0, 12.0, [52, 56, 62]),
        (118.0, 86.0, 16.0, DARK),
    ] {
        canvas.disc((x, y), (size, size * 0.85), colour);
        canvas.shape(&[(x - 3.0, y - size), (x + 3.0, y - size), (x, y - size * 0.6)], colour);
    }
    crate_at(canvas, (126.0, 70.0), 24.0);
    canvas.line(&[(60.0, 100.0), (70.0, 103.0)], 2.4, WHITE).disc((108.0, 105.0), (4.0, 2.0), RED);
}

fn trees(canvas: &mut Canvas) {
    street(canvas);
    canvas.line(&[(24.0, 76.0), (64.0, 86.0), (118.0, 92.0)], 8.0, WOOD);
    canvas.line(&[(76.0, 88.0), (94.0, 74.0)], 3.4, WOOD).line(&[(90.0, 90.0), (106.0, 104.0)], 3.4, WOOD);
    for (x, y, size, colour) in [
        (112.0, 84.0, 17.0, LEAF),
        (128.0, 92.0, 16.0, [70, 134, 74]),
        (98.0, 72.0, 11.0, [98, 164, 92]),
        (110.0, 104.0, 11.0, [98, 164, 92]),
        (130.0, 78.0, 10.0, LEAF),
    ] {
        canvas.disc((x, y), (size, size * 0.72), colour);
    }
    canvas.shape(&[(14.0, 68.0), (32.0, 70.0), (30.0, 80.0), (10.0, 79.0)], [104, 78, 54]);
}

fn elevator(canvas: &mut Canvas) {
    room(canvas, [212, 208, 202], [122, 118, 116]);
    canvas.rect((40.0, 12.0), (66.0, 76.0), [104, 110, 116]).rect((44.0, 16.0), (58.0, 72.0), [24, 26, 30]);
    canvas.rect((44.0, 16.0), (20.0, 72.0), STEEL).rect((78.0, 16.0), (24.0, 72.0), STEEL);
    canvas.rect((63.0, 16.0), (1.4, 72.0), WHITE).rect((78.0, 16.0), (1.4, 72.0), WHITE);
    canvas.rect((60.0, 3.0), (26.0, 7.0), DARK).rect((70.0, 5.0), (6.0, 3.0), RED);
    canvas.rect((118.0, 44.0), (12.0, 22.0), STEEL).disc((124.0, 50.0), (2.4, 2.4), RED);
    canvas.disc((124.0, 59.0), (2.4, 2.4), WHITE);
    canvas.shape(&[(64.0, 80.0), (78.0, 80.0), (78.0, 84.0), (64.0, 84.0)], YELLOW);
}

fn broken_railing(canvas: &mut Canvas) {
    street(canvas);
    canvas.disc((80.0, 112.0), (90.0, 12.0), PAVING);
    for post in 0..11 {
        let x = 4.0 + 15.0 * post as f32;
        if !(5..7).contains(&post) {
            canvas.line(&[(x, 66.0), (x, 100.0)], 2.4, WHITE);
        }
    }
    canvas.line(&[(0.0, 70.0), (66.0, 70.0), (76.0, 84.0)], 2.6, WHITE).line(&[(0.0, 90.0), (70.0, 90.0)], 2.6, WHITE);
    canvas.line(&[(108.0, 70.0), (160.0, 70.0)], 2.6, WHITE).line(
        &[(104.0, 98.0), (116.0, 90.0), (160.0, 90.0)],
        2.6,
        WHITE,
    );
    canvas.line(&[(74.0, 104.0), (96.0, 99.0)], 2.4, WHITE);
}
