//! The texts that are searched, one after the other in one stretch of memory.

use std::ops::Range;

use memchr::memmem::Finder;

use super::bits::Bits;

/// Texts below this size are searched by one thread alone, in bytes.
const ALONE: usize = 2 << 20;
/// Threads that search side by side at most.
const MOST_THREADS: usize = 4;
/// Where so few are left, each is looked at for itself.
const FEW: usize = 4_096;

/// Texts by their place. Each ends in a line break, so that no word reaches into the next.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, place: usize) -> usize {
        match place.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        }
    }

    fn get(&self, place: usize) -> &[u8] {
        &self.bytes[self.start(place)..self.ends[place] as usize]
    }

    /// The line of a text, without its end; empty where it has no such line.
    pub(super) fn line(&self, place: usize, line: usize) -> &[u8] {
        let text = self.get(place);
        let mut lines = text.split(|byte| *byte == b'\n');
        lines.nth(line).unwrap_or_default()
    }

    /// Adds a text behind all others.
    pub(super) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'\n');
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Gives back the memory that was set aside for more.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Puts other texts in these places, which come in rising order.
    pub(super) fn replace<'a>(&mut self, changed: impl Iterator<Item = (usize, &'a str)>) {
        let mut texts = Self {
            bytes: Vec::with_capacity(self.bytes.len()),
            ends: Vec::with_capacity(self.ends.len()),
        };
        for (place, text) in changed {
            texts.take(self, texts.len()..place);
            texts.push(text);
        }
        texts.take(self, texts.len()..self.len());
        *self = texts;
    }

    /// Takes over texts of another, whose places are those that come next.
    fn take(&mut self, from: &Self, places: Range<usize>) {
        if places.is_empty() {
            return;
        }
        let (start, base) = (from.start(places.start), self.bytes.len());
        let end = from.start(places.end);
        self.bytes.extend_from_slice(&from.bytes[start..end]);
        let moved = places.map(|place| from.ends[place] as usize - start + base);
        self.ends
            .extend(moved.map(|end| u32::try_from(end).unwrap_or(u32::MAX)));
    }

    /// Keeps the places whose text holds the word.
    pub(super) fn narrow(&self, places: &mut Bits, word: &str) {
        let finder = Finder::new(word.as_bytes());
        if places.count() <= FEW {
            places.retain(|place| finder.find(self.get(place)).is_some());
            return;
        }
        let mut found = Bits::none(self.len());
        let threads = match self.bytes.len() {
            0..ALONE => 1,
            _ => std::thread::available_parallelism()
                .map_or(1, usize::from)
                .min(MOST_THREADS),
        };
        let words_each = self.len().div_ceil(64).div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            let mut parts = found.words().chunks_mut(words_each).enumerate();
            let first = parts.next();
            for (part, words) in parts {
                let finder = &finder;
                scope.spawn(move || self.mark(finder, part * words_each * 64, words));
            }
            if let Some((_, words)) = first {
                self.mark(&finder, 0, words);
            }
        });
        places.and(&found);
    }

    /// Marks the texts from `first` on that hold the word, as far as `words` reach.
    fn mark(&self, finder: &Finder<'_>, first: usize, words: &mut [u64]) {
        let last = self.len().min(first + words.len() * 64);
        let end = self.start(last);
        let (mut place, mut at) = (first, self.start(first));
        while let Some(hit) = finder.find(&self.bytes[at..end]) {
            at += hit;
            while self.ends[place] as usize <= at {
                place += 1;
            }
            words[(place - first) / 64] |= 1 << ((place - first) % 64);
            at = self.ends[place] as usize;
            place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_leaves_the_others_as_they_were() {
        let mut texts = Texts::default();
        for text in ["one\nuno", "two", "", "four"] {
            texts.push(text);
        }
        texts.replace([(0, "1"), (2, "three\ntres\ntrois")].into_iter());
        texts.push("five");
        let lines = |place, line| String::from_utf8(texts.line(place, line).to_vec()).unwrap();
        let first: Vec<String> = (0..5).map(|place| lines(place, 0)).collect();
        assert_eq!(first, ["1", "two", "three", "four", "five"]);
        assert_eq!((lines(2, 2), lines(2, 9)), ("trois".into(), String::new()));
    }

    #[test]
    fn words_are_found_in_each_text_whether_many_are_left_or_few() {
        let texts_of = |count: usize| -> Vec<String> {
            (0..count)
                .map(|number| {
                    format!(
                        "guest {number}\nperson{number}@partner{}.example",
                        number % 90
                    )
                })
                .collect()
        };
        for count in [1, 63, 64, 65, 100_000] {
            let all = texts_of(count);
            let mut texts = Texts::default();
            all.iter().for_each(|text| texts.push(text));
            for word in ["guest", "7", "partner89", "99999", "t 6", "nobody"] {
                for base in [
                    Bits::all(count, |_| true),
                    Bits::all(count, |place| place % 50 == 0),
                ] {
                    let mut found = base.clone();
                    texts.narrow(&mut found, word);
                    let expected =
                        Bits::all(count, |place| base.has(place) && all[place].contains(word));
                    assert_eq!(found, expected, "{word} in {count}");
                }
            }
        }
    }
}
