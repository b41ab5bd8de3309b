import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Draft } from "@/ipc";
import { groupRows } from "../dev/fixture-access";
import { callsOf, openWindow, violations } from "../render";

const empty: Draft = {
  kind: "giveAccess",
  people: [],
  message: { send: true, body: null, cc: null, language: null, redirectUrl: "https://myapps.microsoft.com" },
  access: { groups: [], applications: [] },
  mailPendingAgain: false,
};

describe("groups", () => {
  it("lists those that cannot take guests with the reason", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    const litware = await screen.findByRole("row", { name: /All guests of Litware/u });
    expect(await within(litware).findByText("Its membership follows a rule.")).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("closes adding where the group takes no guests, and says who can", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    await user.click(await screen.findByRole("button", { name: "Finance announcements" }));
    const add = await screen.findByRole("button", { name: "Add guests" });
    expect(add.getAttribute("aria-disabled")).toBe("true");
    expect((await screen.findAllByText(/Who can: Exchange Administrator/u)).length).toBeGreaterThan(0);
  });

  it("puts existing guests on the one road, those who are members left out", async () => {
    const { backend, user } = openWindow({}, (fixtures) => {
      fixtures.answers.draft_defaults = ({ kind }) => ({ ...empty, kind });
    });
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    await user.click(await screen.findByRole("button", { name: "Suppliers Q4" }));
    await user.click(await screen.findByRole("button", { name: "Add guests" }));
    const dialog = await screen.findByRole("dialog", { name: "Add guests to the group" });
    const search = await within(dialog).findByRole("combobox", { name: "Search guests" });
    await user.type(search, "Farid Rahimov");
    await user.click(await within(dialog).findByRole("option", { name: /^Farid Rahimov farid/u }));
    await user.clear(search);
    await user.type(search, "Mei-Lin Okafor");
    const member = await within(dialog).findByRole("option", { name: /Already a member/u });
    expect(member.getAttribute("aria-disabled")).toBe("true");
    await user.click(await within(dialog).findByRole("button", { name: "Continue with 1 guest" }));
    await waitFor(() =>
      expect(callsOf(backend, "draft_defaults")).toContainEqual({ kind: "giveAccess" }),
    );
  });
});

describe("a search for groups", () => {
  it("that was called off shows no answer to an earlier text, and is taken up again", async () => {
    const { backend, user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    await screen.findByRole("button", { name: "SG-Partner-Read" });
    Object.assign(backend.answers, { groups: () => new Promise(() => undefined) });
    await user.type(await screen.findByRole("searchbox", { name: "Search groups" }), "suppliers");
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByText("The reading was cancelled")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "SG-Partner-Read" })).toBeNull();
    delete backend.answers.groups;
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "Suppliers Q4" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "SG-Partner-Read" })).toBeNull();
  });

  it("says why it is not known whether a group takes guests", async () => {
    const { user } = openWindow({}, ({ answers }) => {
      const [row] = groupRows;
      answers.groups = () => ({
        rows: row ? [{ ...row, mayAdd: { may: "unknown", why: "Your roles could not be read." } }] : [],
        more: false,
      });
    });
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    expect(await screen.findByText("Not known, will be tried: Your roles could not be read.")).toBeTruthy();
  });
});

describe("applications", () => {
  it("asks for the role before the guests where there are several", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Applications" }));
    await user.click(await screen.findByRole("button", { name: "Supplier Portal" }));
    await user.click(await screen.findByRole("button", { name: "Assign guests" }));
    await user.click(await screen.findByRole("radio", { name: "Viewer" }));
    await user.click(await screen.findByRole("button", { name: "Assign this role" }));
    expect(
      await screen.findByRole("dialog", { name: "Assign guests to the application" }),
    ).toBeTruthy();
  });
});
