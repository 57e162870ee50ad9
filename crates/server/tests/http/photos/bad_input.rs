//! Bytes that are no photo: each with its own code, and nothing left of them.

use image::ImageFormat;
use pingan_api::{ProblemCode, photos::MAX_BYTES};

use super::{
    pictures::{encoded, jpeg, jpeg_claiming, png_claiming, two_halves},
    upload::{files, upload},
};
use crate::app::TestApp;

#[tokio::test]
async fn each_fault_has_its_code_and_leaves_no_trace() {
    use ProblemCode::*;
    let app = TestApp::start().await;
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let picture = two_halves(640, 480);
    let cases: [(&str, Vec<u8>, ProblemCode); 15] = [
        ("0 bytes", Vec::new(), PhotoEmpty),
        ("text", b"I am no image, whatever my type says.".to_vec(), PhotoNotAnImage),
        ("another kind of image", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), PhotoNotAnImage),
        ("a page", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec(), PhotoNotAnImage),
        ("a beginning alone", vec![0xFF, 0xD8, 0xFF], PhotoDamaged),
        ("a cut JPEG", half(jpeg(&picture)), PhotoDamaged),
        ("a cut PNG", half(encoded(picture.clone(), ImageFormat::Png)), PhotoDamaged),
        ("a cut WebP", half(encoded(picture.clone(), ImageFormat::WebP)), PhotoDamaged),
        ("a JPEG that lies about its size", jpeg_claiming(6000, 6000), PhotoDamaged),
        ("a PNG that lies about its size", png_claiming(6000, 6000), PhotoDamaged),
        ("an image without pixels", png_claiming(0, 16), PhotoDamaged),
        ("41 megapixels", png_claiming(8200, 5000), PhotoTooManyPixels),
        ("a bomb", png_claiming(50_000, 50_000), PhotoTooManyPixels),
        ("a JPEG bomb", jpeg_claiming(65_000, 65_000), PhotoTooManyPixels),
        ("too many bytes", vec![0xFF; MAX_BYTES + 1], PhotoTooHeavy),
    ];
    for (what, bytes, code) in cases {
        let problem = upload(&app, bytes).await.problem();
        assert_eq!(problem.code, code, "{what}");
        assert_eq!((app.count("photo").await, files(&app)), (0, 0), "{what}");
    }
}

#[tokio::test]
async fn bytes_changed_at_random_are_taken_or_refused() {
    let app = TestApp::start().await;
    let picture = two_halves(64, 64);
    for whole in
        [jpeg(&picture), encoded(picture.clone(), ImageFormat::Png), encoded(picture.clone(), ImageFormat::WebP)]
    {
        for at in (3..whole.len()).step_by(whole.len() / 24 + 1) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xA5;
            let status = upload(&app, bytes).await.status.as_u16();
            assert!([201, 422].contains(&status), "byte {at}: {status}");
        }
    }
}
