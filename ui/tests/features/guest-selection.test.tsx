import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GuestQuery } from "@/ipc";
import type { FixtureBackend } from "../dev/fixture-backend";
import { guestRows } from "../dev/fixture-guests";
import { callsOf, openWindow } from "../render";

const many = 8000;
const idOf = (index: number): string => `many-${index}`;
const ids = Array.from({ length: many }, (_, index) => idOf(index));

/** A directory of 8,000 guests, every second of whom is pending. */
function largeDirectory({ answers }: FixtureBackend): void {
  const [like] = guestRows;
  answers.guests = ({ offset, count }) => ({
    total: many,
    offset,
    rows: ids.slice(offset, offset + count).map((id, at) => ({
      ...like!,
      id,
      displayName: `Guest ${offset + at}`,
      mail: `${id}@many.example`,
    })),
  });
  answers.guest_ids = ({ offset, count }) => ids.slice(offset, offset + count);
  answers.pending_guests = ({ ids: chosen }) =>
    chosen.filter((id) => Number(id.slice("many-".length)) % 2 === 0);
  const draftOf = (kind: "resend" | "giveAccess") => ({ ids: chosen }: { ids: string[] }) => ({
    gone: 2,
    draft: {
      kind,
      people: chosen.slice(2).map((id) => ({ address: `${id}@many.example`, displayName: id, userId: id })),
      message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
      access: { groups: [], applications: [] },
      mailPendingAgain: false,
    },
  });
  answers.resend_draft = draftOf("resend");
  answers.access_draft = draftOf("giveAccess");
}

const selectAll = async (user: ReturnType<typeof openWindow>["user"]): Promise<void> => {
  await screen.findByRole("checkbox", { name: "Select Guest 0" });
  await user.click(await screen.findByRole("checkbox", { name: "Select all" }));
};
const isChecked = (name: string): boolean =>
  screen.getByRole<HTMLInputElement>("checkbox", { name }).checked;

describe("a selection of guests", () => {
  it("holds all that match, and takes the pending of them to the resend", async () => {
    const { user, backend } = openWindow({}, largeDirectory);
    await selectAll(user);
    expect(await screen.findByText("8,000")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: /Resend invitation\s*4,?000/u }));
    expect(await screen.findByRole("button", { name: /^Review 3,998 invitations$/u })).toBeTruthy();
    expect(await screen.findByText(/2 guests who were selected are not in the directory/u)).toBeTruthy();
    const [asked] = callsOf(backend, "resend_draft") as { ids: string[] }[];
    expect(asked?.ids).toHaveLength(4000);
    // All at once, and not a window's worth.
    expect((callsOf(backend, "guest_ids")[0] as GuestQuery).count).toBeGreaterThan(many);
  });

  it("takes all of them to a group or an application", async () => {
    const { user, backend } = openWindow({}, largeDirectory);
    await selectAll(user);
    await user.click(await screen.findByRole("button", { name: "Assign application" }));
    await waitFor(() => {
      const [asked] = callsOf(backend, "access_draft") as { ids: string[] }[];
      expect(asked?.ids).toHaveLength(many);
    });
  });

  it("asks for the ids of a range that was never in view", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
    screen.getByRole("row", { name: /Mei-Lin Okafor mei/u }).focus();
    await user.keyboard("{Shift>}{End}{/Shift}");
    const clear = await screen.findByRole("button", { name: "Clear selection" });
    await waitFor(() => expect(clear.parentElement?.textContent).toBe("340 selected"));
  });

  it("offers no resend before it is known who is pending, and says so where it cannot be", async () => {
    const { user, backend } = openWindow({}, (before) => {
      before.answers.pending_guests = () => new Promise(() => undefined) as never;
    });
    await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
    const resend = await screen.findByRole("button", { name: /^Resend invitation/u });
    expect(resend.getAttribute("aria-disabled")).toBe("true");
    await waitFor(() => expect(callsOf(backend, "pending_guests")).toHaveLength(1));
    expect(resend.getAttribute("aria-disabled")).toBe("true");
    backend.answers.pending_guests = () => {
      throw new Error("The store cannot be read.");
    };
    await user.click(await screen.findByRole("checkbox", { name: "Select Tomás Herrera" }));
    expect(await screen.findByText(/could not be read|store cannot be read/iu)).toBeTruthy();
    expect(resend.getAttribute("aria-disabled")).toBe("true");
  });

  it("is asked about once it has come to rest, not at every key", async () => {
    const { user, backend } = openWindow({}, largeDirectory);
    await selectAll(user);
    await screen.findByRole("button", { name: /Resend invitation\s*4,?000/u });
    const before = callsOf(backend, "pending_guests").length;
    // In quicker succession than any typing: three even ones are taken out, and one is put in again.
    for (const index of [0, 2, 4, 4]) {
      fireEvent.click(screen.getByRole("checkbox", { name: `Select Guest ${index}` }));
    }
    expect(await screen.findByRole("button", { name: /Resend invitation\s*3,?998/u })).toBeTruthy();
    expect(callsOf(backend, "pending_guests").length - before).toBeLessThan(4);
  });

  it("is there again after a look at one guest, and so is the place", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
    await user.click(await screen.findByRole("checkbox", { name: "Select Rohan Deshpande" }));
    await user.click(await screen.findByRole("button", { name: "Tomás Herrera" }));
    await screen.findByRole("heading", { level: 1, name: /Tomás Herrera/u });
    await user.click((await screen.findAllByRole("button", { name: "Guests" })).at(-1)!);
    await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" });
    expect(isChecked("Select Mei-Lin Okafor")).toBe(true);
    expect(isChecked("Select Rohan Deshpande")).toBe(true);
    expect(isChecked("Select Tomás Herrera")).toBe(false);
    expect(screen.getByRole("row", { name: /Tomás Herrera tom/u }).tabIndex).toBe(0);
  });

  it("ticks the box of the head only where all of this list were selected", async () => {
    const { user } = openWindow({}, (backend) => {
      const answer = backend.answers;
      answer.guests = ({ states, offset }) => {
        const rows = states.length > 0 ? guestRows.slice(10, 12) : guestRows.slice(0, 2);
        return { total: 2, offset, rows };
      };
      answer.guest_ids = () => guestRows.slice(0, 2).map((row) => row.id);
    });
    await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" });
    await user.click(await screen.findByRole("checkbox", { name: "Select all" }));
    await waitFor(() => expect(isChecked("Select all")).toBe(true));
    await user.click(await screen.findByRole("radio", { name: /Blocked/u }));
    await waitFor(() => expect(isChecked("Select all")).toBe(false));
  });
});
