import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { callsOf, openWindow, violations } from "../render";

describe("a guest's profile", () => {
  it("offers to resend while pending, and copies the redeem link it keeps", async () => {
    const { backend, user } = openWindow({}, (fixtures) => {
      fixtures.answers.copy_redeem_link = () => null;
    });
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    expect(await screen.findByRole("heading", { level: 1, name: /Mei-Lin Okafor/u })).toBeTruthy();
    const resend = screen.getByRole("button", { name: "Resend invitation" });
    expect(resend.getAttribute("aria-disabled")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Copy redeem link" }));
    expect(await screen.findByText("Redeem link copied")).toBeTruthy();
    expect(callsOf(backend, "copy_redeem_link")).toEqual([{ id: "run-1", row: 0 }]);
    expect(await violations()).toEqual([]);
  });

  it("says why an accepted invitation cannot be resent", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Tomás Herrera" }));
    const resend = await screen.findByRole("button", { name: "Resend invitation" });
    expect(resend.getAttribute("aria-disabled")).toBe("true");
    await user.hover(resend);
    expect(await screen.findByText("The guest has accepted the invitation.", { selector: "[role='tooltip'] *, [role='tooltip']" })).toBeTruthy();
  });

  it("shows groups and applications, and walks through the list it came from", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    await user.click(await screen.findByRole("tab", { name: /Groups/u }));
    expect(await screen.findByRole("table", { name: "Groups of this guest" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Next guest" }));
    expect(await screen.findByRole("heading", { level: 1, name: /Tomás Herrera/u })).toBeTruthy();
  });
});
