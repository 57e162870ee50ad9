//! A ZIP archive, entry by entry, so that no archive lies in memory whole. Entries are stored as they are: photos are
//! compressed already (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).

/// Under construction: the central directory so far.
#[derive(Default)]
pub(super) struct Zip {
    directory: Vec<u8>,
    entries: u16,
    offset: u32,
}

/// Needs 2.0; names are UTF-8.
const VERSION: u16 = 20;
const UTF8: u16 = 1 << 11;
/// 1980-01-01, midnight: no time of anybody.
const DATE: u16 = 0x0021;

impl Zip {
    /// The bytes of one entry.
    pub(super) fn entry(&mut self, name: &str, content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len()).expect("an entry is a photo or a text");
        let mut shared = Vec::new();
        for field in [VERSION, UTF8, 0, 0, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [crc32fast::hash(content), size, size] {
            shared.extend(field.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend([0; 2]);
        let bytes = [b"PK\x03\x04", &shared[..], name.as_bytes(), content].concat();
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&shared);
        self.directory.extend([0; 10]);
        self.directory.extend(self.offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries += 1;
        self.offset += bytes.len() as u32;
        bytes
    }

    /// What comes after the last entry.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut end = self.directory;
        let size = end.len() as u32;
        end.extend(b"PK\x05\x06");
        end.extend([0; 4]);
        end.extend(self.entries.to_le_bytes());
        end.extend(self.entries.to_le_bytes());
        end.extend(size.to_le_bytes());
        end.extend(self.offset.to_le_bytes());
        end.extend([0; 2]);
        end
    }
}

#[cfg(test)]
mod tests {
    use super::Zip;

    /// What Info-ZIP and Python's zipfile read back, byte for byte.
    #[test]
    fn the_directory_finds_each_entry() {
        let mut zip = Zip::default();
        let mut archive = zip.entry("a.txt", b"hello");
        let second = archive.len();
        archive.extend(zip.entry("照片.jpg", b""));
        let directory = archive.len();
        archive.extend(zip.finish());
        assert_eq!(&archive[14..18], 0x3610_A686_u32.to_le_bytes(), "the CRC-32 of hello");
        assert_eq!(&archive[directory + 42..directory + 46], [0; 4]);
        let end = archive.len() - 22;
        assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
        assert_eq!(&archive[end + 10..end + 12], 2_u16.to_le_bytes());
        assert_eq!(&archive[end + 16..end + 20], (directory as u32).to_le_bytes());
        assert_eq!(&archive[second..second + 4], b"PK\x03\x04");
    }
}
