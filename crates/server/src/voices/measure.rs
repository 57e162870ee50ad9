//! Which container a recording is in, whether it holds sound and nothing else, and how long it is. Nothing is decoded:
//! a phone plays what a phone recorded.

use pingan_api::{ProblemCode, voices::VoiceFormat};

use super::container::{mp4, ogg, wav, webm};

/// What a recording says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) format: VoiceFormat,
    /// None where the container does not say it.
    pub(super) ms: Option<u32>,
}

/// What is found in a container.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tracks {
    pub(super) sound: bool,
    /// Pictures, subtitles, anything but sound.
    pub(super) other: bool,
    pub(super) seconds: Option<f64>,
}

pub(super) fn measure(bytes: &[u8]) -> Result<Heard, ProblemCode> {
    if bytes.is_empty() {
        return Err(ProblemCode::VoiceEmpty);
    }
    let format = format_of(bytes).ok_or(ProblemCode::VoiceNotAudio)?;
    let tracks = match format {
        VoiceFormat::Webm => webm::read(bytes),
        VoiceFormat::Mp4 => mp4::read(bytes),
        VoiceFormat::Ogg => ogg::read(bytes),
        VoiceFormat::Wav => wav::read(bytes),
    };
    if !tracks.sound || tracks.other {
        return Err(ProblemCode::VoiceNotAudio);
    }
    // A float cast saturates: a nonsensical length is a very long one.
    let ms = tracks.seconds.filter(|seconds| *seconds > 0.0).map(|seconds| (seconds * 1000.0).round() as u32);
    Ok(Heard { format, ms })
}

/// By the first bytes; what the sender calls it does not count.
fn format_of(bytes: &[u8]) -> Option<VoiceFormat> {
    match bytes {
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Some(VoiceFormat::Webm),
        [b'O', b'g', b'g', b'S', ..] => Some(VoiceFormat::Ogg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(VoiceFormat::Wav),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(VoiceFormat::Mp4),
        _ => None,
    }
}
