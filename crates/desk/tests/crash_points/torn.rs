//! The end of the write-ahead log as a power cut leaves it.
//!
//! What the disk has confirmed stays. A request leaves only after the disk confirmed its intent, so
//! where a request of the last transaction has arrived, that transaction cannot be torn any more;
//! then the beginning of a further one is.
//!
//! Format: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::journal::{FILE, left};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The log, as far as it counts.
struct Log {
    bytes: Vec<u8>,
    page: usize,
    big_endian: bool,
    /// Where each frame begins that is whole, and whether it ends a transaction.
    frames: Vec<(usize, bool)>,
}

/// Tears the end of the log, in one of the ways there are.
pub(crate) fn tear(folder: &Path, has_arrived: impl Fn(&str) -> bool, way: u64) {
    let path = folder.join(format!("{FILE}-wal"));
    let log = Log::read(&path);
    let Some(last) = log.frames.iter().rposition(|(_, ends)| *ends) else {
        return;
    };
    let end = log.frames[last].0 + FRAME_HEADER + log.page;
    let file = File::options().write(true).open(&path).unwrap();
    let before = left(folder).requests;
    let middle = log.frames[last].0 + FRAME_HEADER + log.page / 2;
    if way.is_multiple_of(2) {
        file.write_all_at(&[0xA5; 512], middle as u64).unwrap();
    } else {
        file.set_len(middle as u64).unwrap();
    }
    let after = left(folder).requests;
    if before.difference(&after).any(|id| has_arrived(id)) {
        file.write_all_at(&log.bytes, 0).unwrap();
        file.set_len(end as u64).unwrap();
        file.write_all_at(&log.torn_frame(last), end as u64)
            .unwrap();
    }
}

impl Log {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_default();
        let mut log = Self {
            page: 0,
            big_endian: bytes.get(3).is_some_and(|last| last & 1 == 1),
            frames: Vec::new(),
            bytes,
        };
        if log.bytes.len() < HEADER {
            return log;
        }
        log.page = log.number(8) as usize;
        let mut sum = log.sum((0, 0), 0, 24);
        let mut at = HEADER;
        while at + FRAME_HEADER + log.page <= log.bytes.len() {
            let salts = |from: usize| &log.bytes[from..from + 8];
            sum = log.sum(sum, at, at + 8);
            sum = log.sum(sum, at + FRAME_HEADER, at + FRAME_HEADER + log.page);
            let is_whole =
                salts(at + 8) == salts(16) && (log.number(at + 16), log.number(at + 20)) == sum;
            if !is_whole {
                break;
            }
            let ends = log.number(at + 4) != 0;
            log.frames.push((at, ends));
            at += FRAME_HEADER + log.page;
        }
        log
    }

    /// The beginning of one more frame: its header, and half of a page.
    fn torn_frame(&self, like: usize) -> Vec<u8> {
        let at = self.frames[like].0;
        let mut frame = self.bytes[at..at + FRAME_HEADER + self.page / 2].to_vec();
        frame[FRAME_HEADER..].fill(0x5A);
        frame
    }

    fn number(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.bytes[at..at + 4].try_into().unwrap())
    }

    fn sum(&self, (mut a, mut b): (u32, u32), from: usize, to: usize) -> (u32, u32) {
        let words = self.bytes[from..to].chunks_exact(4).map(|word| {
            let word: [u8; 4] = word.try_into().unwrap();
            match self.big_endian {
                true => u32::from_be_bytes(word),
                false => u32::from_le_bytes(word),
            }
        });
        let words: Vec<u32> = words.collect();
        for pair in words.chunks_exact(2) {
            a = a.wrapping_add(pair[0]).wrapping_add(b);
            b = b.wrapping_add(pair[1]).wrapping_add(a);
        }
        (a, b)
    }
}
