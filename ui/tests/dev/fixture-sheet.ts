import type { Delimiter, DraftPerson, Meaning, RowProblem, SheetRow, SheetView } from "@/ipc";
import { guestRows } from "./fixture-guests";
import type { Handlers } from "./handlers";

/** How long a list takes to be read, in milliseconds; tests and the development page set it. */
export const sheetPace = { read: 0 };

const delimiters: Record<Delimiter, string> = { comma: ",", semicolon: ";", tab: "\t" };

const names: Record<string, Meaning> = {
  email: "address",
  mail: "address",
  name: "displayName",
  "redirect url": "redirectUrl",
  message: "message",
  groups: "groups",
};

interface Held {
  name: string;
  base64: string[];
  view?: SheetView;
  rows: SheetRow[];
  people: DraftPerson[];
}

let held: Held | undefined;

function hold(): Held {
  if (!held) {
    throw new Error("No list was begun.");
  }
  return held;
}

const textOf = (list: Held): string =>
  new TextDecoder().decode(
    Uint8Array.from(list.base64.map(atob).join(""), (letter) => letter.charCodeAt(0)),
  );

function trouble(code: string, summary: string, remedy: string): Error {
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw {
    code: "invalidInput",
    explanation: { code, summary, cause: summary, remedy, who: [], setting: null, request: null },
    retryAfter: null,
    service: null,
    consent: null,
  };
}

function problemOf(address: string, seen: Map<string, number>): Partial<RowProblem> | undefined {
  if (address === "") {
    return { code: "addressMissing", text: "There is no address." };
  }
  if (address.includes("+")) {
    return {
      code: "plus",
      text: "Microsoft does not accept + in an address.",
      suggestion: address.replace(/\+[^@]*/u, ""),
    };
  }
  if (!/^[^@\s]+@[^@\s]+\.[a-z]+$/u.test(address)) {
    return { code: "malformed", text: "There is no @ in it." };
  }
  const earlier = seen.get(address);
  return earlier === undefined
    ? undefined
    : {
        code: "duplicate",
        text: `This address stands in line ${earlier} too, where something else is said of it.`,
      };
}

/** Reads simple lists: no quotation marks, names of columns as in {@link names}. */
function read(list: Held, asked: Parameters<Handlers["read_sheet"]>[0]): SheetView {
  const text = textOf(list);
  if (text.startsWith("PK")) {
    trouble("fileWorkbook", "This is an Excel workbook.", "Save it as CSV UTF-8. Then use that file.");
  }
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== "");
  const first = lines[0] ?? "";
  const delimiter: Delimiter =
    asked.options.delimiter ?? (first.includes(";") ? "semicolon" : first.includes("\t") ? "tab" : "comma");
  const cells = lines.map((line) => line.split(delimiters[delimiter]).map((cell) => cell.trim()));
  const hasHeader = asked.options.header ?? !first.includes("@");
  const header = hasHeader ? (cells[0] ?? []) : [];
  const rows = hasHeader ? cells.slice(1) : cells;
  const width = Math.max(...cells.map((row) => row.length));
  const guessed = Array.from({ length: width }, (_, place) => {
    const known = names[(header[place] ?? "").toLowerCase()];
    return known ?? (!hasHeader && rows[0]?.[place]?.includes("@") ? "address" : null);
  });
  const mapping = asked.mapping ?? guessed;
  const place = (meaning: Meaning): number => mapping.indexOf(meaning);
  const cell = (row: string[], meaning: Meaning): string => row[place(meaning)] ?? "";
  const seen = new Map<string, number>();
  list.people = [];
  list.rows = rows.map((row, index) => {
    const line = index + (hasHeader ? 2 : 1);
    const address = cell(row, "address");
    const found = problemOf(address, seen);
    if (!found) {
      seen.set(address, line);
      const body = cell(row, "message");
      const groups = cell(row, "groups").split("|").filter((name) => name !== "");
      list.people.push({
        address,
        displayName: cell(row, "displayName") || null,
        userId: null,
        ...(body === "" && groups.length === 0
          ? {}
          : {
              own: {
                send: null,
                body: body === "" ? null : body,
                cc: null,
                language: null,
                redirectUrl: null,
                access: { groups: groups.map(() => "group-1"), applications: [] },
              },
            }),
      });
    }
    const column = place("address");
    const problems: RowProblem[] = found
      ? [
          {
            row: index,
            line,
            column,
            columnName: header[column] ?? null,
            code: "",
            text: "",
            suggestion: null,
            severity: "problem",
            ...found,
          },
        ]
      : [];
    return { line, cells: Array.from({ length: width }, (_, at) => row[at] ?? ""), problems };
  });
  return {
    name: list.name,
    encoding: asked.options.encoding ?? "UTF-8",
    encodings: [
      { label: "UTF-8", name: "UTF-8" },
      { label: "windows-1252", name: "Western European (Windows)" },
    ],
    delimiter,
    hasHeader,
    columns: Array.from({ length: width }, (_, at) => ({
      name: header[at] ?? null,
      samples: [...new Set(rows.map((row) => row[at] ?? ""))].filter((text) => text !== "").slice(0, 3),
    })),
    mapping,
    notes: [],
    counts: {
      rows: rows.length,
      people: list.people.length,
      withProblems: rows.length - list.people.length,
      withWarnings: 0,
      repeated: 0,
    },
  };
}

/** What `handlers.ts` wants of the commands for lists. */
export const sheetHandlers: Partial<Handlers> = {
  begin_sheet: ({ name }) => {
    held = { name, base64: [], rows: [], people: [] };
    return null;
  },
  add_to_sheet: ({ base64 }) => {
    hold().base64.push(base64);
    return null;
  },
  read_sheet: async (asked, emit) => {
    const list = hold();
    if (sheetPace.read > 0) {
      emit({ event: "reading", progress: { done: 400, rows: 1000 } });
      await new Promise((resolve) => setTimeout(resolve, sheetPace.read));
    }
    try {
      const sheet = read(list, asked);
      emit({ event: "read", sheet });
    } catch (thrown) {
      emit({ event: "failed", trouble: thrown as never });
    }
    return null;
  },
  cancel_sheet: () => null,
  sheet_rows: ({ show, offset, count }) => {
    const rows = show === "all" ? hold().rows : hold().rows.filter((row) => row.problems.length > 0);
    return { total: rows.length, rows: rows.slice(offset, offset + count) };
  },
  sheet_people: ({ matchGuests }) => {
    const people = hold().people.map((person) => {
      const guest = matchGuests ? guestRows.find((row) => row.mail === person.address) : undefined;
      return guest ? { ...person, displayName: guest.displayName, userId: guest.id } : person;
    });
    return { people, guests: people.filter((person) => person.userId !== null).length };
  },
  save_sheet_problems: () => ({ id: 0, name: "suppliers - problems.csv", folder: "/home/ines/Downloads" }),
  show_exported_file: () => null,
  close_sheet: () => {
    held = undefined;
    return null;
  },
};
