import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { createRenderer } from "@/griffel";
import { matches } from "@/components/shell/palette-entries";
import { callsOf, openWindow, violations } from "../render";

describe("the shell", () => {
  it("goes anywhere and does anything by the palette", async () => {
    const { backend, user } = openWindow();
    await screen.findByRole("heading", { level: 1, name: "Guests" });
    await user.keyboard("{Control>}k{/Control}");
    const input = await screen.findByRole("combobox", { name: "Search guests, groups and commands" });
    expect(await violations()).toEqual([]);
    for (const label of ["Invite guests", "Groups", "Applications", "Activity", "Settings", "Sign out"]) {
      expect(await screen.findByRole("option", { name: label })).toBeTruthy();
    }
    await user.type(input, "applic");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Applications" })).toBeTruthy();
    expect(callsOf(backend, "applications").length).toBeGreaterThan(0);
  });

  it("finds a guest by the palette, accents left out", async () => {
    const { backend, user } = openWindow();
    await screen.findByRole("heading", { level: 1, name: "Guests" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(
      await screen.findByRole("combobox", { name: "Search guests, groups and commands" }),
      "tomas.herrera@",
    );
    // The dialog's own guard hides it from the accessibility tree in jsdom, where nothing has a size.
    await user.click(
      await screen.findByRole("option", { name: /^Tomás Herrera\s*tomas\.herrera@/u, hidden: true }),
    );
    expect(await screen.findByRole("heading", { level: 1, name: /Tomás Herrera/u })).toBeTruthy();
    expect(callsOf(backend, "guest_profile")).toHaveLength(1);
  });

  it("goes round its regions with F6", async () => {
    const { user } = openWindow();
    await screen.findByRole("heading", { level: 1, name: "Guests" });
    await screen.findByRole("button", { name: "Outbox" });
    const seen: (string | null | undefined)[] = [];
    for (let round = 0; round < 4; round += 1) {
      await user.keyboard("{F6}");
      seen.push(document.activeElement?.closest("[data-region]")?.getAttribute("data-region"));
    }
    expect(new Set(seen)).toEqual(new Set(["strip", "header", "rail", "panel"]));
    await user.keyboard("{Shift>}{F6}{/Shift}");
    expect(
      document.activeElement?.closest("[data-region]")?.getAttribute("data-region"),
    ).toBe(seen.at(-2));
  });

  it("asks before the practice tenant is started afresh", async () => {
    const { backend, user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Start afresh" }));
    expect(
      await screen.findByRole("alertdialog", { name: "Start the practice tenant afresh?" }),
    ).toBeTruthy();
    expect(callsOf(backend, "start_practice_afresh")).toEqual([]);
  });

  it("signs out to the first screen", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: /Ines Duarte\s+User Administrator/u }));
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    await waitFor(() =>
      expect(screen.getByRole("heading", { name: "Sign in to Usher" })).toBeTruthy(),
    );
  });

  it("finds commands without accents and in any order of words", () => {
    expect(matches("Resend invitation", "invit resend")).toBe(true);
    expect(matches("Tomás", "tomas")).toBe(true);
    expect(matches("Groups", "guests")).toBe(false);
  });
});

describe("styles", () => {
  it("carry the nonce that the shell stamps on the page", () => {
    const page = document.implementation.createHTMLDocument();
    const carrier = page.createElement("style");
    carrier.id = "griffel";
    carrier.nonce = "r4nd0m";
    page.head.append(carrier);
    const renderer = createRenderer(page);
    renderer.insertCSSRules({ d: [".test { color: red }"] });
    const made = page.querySelector("style[data-make-styles-bucket]");
    expect((made as HTMLStyleElement | null)?.nonce ?? made?.getAttribute("nonce")).toBe("r4nd0m");
  });
});
