//! Recordings as phones make them, down to the bytes that tell what they are.

fn be32(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}

/// Sixteen bits, one channel, 8 kHz.
pub(crate) fn wav(seconds: f64) -> Vec<u8> {
    let data = vec![0x55; (seconds * 16_000.0) as usize];
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data.len() as u32).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(8_000u32.to_le_bytes());
    bytes.extend(16_000u32.to_le_bytes());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend(b"data");
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

fn ogg_page(flags: u8, position: u64, body: &[u8]) -> Vec<u8> {
    let mut page = b"OggS\0".to_vec();
    page.push(flags);
    page.extend(position.to_le_bytes());
    page.extend([7; 12]);
    page.push(1);
    page.push(body.len() as u8);
    page.extend(body);
    page
}

/// Opus in Ogg, with the 312 samples in front that are not played.
pub(crate) fn ogg(seconds: f64) -> Vec<u8> {
    let mut head = b"OpusHead\x01\x01".to_vec();
    head.extend(312u16.to_le_bytes());
    head.extend([0; 7]);
    let end = (seconds * 48_000.0) as u64 + 312;
    [ogg_page(2, 0, &head), ogg_page(0, 0, b"OpusTags"), ogg_page(0, end / 2, &[9; 40]), ogg_page(4, end, &[9; 40])]
        .concat()
}

fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
    // A size of four bytes.
    [id, &be32(0x1000_0000 | body.len() as u32), body].concat()
}

/// A cluster of unknown size, as a recorder writes it that does not know when it will end.
fn cluster(at_ms: u32, last_ms: i16) -> Vec<u8> {
    let block = |ms: i16| element(&[0xA3], &[&[0x81][..], &ms.to_be_bytes(), &[0x80], &[3; 30]].concat());
    [&[0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF][..], &element(&[0xE7], &be32(at_ms))]
        .concat()
        .into_iter()
        .chain(block(0))
        .chain(block(last_ms))
        .collect()
}

/// WebM without a length in the front, as Chromium records it.
pub(crate) fn webm(seconds: f64, track_type: u8) -> Vec<u8> {
    let ms = (seconds * 1000.0) as u32;
    let track = element(&[0xAE], &[element(&[0xD7], &[1]), element(&[0x83], &[track_type])].concat());
    let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm"));
    let info = element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x2A, 0xD7, 0xB1], &[0x0F, 0x42, 0x40]));
    let segment = [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &track);
    let clusters = [cluster(0, 900), cluster(ms.saturating_sub(1000), ms.min(1000) as i16)].concat();
    [head, segment.to_vec(), info, tracks, clusters].concat()
}

fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&be32(8 + body.len() as u32)[..], name, body].concat()
}

fn movie(duration: u32, handler: &[u8; 4]) -> Vec<u8> {
    let scale = |duration: u32| [be32(0), be32(0), be32(0), be32(48_000), be32(duration)].concat();
    let media =
        boxed(b"mdia", &[boxed(b"mdhd", &scale(duration)), boxed(b"hdlr", &[&[0; 8], &handler[..]].concat())].concat());
    let defaults = boxed(b"mvex", &boxed(b"trex", &[be32(0), be32(1), be32(1), be32(1024), be32(0), be32(0)].concat()));
    boxed(b"moov", &[boxed(b"mvhd", &scale(duration)), boxed(b"trak", &media), defaults].concat())
}

/// MP4 with its length in the front.
pub(crate) fn mp4(seconds: f64, handler: &[u8; 4]) -> Vec<u8> {
    let head = boxed(b"ftyp", b"M4A \0\0\0\0");
    [head, movie((seconds * 48_000.0) as u32, handler), boxed(b"mdat", &[1; 400])].concat()
}

/// MP4 in fragments of a tenth of a second, half of them with a duration for each of their samples.
pub(crate) fn fragmented_mp4(seconds: f64) -> Vec<u8> {
    let mut bytes = [boxed(b"ftyp", b"iso5\0\0\0\0"), movie(0, b"soun")].concat();
    for fragment in 0..(seconds * 10.0) as u32 {
        let said = [be32(0x0000_0301), be32(2), be32(0), be32(2400), be32(50), be32(2400), be32(50)].concat();
        let implied = [be32(0x0000_0001), be32(5), be32(0)].concat();
        let header = boxed(b"tfhd", &[be32(0x0002_0008), be32(1), be32(960)].concat());
        let run = boxed(b"trun", if fragment % 2 == 0 { &said } else { &implied });
        bytes.extend(boxed(b"moof", &boxed(b"traf", &[header, run].concat())));
        bytes.extend(boxed(b"mdat", &[1; 100]));
    }
    bytes
}
