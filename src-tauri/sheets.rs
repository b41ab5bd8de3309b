//! The list that is being taken into a draft: one at a time, on this side of the bridge.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::Desk;
use desk::trouble::Trouble;
use guests::draft::sheet::{
    ENCODINGS, LARGEST_FILE, Mapping, ReadOptions, Resolved, RowProblem, Sheet, Unreadable,
};
use tokio_util::sync::CancellationToken;

use crate::ipc::sheets::{
    SheetFileArgs, SheetProgress, SheetRow, SheetRowFilter, SheetRowWindow, SheetRowsArgs,
    SheetView,
};
use crate::state::Latest;

/// Most rows of a window.
const MOST_ROWS: usize = 500;
/// Longest cell that is shown, in characters.
const LONGEST_CELL: usize = 200;

/// The list in hand, and the work on it.
#[derive(Default)]
pub struct Sheets {
    current: Mutex<Option<InHand>>,
    work: Latest,
}

/// A list, as far as it has come.
struct InHand {
    name: String,
    /// Shared with whoever reads it; grows only until it is read for the first time.
    bytes: Arc<Vec<u8>>,
    sheet: Option<Arc<ReadSheet>>,
    ready: Option<Arc<ReadySheet>>,
}

/// A list as a table, under the options it was read with.
struct ReadSheet {
    options: ReadOptions,
    sheet: Sheet,
}

/// A list whose rows were judged.
pub struct ReadySheet {
    read: Arc<ReadSheet>,
    mapping: Mapping,
    resolved: Resolved,
    /// Rows that have something to tell, each once, in their order.
    told: Vec<u32>,
}

impl Sheets {
    /// Begins with a file of which nothing is here yet.
    ///
    /// # Errors
    /// It is larger than lists may be.
    pub fn begin(&self, file: &SheetFileArgs) -> Result<(), Trouble> {
        self.work.end();
        *self.lock() = None;
        let bytes = usize::try_from(file.bytes).unwrap_or(usize::MAX);
        if bytes > LARGEST_FILE {
            return Err(Trouble::unreadable(Unreadable::TooLarge));
        }
        *self.lock() = Some(InHand {
            name: file.name.clone(),
            bytes: Arc::new(Vec::with_capacity(bytes)),
            sheet: None,
            ready: None,
        });
        Ok(())
    }

    /// Adds the next piece of the file.
    ///
    /// # Errors
    /// There is no file, or it has become too large.
    pub fn add(&self, piece: &[u8]) -> Result<(), Trouble> {
        let mut current = self.lock();
        let in_hand = current.as_mut().ok_or_else(no_list)?;
        if in_hand.bytes.len() + piece.len() > LARGEST_FILE {
            *current = None;
            return Err(Trouble::unreadable(Unreadable::TooLarge));
        }
        Arc::make_mut(&mut in_hand.bytes).extend_from_slice(piece);
        Ok(())
    }

    /// Begins work on the list, ending what was under way.
    pub fn begin_work(&self) -> CancellationToken {
        self.work.begin()
    }

    /// Ends the work that is under way; the list stays.
    pub fn end_work(&self) {
        self.work.end();
    }

    /// Lets go of the list.
    pub fn close(&self) {
        self.work.end();
        *self.lock() = None;
    }

    /// Reads the list, judges every row, and looks up what it names. Without a mapping, columns mean
    /// what they seem to.
    ///
    /// # Errors
    /// The file is no list, there is none, or the work was called off.
    pub async fn read(
        &self,
        desk: &Desk,
        options: ReadOptions,
        mapping: Option<Mapping>,
        progress: impl Fn(SheetProgress) + Send + 'static,
        over: CancellationToken,
    ) -> Result<SheetView, Trouble> {
        let (bytes, known) = {
            let current = self.lock();
            let in_hand = current.as_ref().ok_or_else(no_list)?;
            let known = in_hand.sheet.clone();
            (Arc::clone(&in_hand.bytes), known)
        };
        let called_off = over.clone();
        let work = move || {
            let read = match known {
                Some(read) if read.options == options => read,
                _ => {
                    let sheet = Sheet::read(&bytes, &options).map_err(Trouble::unreadable)?;
                    Arc::new(ReadSheet { options, sheet })
                }
            };
            let mapping = mapping.unwrap_or_else(|| read.sheet.guess());
            let rows = read.sheet.rows();
            let judged = read.sheet.judge(&mapping, |done| {
                progress(SheetProgress::of(done, rows));
                !called_off.is_cancelled()
            });
            let judged = judged.ok_or_else(Trouble::cancelled)?;
            Ok::<_, Trouble>((read, mapping, judged))
        };
        let (read, mapping, judged) = tauri::async_runtime::spawn_blocking(work)
            .await
            .map_err(|error| Trouble::internal(&error.to_string()))??;
        let resolved = over
            .run_until_cancelled(desk.resolve_sheet(judged))
            .await
            .ok_or_else(Trouble::cancelled)?;
        let mut told: Vec<u32> = resolved.problems.iter().map(|one| one.row).collect();
        told.dedup();
        let ready = Arc::new(ReadySheet {
            read,
            mapping,
            resolved,
            told,
        });
        let mut current = self.lock();
        match current.as_mut() {
            Some(in_hand) if !over.is_cancelled() => {
                in_hand.sheet = Some(Arc::clone(&ready.read));
                in_hand.ready = Some(Arc::clone(&ready));
                Ok(ready.view(&in_hand.name))
            }
            _ => Err(Trouble::cancelled()),
        }
    }

