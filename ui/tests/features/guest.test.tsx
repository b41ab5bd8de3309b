import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { sessionHandlers } from "../dev/fixture-session";
import { callsOf, openWindow, violations } from "../render";

describe("a guest's profile", () => {
  it("offers to resend while pending, and copies the redeem link it keeps", async () => {
    const { backend, user } = openWindow({}, (fixtures) => {
      fixtures.answers.copy_redeem_link = () => null;
    });
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    expect(await screen.findByRole("heading", { level: 1, name: /Mei-Lin Okafor/u })).toBeTruthy();
    const resend = await screen.findByRole("button", { name: "Resend invitation" });
    expect(resend.getAttribute("aria-disabled")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Copy redeem link" }));
    expect(await screen.findByText("Redeem link copied")).toBeTruthy();
    expect(callsOf(backend, "copy_redeem_link")).toEqual([{ id: "run-1", row: 0 }]);
    expect(await violations()).toEqual([]);
  });

  it("helps where a guest cannot accept, with cause, remedy and who can", async () => {
    const { user } = openWindow();
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    await user.click(await screen.findByRole("button", { name: "Guest cannot accept?" }));
    expect(await screen.findByRole("list", { name: "What the guest reports" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: /^AADB2B_0001/u }));
    for (const heading of ["Why", "What to do", "Who can"]) {
      expect(await screen.findByRole("heading", { name: heading })).toBeTruthy();
    }
    expect(await screen.findByText("An administrator of quillon.example")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "Copy request" })).toBeTruthy();
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

  it("closes access to those who can give none, and says why", async () => {
    const { user } = openWindow({}, (fixtures) => {
      fixtures.answers.rights = async (args, emit) => {
        const reply = await sessionHandlers(new URLSearchParams()).rights?.(args, emit);
        if (!reply?.rights) {
          throw new Error("the fixtures have no rights");
        }
        const explanation = {
          code: "noGroupAtAll",
          summary: "You may not add members to any group.",
          cause: "You own no group.",
          remedy: "Ask an owner of the group.",
          who: ["Groups Administrator"],
          setting: null,
          request: null,
        };
        return { ...reply, rights: { ...reply.rights, addToGroup: { may: "no", explanation } } };
      };
    });
    await user.click(await screen.findByRole("button", { name: "Mei-Lin Okafor" }));
    const add = await screen.findByRole("button", { name: "Add to group" });
    await waitFor(() => expect(add.getAttribute("aria-disabled")).toBe("true"));
    await user.hover(add);
    expect(await screen.findByText(/You own no group\. Ask an owner/u)).toBeTruthy();
    const assign = await screen.findByRole("button", { name: "Assign application" });
    expect(assign.getAttribute("aria-disabled")).toBeNull();
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
