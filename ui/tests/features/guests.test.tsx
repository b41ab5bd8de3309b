import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GuestQuery } from "@/ipc";
import { callsOf, openWindow, violations } from "../render";

const row = (name: RegExp): Promise<HTMLElement> => screen.findByRole("row", { name });

describe("guests", () => {
  it("shows the tenant's numbers and the list, without a fault for axe", async () => {
    openWindow();
    expect(await screen.findByRole("radio", { name: /340\s*All/u })).toBeTruthy();
    const mei = await row(/Mei-Lin Okafor mei/u);
    expect(await within(mei).findByText("Pending acceptance")).toBeTruthy();
    expect(await screen.findByText("User Administrator")).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("filters by a tile and by text, and says what matches", async () => {
    const { backend, user } = openWindow();
    await user.click(await screen.findByRole("radio", { name: /Blocked/u }));
    await waitFor(() =>
      expect((callsOf(backend, "guests").at(-1) as GuestQuery).states).toEqual(["blocked"]),
    );
    await user.type(await screen.findByRole("searchbox", { name: "Search name, email, company" }), "nobody");
    expect(await screen.findByText("No guests match")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: /Without “nobody”: 26 guests/u }));
    expect(await screen.findByText(/of 26$/u)).toBeTruthy();
  });

  it("sorts by a column", async () => {
    const { backend, user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Email" }));
    await waitFor(() => {
      const query = callsOf(backend, "guests").at(-1) as GuestQuery;
      expect([query.sort, query.descending]).toEqual(["mail", false]);
    });
  });

  it("offers to resend to those of the selection who are pending", async () => {
    const { user } = openWindow();
    const resend = await screen.findByRole("button", { name: "Resend invitation" });
    expect(resend.getAttribute("aria-disabled")).toBe("true");
    await user.click(await screen.findByRole("checkbox", { name: "Select Tomás Herrera" }));
    expect(await screen.findByText("1")).toBeTruthy();
    expect(resend.getAttribute("aria-disabled")).toBe("true");
    await user.click(await screen.findByRole("checkbox", { name: "Select Mei-Lin Okafor" }));
    const counted = await screen.findByRole("button", { name: /Resend invitation\s*1/u });
    expect(counted.getAttribute("aria-disabled")).toBeNull();
  });

  it("draws directory text as text, with invisible characters visible", async () => {
    openWindow();
    await row(/Mei-Lin Okafor mei/u);
    const markup = await screen.findByText("<b>Bold</b> & Co");
    expect(markup.querySelector("b")).toBeNull();
    expect(await screen.findByText("U+202E")).toBeTruthy();
  });

  it("refetches what the shell says has changed, and nothing else", async () => {
    const { backend } = openWindow();
    await row(/Mei-Lin Okafor mei/u);
    const before = callsOf(backend, "guests").length;
    const rights = callsOf(backend, "rights").length;
    backend.change(["guests"]);
    await waitFor(() => expect(callsOf(backend, "guests").length).toBeGreaterThan(before));
    expect(callsOf(backend, "rights").length).toBe(rights);
  });

  it("asks for the permission it lacks in its own place", async () => {
    const { user } = openWindow({}, (backend) => {
      backend.answers.sync_status = () => ({
        phase: "failed",
        loaded: 0,
        expected: null,
        synced: null,
        note: null,
        trouble: {
          code: "consentRequired",
          explanation: {
            code: "consentRequired",
            summary: "A permission is missing",
            cause: "",
            remedy: "",
            who: [],
            setting: null,
            request: null,
          },
          retryAfter: null,
          service: null,
          consent: {
            feature: "guests",
            scopes: [{ scope: "User.Read.All", why: "To read the guests." }],
            mayApprove: true,
            adminConsentUrl: "https://login.microsoftonline.com/x",
            request: "Please approve",
          },
        },
      });
    });
    expect(await screen.findByText("User.Read.All")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Approve with a code" }));
    await user.click(await screen.findByRole("button", { name: "Get a code" }));
    expect(await screen.findByRole("img", { name: "Code L 3 D 8 Q 7 H K X" })).toBeTruthy();
  });
});