    /// The list whose rows were judged, with the name of its file.
    ///
    /// # Errors
    /// There is none.
    pub fn ready(&self) -> Result<(String, Arc<ReadySheet>), Trouble> {
        let current = self.lock();
        let in_hand = current.as_ref().ok_or_else(no_list)?;
        let ready = in_hand.ready.clone().ok_or_else(no_list)?;
        Ok((in_hand.name.clone(), ready))
    }

    fn lock(&self) -> MutexGuard<'_, Option<InHand>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_list() -> Trouble {
    Trouble::not_found("The list")
}

impl ReadySheet {
    fn view(&self, name: &str) -> SheetView {
        let sheet = &self.read.sheet;
        SheetView {
            name: name.to_owned(),
            encoding: sheet.encoding().to_owned(),
            encodings: ENCODINGS.to_vec(),
            delimiter: sheet.delimiter(),
            has_header: sheet.has_header(),
            columns: sheet.columns(),
            mapping: self.mapping.clone(),
            notes: sheet
                .notes()
                .iter()
                .chain(&self.resolved.notes)
                .cloned()
                .collect(),
            counts: self.resolved.counts,
        }
    }

    /// A window of rows.
    pub fn rows(&self, wanted: &SheetRowsArgs) -> SheetRowWindow {
        let sheet = &self.read.sheet;
        let offset = wanted.offset as usize;
        let count = (wanted.count as usize).min(MOST_ROWS);
        let (total, rows): (usize, Vec<usize>) = match wanted.show {
            SheetRowFilter::All => {
                let end = sheet.rows().min(offset.saturating_add(count));
                (sheet.rows(), (offset..end).collect())
            }
            SheetRowFilter::Told => {
                let rows = self.told.iter().skip(offset).take(count);
                (self.told.len(), rows.map(|row| *row as usize).collect())
            }
        };
        SheetRowWindow {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows: rows.into_iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, row: usize) -> SheetRow {
        let sheet = &self.read.sheet;
        let cut = |cell: &str| cell.chars().take(LONGEST_CELL).collect();
        SheetRow {
            line: sheet.line(row),
            cells: (0..sheet.width())
                .map(|column| cut(sheet.cell(row, column)))
                .collect(),
            problems: self.problems_of(row).to_vec(),
        }
    }

    fn problems_of(&self, row: usize) -> &[RowProblem] {
        let problems = &self.resolved.problems;
        let start = problems.partition_point(|problem| (problem.row as usize) < row);
        let end = problems.partition_point(|problem| problem.row as usize <= row);
        &problems[start..end]
    }

    /// Everybody who can be taken.
    pub fn people(&self) -> &[guests::draft::DraftPerson] {
        &self.resolved.people
    }

    /// The rows to mend as a CSV.
    ///
    /// # Errors
    /// None today: the table is made in memory.
    pub fn problems_as_csv(&self) -> Result<Vec<u8>, Trouble> {
        self.read
            .sheet
            .problems_as_csv(&self.mapping, &self.resolved.problems)
            .map_err(|error| Trouble::internal(&error.to_string()))
    }
}

/// The name for the rows to mend of a file of this name.
pub fn name_of_problems(file: &str) -> String {
    let stem = Path::new(file).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    // What was saved before and dropped again does not grow its name each time.
    let bare = stem.split(" - problems").next().unwrap_or_default();
    format!("{bare} - problems")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: u32) -> SheetFileArgs {
        SheetFileArgs {
            name: "suppliers.csv".to_owned(),
            bytes,
        }
    }

    #[test]
    fn a_file_comes_in_pieces_and_is_never_too_large() {
        let sheets = Sheets::default();
        assert!(sheets.add(b"a").is_err(), "nothing was begun");
        let too_large = u32::try_from(LARGEST_FILE + 1).unwrap();
        let refused = sheets.begin(&file(too_large)).unwrap_err();
        assert_eq!(refused.explanation.code, "fileTooLarge");
        // What was said of its size does not count.
        sheets.begin(&file(1)).unwrap();
        sheets.add(&vec![b'a'; LARGEST_FILE]).unwrap();
        let refused = sheets.add(b"a").unwrap_err();
        assert_eq!(refused.explanation.code, "fileTooLarge");
        assert!(sheets.add(b"a").is_err(), "it was let go");
    }

    #[test]
    fn a_new_file_ends_the_work_on_the_one_before() {
        let sheets = Sheets::default();
        sheets.begin(&file(3)).unwrap();
        let work = sheets.begin_work();
        sheets.begin(&file(3)).unwrap();
        assert!(work.is_cancelled());
        assert!(sheets.ready().is_err());
    }

    #[test]
    fn rows_to_mend_are_named_after_their_file() {
        assert_eq!(name_of_problems("suppliers.csv"), "suppliers - problems");
        assert_eq!(
            name_of_problems("suppliers - problems (2).csv"),
            "suppliers - problems"
        );
    }
}
