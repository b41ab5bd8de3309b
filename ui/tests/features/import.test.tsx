import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { DraftArgs, ReadSheetArgs, SessionState } from "@/ipc";
import { composeAs, composition } from "@/features/invite/compose-store";
import { mapped } from "@/features/import/use-sheet";
import { ownWords } from "@/features/import/words";
import { forgetPlan } from "@/features/run/planning";
import { dropList } from "../dev/drop-list";
import { guestRows } from "../dev/fixture-guests";
import { resetRuns } from "../dev/fixture-runs";
import { sheetPace } from "../dev/fixture-sheet";
import { callsOf, openWindow, violations, type Opened } from "../render";

const list = [
  "Email;Name;Message;Groups;Phone",
  "anna@new.example;Anna Berg;Welcome;Suppliers Q4;1",
  "bo+b@new.example;Bob;;;2",
  "carl@new.example;Carl;;;3",
  ";Nobody;;;4",
].join("\r\n");

async function openInvite(): Promise<Opened> {
  const opened = openWindow();
  await opened.user.click(await screen.findByRole("button", { name: "Invite" }));
  await screen.findByRole("textbox", { name: "Redirect URL" });
  return opened;
}

const dialog = (): Promise<HTMLElement> => screen.findByRole("dialog", { name: /^Add from a list/u });

async function choose(user: UserEvent, column: string, meaning: string): Promise<void> {
  await user.click(await screen.findByRole("combobox", { name: `Meaning of ${column}` }));
  await user.click(await screen.findByRole("option", { name: meaning }));
}

afterEach(() => {
  composeAs(undefined);
  forgetPlan();
  resetRuns();
  sheetPace.read = 0;
});

