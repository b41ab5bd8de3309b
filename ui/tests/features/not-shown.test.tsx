import { screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callsOf, openWindow } from "../render";

// React writes down what a boundary has caught.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

describe("what cannot be drawn", () => {
  it("takes the page alone, says so, and is drawn again when asked", async () => {
    const { user, backend } = openWindow({}, ({ answers }) => {
      answers.group = () => ({}) as never;
    });
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    await user.click(await screen.findByRole("button", { name: "Suppliers Q4" }));
    expect(await screen.findByText("This could not be shown.")).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Details" }));
    expect(await screen.findByText(/report it with the text above/u)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Close" }));
    // The rail is there still, and another page is no fault.
    await user.click(await screen.findByRole("button", { name: "Groups" }));
    await user.click(await screen.findByRole("button", { name: "Suppliers Q4" }));
    await screen.findByText("This could not be shown.");
    delete backend.answers.group;
    await user.click(await screen.findByRole("button", { name: "Show again" }));
    expect(await screen.findByRole("grid", { name: "Guests of this group" })).toBeTruthy();
  });

  it("does not keep the window from closing, whatever it is", async () => {
    const { user, backend } = openWindow({}, ({ answers }) => {
      answers.session_state = () => ({ state: "signedIn" }) as never;
    });
    expect(await screen.findByText("This could not be shown.")).toBeTruthy();
    backend.close();
    await user.click(await screen.findByRole("button", { name: "Pause and close" }));
    expect(callsOf(backend, "close_window")).toHaveLength(1);
  });
});

describe("closing while a run is under way", () => {
  it("is told to the shell as soon as the question stands, since the shell waits only so long", async () => {
    const { backend } = openWindow();
    await screen.findByRole("grid", { name: "Guests" });
    backend.close();
    expect(await screen.findByRole("button", { name: "Keep open" })).toBeTruthy();
    expect(callsOf(backend, "close_is_asked")).toHaveLength(1);
  });
});
