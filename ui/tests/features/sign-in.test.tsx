import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { codeGroups } from "@/features/sign-in/device-code";
import { clientIdProblem, tenantProblem } from "@/features/sign-in/fields";
import { announcement, clockTime } from "@/features/sign-in/time-ring";
import { TroubleError } from "@/ipc";
import { blocked } from "../dev/fixture-session";
import { callsOf, openWindow, violations } from "../render";

describe("sign-in", () => {
  it("opens the practice tenant with one click, and copies the code on opening the page", async () => {
    const { backend, user } = openWindow({ signedOut: "" });
    expect(await screen.findByRole("heading", { name: "Sign in to Usher" })).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await screen.findByRole("button", { name: "Open practice tenant" }));
    expect(await screen.findByRole("img", { name: "Code L 3 D 8 Q 7 H K X" })).toBeTruthy();
    expect(callsOf(backend, "sign_in")).toEqual([{ to: "practice" }]);
    await user.click(await screen.findByRole("button", { name: "Open sign-in page" }));
    expect(await screen.findByText("Copied")).toBeTruthy();
    expect(callsOf(backend, "open_sign_in_page")).toHaveLength(1);
    expect(callsOf(backend, "copy_user_code")).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it("tells that no browser was opened and no code copied", async () => {
    const fail = (): never => {
      throw new Error("There is none");
    };
    const { user } = openWindow({ signedOut: "" }, ({ answers }) => {
      answers.open_sign_in_page = fail;
      answers.copy_user_code = fail;
    });
    await user.click(await screen.findByRole("button", { name: "Open practice tenant" }));
    await user.click(await screen.findByRole("button", { name: "Open sign-in page" }));
    expect(await screen.findByText(/No browser was opened/u)).toBeTruthy();
    expect(await screen.findByText(/The code was not copied/u)).toBeTruthy();
    expect(screen.queryByText("Copied")).toBeNull();
  });

  it("checks the fields of a work account before anything is sent", async () => {
    const { backend, user } = openWindow({ signedOut: "" });
    await user.click(await screen.findByRole("button", { name: "Sign in with a code" }));
    expect(await screen.findByText(/Enter the application/u)).toBeTruthy();
    expect(callsOf(backend, "sign_in")).toEqual([]);
    const clientId = "11111111-2222-3333-4444-555555555555";
    await user.type(await screen.findByRole("textbox", { name: "App registration" }), clientId);
    await user.click(await screen.findByRole("button", { name: "Sign in with a code" }));
    await waitFor(() =>
      expect(callsOf(backend, "sign_in")).toEqual([
        { to: "work", target: { tenant: "contoso.com", clientId } },
      ]),
    );
  });

  it.each([
    ["tenantNotFound", "Tenant", "The tenant was not found."],
    ["nationalCloud", "Tenant", "This tenant lies in another cloud."],
    ["applicationNotFound", "App registration", "The application id is not known in this tenant."],
  ])("tells %s beside the %s field and loses nothing", async (code, name, summary) => {
    const { user } = openWindow({ signedOut: "" }, ({ answers }) => {
      answers.sign_in = (_target, emit) => {
        const explanation = { ...blocked.explanation, code, summary };
        setTimeout(() => emit({ event: "failed", trouble: { ...blocked, explanation } }));
        return null;
      };
    });
    const clientId = "11111111-2222-3333-4444-555555555555";
    const tenant = await screen.findByRole("textbox", { name: "Tenant" });
    await user.clear(tenant);
    await user.type(tenant, "no-such.example");
    await user.type(await screen.findByRole("textbox", { name: "App registration" }), clientId);
    await user.click(await screen.findByRole("button", { name: "Sign in with a code" }));

    const field = await screen.findByRole<HTMLInputElement>("textbox", {
      name,
      description: new RegExp(`^${summary}`, "u"),
    });
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(await screen.findByDisplayValue("no-such.example")).toBeTruthy();
    expect(await screen.findByDisplayValue(clientId)).toBeTruthy();
    // The next stop after what was refused.
    await user.tab();
    expect(document.activeElement).toBe(await screen.findByRole("button", { name: "Details for support" }));
    await user.keyboard("{Enter}");
    expect(await screen.findByText("b1e59a40-07c8-4f6d-9d23-58ac4e11f9d0")).toBeTruthy();
    expect(await violations()).toEqual([]);
    // What was refused is not what stands there any more.
    await user.type(field, ".com");
    expect(screen.queryByText(new RegExp(summary, "u"))).toBeNull();
  });

  it("keeps what was typed when an attempt is left", async () => {
    const { user } = openWindow({ signedOut: "" });
    const clientId = "11111111-2222-3333-4444-555555555555";
    await user.type(await screen.findByRole("textbox", { name: "App registration" }), clientId);
    await user.click(await screen.findByRole("button", { name: "Sign in with a code" }));
    await user.click(await screen.findByRole("button", { name: "Back" }));
    expect(await screen.findByDisplayValue(clientId)).toBeTruthy();
  });

  it("says in a dialog too what to do where the page refuses, and keeps the focus", async () => {
    const { backend, user } = openWindow({}, ({ answers }) => {
      answers.guests = () => {
        throw new TroubleError({ ...blocked, code: "signInRequired" });
      };
    });
    await user.click((await screen.findAllByRole("button", { name: "Sign in again" }))[0]!);
    const dialog = await screen.findByRole("alertdialog", { name: "Sign in again" });
    await user.click(await within(dialog).findByRole("button", { name: "Get a code" }));
    const heading = await within(dialog).findByRole("heading", { name: "Enter this code on the sign-in page" });
    expect(document.activeElement).toBe(heading);
    expect(await within(dialog).findByText(/Only enter a code that you started yourself/u)).toBeTruthy();
    expect(await violations()).toEqual([]);
    await user.click(await within(dialog).findByRole("button", { name: "What the page shows" }));
    await user.click(await within(dialog).findByRole("button", { name: "End this attempt" }));
    expect(await within(dialog).findByRole("button", { name: "Get a code" })).toBeTruthy();
    expect(callsOf(backend, "cancel_sign_in")).toHaveLength(1);
  });

  it("lists what a refusing page shows, and ends the attempt", async () => {
    const { backend, user } = openWindow({ signedOut: "" });
    await user.click(await screen.findByRole("button", { name: "Open practice tenant" }));
    await user.click(await screen.findByRole("button", { name: "What the page shows" }));
    for (const code of ["53003", "530033", "53000", "50097"]) {
      expect(await screen.findByText(code)).toBeTruthy();
    }
    await user.click(await screen.findByRole("button", { name: "End this attempt" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Usher" })).toBeTruthy();
    expect(callsOf(backend, "cancel_sign_in")).toHaveLength(1);
  });

  it("explains a refusal by cause, remedy, who can, and the ids that support asks for", async () => {
    const { user } = openWindow({ signedOut: "", signIn: "blocked" });
    await user.click(await screen.findByRole("button", { name: "Open practice tenant" }));
    expect(
      await screen.findByRole("heading", { name: "Your organization blocks sign-in by code" }),
    ).toBeTruthy();
    expect(await screen.findByText("Conditional Access Administrator")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Details for support" }));
    expect(await screen.findByText("b1e59a40-07c8-4f6d-9d23-58ac4e11f9d0")).toBeTruthy();
    expect(await screen.findByText("6f0b2c7e-93d4-4a51-b8fe-2d7719c05a3e")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("dims a code whose time is up and offers a new one", async () => {
    const { user } = openWindow({ signedOut: "", expiresIn: "0" });
    await user.click(await screen.findByRole("button", { name: "Open practice tenant" }));
    expect(await screen.findByText("This code has expired.")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "New code" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Open sign-in page" })).toBeNull();
  });

  it("comes back with one click to an account used before", async () => {
    const { user } = openWindow({ signedOut: "" });
    await user.click(
      await screen.findByRole("button", { name: /Ines Duarte\s*ines\.duarte@contoso\.com/u }),
    );
    expect(await screen.findByRole("heading", { level: 1, name: "Guests" })).toBeTruthy();
  });
});

describe("what the code step computes", () => {
  it("groups codes by three where that divides evenly, else by four", () => {
    expect(codeGroups("L3D8Q7HKX")).toEqual(["L3D", "8Q7", "HKX"]);
    expect(codeGroups("ABCD1234")).toEqual(["ABCD", "1234"]);
  });

  it("announces at five, two and one minute and at the end", () => {
    expect(announcement(6 * 60_000)).toBe("");
    expect(announcement(5 * 60_000)).toBe("5 minutes left");
    expect(announcement(90_000)).toBe("2 minutes left");
    expect(announcement(30_000)).toBe("1 minute left");
    expect(announcement(0)).toBe("The code has expired");
    expect(clockTime(61_000)).toBe("1:01");
  });

  it("knows tenants and client ids by their form", () => {
    expect(tenantProblem("contoso.onmicrosoft.com")).toBeUndefined();
    expect(tenantProblem("11111111-2222-3333-4444-555555555555")).toBeUndefined();
    expect(tenantProblem("https://contoso.com")).toBeDefined();
    expect(tenantProblem(" ")).toBeDefined();
    expect(clientIdProblem("11111111-2222-3333-4444-55555555555")).toBeDefined();
  });
});