describe("a list that is dropped", () => {
  it("shows what it is, what is wrong with which row, and adds the others", async () => {
    const { user, backend } = await openInvite();
    dropList(list);
    const shown = await dialog();
    const rows = await within(shown).findByRole("status", { name: "Rows" });
    expect(rows.textContent).toBe("2 people ready2 rows with problems");
    expect((await within(shown).findByRole("combobox", { name: "Delimiter" })).textContent).toBe("Semicolon");
    expect(await violations()).toEqual([]);

    await user.click(await within(shown).findByRole("tab", { name: /^Problems 2/u }));
    const problems = await within(shown).findByRole("grid", { name: "Problems" });
    expect(await within(problems).findByText(/Did you mean bo@new.example\?/u)).toBeTruthy();
    expect(await within(problems).findByText("3")).toBeTruthy();
    expect(await within(problems).findByText(/There is no address/u)).toBeTruthy();
    await user.click(await within(shown).findByRole("tab", { name: /^All rows 4/u }));
    expect(await within(shown).findByText("Anna Berg")).toBeTruthy();

    await user.click(await within(shown).findByRole("button", { name: "Add 2 people" }));
    expect(await screen.findByText("2 addresses from 1 domain")).toBeTruthy();
    expect((await screen.findAllByText("2 people added")).length).toBeGreaterThan(0);
    expect(await screen.findByText(/1 person has a message of their own/u)).toBeTruthy();
    expect(await screen.findByText(/access from the list/u)).toBeTruthy();
    await waitFor(() => expect(callsOf(backend, "close_sheet")).toHaveLength(1));

    // What the list says of one person goes into the plan, and is told in the list.
    await user.click(await screen.findByRole("button", { name: "Edit list" }));
    expect(await screen.findByText("own message · 1 group")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Done" }));
    await user.click(await screen.findByRole("button", { name: "Review 2 people" }));
    await screen.findByRole("grid", { name: "Plan" });
    const [planned] = callsOf(backend, "make_plan") as DraftArgs[];
    expect(planned?.draft.people[0]?.own?.body).toBe("Welcome");
    expect(planned?.draft.people[1]?.own).toBeUndefined();
  });

  it("is read anew when the person says what a column means", async () => {
    const { user, backend } = await openInvite();
    dropList("Kontakt;Email\nanna@new.example;office@new.example\nbob@new.example;office@new.example\n");
    await dialog();
    expect(await screen.findByRole("button", { name: "Add 1 person" })).toBeTruthy();
    await choose(user, "Kontakt", "Email");
    expect(await screen.findByRole("button", { name: "Add 2 people" })).toBeTruthy();
    const last = (callsOf(backend, "read_sheet") as ReadSheetArgs[]).at(-1);
    expect(last?.mapping).toEqual(["address", null]);
    await choose(user, "Kontakt", "Not used");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Add 0 people" }).getAttribute("aria-disabled")).toBe("true"),
    );
    await user.click(await screen.findByRole("switch", { name: "First row names the columns" }));
    expect(await screen.findByRole("tab", { name: /^All rows 3/u })).toBeTruthy();
  });

  it("saves its problems, and what was mended is added without asking for the rest again", async () => {
    const { user, backend } = await openInvite();
    dropList(list);
    await dialog();
    await user.click(await screen.findByRole("button", { name: "Save problems as CSV" }));
    expect(await screen.findByText("Saved suppliers - problems.csv")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Show in folder" }));
    expect(callsOf(backend, "show_exported_file")).toEqual([{ id: 0 }]);
    await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
    await screen.findByText("2 addresses from 1 domain");
    dropList("Email\nbo@new.example\nanna@new.example\n", "suppliers - problems.csv");
    await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
    expect(await screen.findByText("3 addresses from 1 domain")).toBeTruthy();
    expect((await screen.findAllByText("1 person of the list was there already.")).length).toBeGreaterThan(0);
  });

  it("gives its details to people who are there already, and says so", async () => {
    const { user } = await openInvite();
    await user.click(await screen.findByRole("textbox", { name: "Email" }));
    await user.paste("anna@new.example, ");
    await screen.findByRole("button", { name: "Review 1 person" });
    dropList(list);
    await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
    expect((await screen.findAllByText("1 person who was there already was updated.")).length).toBeGreaterThan(0);
    const [anna] = composition("invite").people;
    expect([anna?.displayName, anna?.own?.body]).toEqual(["Anna Berg", "Welcome"]);
    // The same list once more, with a column that was not taken at first.
    dropList("Email;Note\nanna@new.example;Hello\ncarl@new.example;Hi");
    await choose(user, "Note", "Message");
    await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
    expect((await screen.findAllByText("2 people updated")).length).toBeGreaterThan(0);
    expect(composition("invite").people.map((person) => person.own?.body)).toEqual(["Hello", "Hi"]);
  });

  it("is not added once it was cancelled while it was being added", async () => {
    const { user, backend } = openWindow();
    await screen.findByRole("grid", { name: "Guests" });
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    backend.answers.sheet_people = async () => {
      await asked;
      return { people: [{ address: "anna@new.example", displayName: null, userId: null }], guests: 0 };
    };
    dropList(list);
    await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    answer();
    await waitFor(() => expect(callsOf(backend, "draft_defaults")).toHaveLength(1));
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(composition("invite").people).toEqual([]);
    expect(await screen.findByRole("heading", { level: 1, name: "Guests" })).toBeTruthy();
  });

  it("and what its columns mean are not lost by Escape or a click beside it", async () => {
    const { user } = await openInvite();
    dropList("Kontakt;Email\nanna@new.example;office@new.example\n");
    await dialog();
    await choose(user, "Kontakt", "Email");
    await screen.findByRole("combobox", { name: "Meaning of Kontakt" });
    await user.keyboard("{Escape}");
    expect(await dialog()).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

    await user.click(await screen.findByRole("button", { name: "Paste list" }));
    const field = await screen.findByRole("textbox", { name: "Addresses" });
    await user.type(field, "anna@new.example");
    await user.keyboard("{Escape}");
    expect(await screen.findByDisplayValue("anna@new.example")).toBeTruthy();
    await user.clear(field);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("that is no list says what it is, and takes another file", async () => {
    const { user } = await openInvite();
    dropList("PK\u0003\u0004", "book.xlsx");
    expect(await screen.findByText("This is an Excel workbook.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add" })).toBeNull();
    const file = new File(["Email\nanna@new.example\n"], "list.csv", { type: "text/csv" });
    const shown = await dialog();
    const input = shown.querySelector("input[type=file]");
    await user.upload(input as HTMLInputElement, file);
    await user.click(await screen.findByRole("button", { name: "Add 1 person" }));
    expect(await screen.findByText("1 address from 1 domain")).toBeTruthy();
  });

  it("can be given up while it is read", async () => {
    sheetPace.read = 100_000;
    const { user, backend } = await openInvite();
    dropList(list);
    expect(await screen.findByRole("progressbar", { name: "Checking the rows" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(callsOf(backend, "close_sheet")).toHaveLength(1);
    expect(composition("invite").people).toEqual([]);
  });

  it("as the first thing done in the window is kept, for one account and then for another", async () => {
    const { user, backend } = openWindow();
    const dropOnGuests = async (): Promise<void> => {
      await screen.findByRole("grid", { name: "Guests" });
      dropList(list);
      await user.click(await screen.findByRole("button", { name: "Add 2 people" }));
      expect(await screen.findByText("2 addresses from 1 domain")).toBeTruthy();
    };
    await dropOnGuests();
    const session = (await backend.call("session_state", { args: null })) as SessionState;
    if (session.state !== "signedIn") {
      throw new Error("nobody is signed in");
    }
    backend.answers.session_state = () => ({ ...session, session: { ...session.session, key: "another" } });
    backend.change(["session"]);
    await dropOnGuests();
  });

  it("on the guests' page may be for guests who are there", async () => {
    const { user, backend } = openWindow();
    await screen.findByRole("grid", { name: "Guests" });
    const mails = guestRows.slice(0, 2).map((row) => row.mail);
    dropList(["Email", ...mails, "stranger@new.example"].join("\n"));
    await user.click(await screen.findByRole("radio", { name: "Give access" }));
    expect(await screen.findByText("2 people of 3 are guests here")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Continue with 3 people" }));
    expect(await screen.findByRole("heading", { name: "Give access" })).toBeTruthy();
    expect((await screen.findAllByText("stranger@new.example")).length).toBeGreaterThan(0);
    expect(composition("giveAccess").people.map((person) => person.userId)).toEqual([
      guestRows[0]?.id,
      guestRows[1]?.id,
      null,
    ]);
    expect(callsOf(backend, "access_draft")).toEqual([]);
  });

  it("says what dropping does before it is dropped, and nothing over a dialog", async () => {
    const { user } = await openInvite();
    const dataTransfer = { files: [], types: ["Files"] };
    fireEvent.dragEnter(document.body, { dataTransfer });
    expect(await screen.findByText("Drop the file here")).toBeTruthy();
    fireEvent.dragLeave(document.body, { dataTransfer });
    expect(screen.queryByText("Drop the file here")).toBeNull();
    fireEvent.dragEnter(document.body, { dataTransfer: { files: [], types: ["text/plain"] } });
    expect(screen.queryByText("Drop the file here")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Paste list" }));
    fireEvent.dragEnter(document.body, { dataTransfer });
    expect(screen.queryByText("Drop the file here")).toBeNull();
    dropList(list);
    expect(screen.queryByRole("dialog", { name: /^Add from a list/u })).toBeNull();
  });
});

describe("words and columns", () => {
  it("moves a meaning that one column can have, and shares those that several can", () => {
    expect(mapped(["address", null, "groups"], 1, "address")).toEqual([null, "address", "groups"]);
    expect(mapped(["address", null, "groups"], 1, "groups")).toEqual(["address", "groups", "groups"]);
    expect(mapped(["address", "cc"], 1, null)).toEqual(["address", null]);
  });

  it("tells what a list says of one person", () => {
    const nothing = {
      send: null,
      body: null,
      cc: null,
      language: null,
      redirectUrl: null,
      access: { groups: [], applications: [] },
    };
    expect(ownWords(undefined)).toBe("");
    expect(ownWords(nothing)).toBe("");
    expect(
      ownWords({ ...nothing, send: false, cc: "c@x.example", language: "de-DE", access: { groups: ["a", "b"], applications: [] } }),
    ).toBe("no mail · de-DE · own Cc · 2 groups");
  });
});
