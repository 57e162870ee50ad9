//! `POST /api/v1/photos`: what comes in and what is kept of it.

use axum::http::StatusCode;
use futures_util::future::join_all;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use pingan_api::{
    ProblemCode,
    photos::{Photo, UPLOAD_PATH},
};

use super::pictures::{BLUE, MAKER, RED, encoded, jpeg, jpeg_with_exif, two_halves};
use crate::app::{Reply, TestApp, new_key};

pub(crate) async fn upload(app: &TestApp, bytes: Vec<u8>) -> Reply {
    app.anonymous().post_bytes(UPLOAD_PATH, "image/jpeg", bytes, Some(new_key())).await
}

async fn fetch(app: &TestApp, path: &str) -> (Reply, DynamicImage) {
    let reply = app.anonymous().get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let image = image::load_from_memory_with_format(&reply.body, ImageFormat::Jpeg).unwrap();
    (reply, image)
}

#[track_caller]
fn assert_colour(image: &DynamicImage, (x, y): (u32, u32), colour: [u8; 3]) {
    let pixel = image.to_rgb8().get_pixel(x, y).0;
    assert!(pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 24), "{pixel:?} at {x}, {y}, not {colour:?}");
}

#[tokio::test]
async fn a_photo_is_kept_upright_and_without_metadata() {
    let app = TestApp::start().await;
    // Orientation 6: the camera was turned; what the file has at the left belongs on top.
    let reply = upload(&app, jpeg_with_exif(&two_halves(800, 600), 6)).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let photo: Photo = reply.json();
    assert_eq!((photo.width, photo.height), (600, 800));
    for (path, (width, height)) in [(&photo.full, (600, 800)), (&photo.thumb, (156, 208))] {
        let (reply, image) = fetch(&app, path).await;
        assert_eq!((image.width(), image.height()), (width, height));
        assert_colour(&image, (width / 2, height / 8), RED);
        assert_colour(&image, (width / 2, height * 7 / 8), BLUE);
        for trace in [b"Exif".as_slice(), MAKER.as_bytes(), b"II*\0", b"GPS", b"http://ns.adobe.com"] {
            assert!(!reply.body.windows(trace.len()).any(|bytes| bytes == trace), "{path} has {trace:?}");
        }
    }
}

#[tokio::test]
async fn every_orientation_comes_out_upright() {
    let app = TestApp::start().await;
    // Where the file's left half belongs, by the value of the tag.
    let left_half = [
        (1, (10, 50)),
        (2, (90, 50)),
        (3, (90, 50)),
        (4, (10, 50)),
        (5, (50, 10)),
        (6, (50, 10)),
        (7, (50, 90)),
        (8, (50, 90)),
    ];
    for (orientation, place) in left_half {
        let photo: Photo = upload(&app, jpeg_with_exif(&two_halves(100, 100), orientation)).await.json();
        let (_, image) = fetch(&app, &photo.full).await;
        assert_colour(&image, place, RED);
    }
}

#[tokio::test]
async fn large_ones_are_shrunk_and_small_ones_left() {
    let app = TestApp::start().await;
    for (sent, kept) in
        [((4000, 3000), (1600, 1200)), ((1000, 2000), (800, 1600)), ((90, 60), (90, 60)), ((1, 1), (1, 1))]
    {
        let photo: Photo = upload(&app, jpeg(&two_halves(sent.0, sent.1))).await.json();
        assert_eq!((photo.width, photo.height), kept, "{sent:?}");
        let (_, thumb) = fetch(&app, &photo.thumb).await;
        assert!(thumb.width().max(thumb.height()) <= 208);
    }
}

#[tokio::test]
async fn png_and_webp_come_out_as_jpeg_on_white() {
    let app = TestApp::start().await;
    let glass = RgbaImage::from_fn(64, 64, |x, _| Rgba(if x < 32 { [220, 30, 30, 255] } else { [0, 0, 0, 0] }));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let photo: Photo = upload(&app, encoded(glass.clone(), format)).await.json();
        let (reply, image) = fetch(&app, &photo.full).await;
        assert_eq!(reply.header("content-type"), "image/jpeg");
        assert_colour(&image, (8, 32), RED);
        assert_colour(&image, (56, 32), [255, 255, 255]);
    }
    let grey = DynamicImage::ImageRgb8(two_halves(40, 40)).into_luma16();
    assert_eq!(upload(&app, encoded(grey, ImageFormat::Png)).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_repeat_gets_the_same_answer() {
    let app = TestApp::start().await;
    let key = Some(new_key());
    let bytes = jpeg(&two_halves(64, 48));
    let post = async |bytes: Vec<u8>| app.anonymous().post_bytes(UPLOAD_PATH, "image/jpeg", bytes, key).await;
    let first: Photo = post(bytes.clone()).await.json();
    assert_eq!(post(bytes.clone()).await.json::<Photo>(), first);
    let other = post(jpeg(&two_halves(48, 64))).await.problem();
    assert_eq!(other.code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.count("photo").await, 1);
    let nameless = app.anonymous().post_bytes(UPLOAD_PATH, "image/jpeg", bytes, None).await.problem();
    assert_eq!(nameless.code, ProblemCode::IdempotencyKeyMissing);
}

#[tokio::test]
async fn ten_at_once_with_one_key_are_one_photo() {
    let app = TestApp::start().await;
    let key = Some(new_key());
    let bytes = jpeg(&two_halves(320, 240));
    let posts = (0..10).map(|_| async {
        app.anonymous().post_bytes(UPLOAD_PATH, "image/jpeg", bytes.clone(), key).await.json::<Photo>()
    });
    let photos = join_all(posts).await;
    assert!(photos.iter().all(|photo| *photo == photos[0]));
    assert_eq!(app.count("photo").await, 1);
    assert_eq!(files(&app), 2, "nothing of the nine others is left");
}

/// Objects in the store.
pub(crate) fn files(app: &TestApp) -> usize {
    let folder = app.folder().join("photos");
    let count = |folder| std::fs::read_dir(folder).map_or(0, Iterator::count);
    count(folder.join("full")) + count(folder.join("thumb"))
}
