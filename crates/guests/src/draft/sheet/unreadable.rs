//! Why a file is no list.

use crate::explanation::Explanation;

/// A file from which no list can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It names columns, and nobody stands below.
    #[error("the file has no rows")]
    NoRows,
    /// It is larger than [`super::LARGEST_FILE`].
    #[error("the file is too large")]
    TooLarge,
    /// It has more rows than [`super::MOST_ROWS`].
    #[error("the file has too many rows")]
    TooManyRows,
    /// An Excel workbook.
    #[error("the file is an Excel workbook")]
    Workbook,
    /// An OpenDocument spreadsheet.
    #[error("the file is an OpenDocument spreadsheet")]
    OpenDocument,
    /// Some other archive.
    #[error("the file is an archive")]
    Archive,
    /// A PDF.
    #[error("the file is a PDF")]
    Pdf,
    /// A web page, which some programs give the name of a spreadsheet.
    #[error("the file is a web page")]
    WebPage,
    /// A document of a word processor.
    #[error("the file is a formatted document")]
    Document,
    /// No text at all.
    #[error("the file is not text")]
    Binary,
}

/// How a list is saved from a spreadsheet.
const SAVE_AS_CSV: &str = "Open it in your spreadsheet program, choose Save As, and save it as CSV UTF-8. Then use that file.";

impl Unreadable {
    /// What to tell the person.
    pub fn explanation(self) -> Explanation {
        let (code, summary, cause, remedy) = match self {
            Self::Empty => (
                "fileEmpty",
                "The file is empty.",
                "There is no text in it.",
                "Choose a file with at least one address.",
            ),
            Self::NoRows => (
                "fileNoRows",
                "There is nobody in the file.",
                "It names its columns, and no row stands below.",
                "Add a row for each person, and use the file again.",
            ),
            Self::TooLarge => (
                "fileTooLarge",
                "The file is too large.",
                "Lists of up to 50 MB are read.",
                "Split the file and use its parts one after the other.",
            ),
            Self::TooManyRows => (
                "fileTooManyRows",
                "The file has too many rows.",
                "Lists of up to 1,000,000 rows are read.",
                "Split the file and use its parts one after the other.",
            ),
            Self::Workbook => (
                "fileWorkbook",
                "This is an Excel workbook.",
                "Usher reads lists in text form: CSV, with commas, semicolons or tabs.",
                SAVE_AS_CSV,
            ),
            Self::OpenDocument => (
                "fileOpenDocument",
                "This is an OpenDocument spreadsheet.",
                "Usher reads lists in text form: CSV, with commas, semicolons or tabs.",
                SAVE_AS_CSV,
            ),
            Self::Archive => (
                "fileArchive",
                "This is a ZIP archive.",
                "The list may be inside, but Usher does not unpack archives.",
                "Unpack it, then use the CSV file that is in it.",
            ),
            Self::Pdf => (
                "filePdf",
                "This is a PDF.",
                "A PDF holds a picture of a list, not the list.",
                "Ask for the list as CSV, or copy the addresses out of it and use Paste list.",
            ),
            Self::WebPage => (
                "fileWebPage",
                "This is a web page.",
                "Some programs save web pages under the name of a spreadsheet.",
                SAVE_AS_CSV,
            ),
            Self::Document => (
                "fileDocument",
                "This is a formatted document.",
                "Usher reads lists in text form: CSV, with commas, semicolons or tabs.",
                "Save it as plain text or CSV, or copy the addresses out of it and use Paste list.",
            ),
            Self::Binary => (
                "fileBinary",
                "This is not a text file.",
                "It holds characters that no list has.",
                "Choose a CSV file.",
            ),
        };
        Explanation::new(code, summary, cause, remedy)
    }
}
