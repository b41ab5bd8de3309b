import { FluentProvider } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons";
import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { JSX } from "react";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { CommandBar } from "@/components/command-bar";
import { ReasonButton } from "@/components/reason-button";
import { SteadyTooltip } from "@/components/steady-tooltip";
import { themes } from "@/theme";
import { violations } from "../render";

type Draw = (reason: string | undefined, run: () => void) => JSX.Element;

const command = (id: string, label: string, reason: string | undefined, run: () => void) => ({
  id,
  label,
  icon: <Add20Regular />,
  reason,
  run,
});

const drawn: Record<string, Draw> = {
  "a button": (reason, run) => (
    <ReasonButton reason={reason} onClick={run}>
      Act
    </ReasonButton>
  ),
  "a page's first command": (reason, run) => (
    <CommandBar label="Commands" primary={command("act", "Act", reason, run)} commands={[]} />
  ),
  "any other command": (reason, run) => (
    <CommandBar label="Commands" commands={[command("act", "Act", reason, run)]} />
  ),
};

const page = (inner: JSX.Element): JSX.Element => <FluentProvider theme={themes.light}>{inner}</FluentProvider>;

describe.each(Object.entries(drawn))("%s", (_, draw) => {
  it("stays the same element when its reason appears and goes, and keeps the focus", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    const { rerender } = render(page(draw(undefined, run)));
    const button = screen.getByRole("button", { name: "Act" });
    expect(button.getAttribute("aria-describedby")).toBeNull();
    expect(screen.queryByRole("tooltip", { hidden: true })).toBeNull();
    button.focus();

    rerender(page(draw("Not today.", run)));
    expect(screen.getByRole("button", { name: "Act" })).toBe(button);
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute("aria-disabled")).toBe("true");
    const described = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toBe("Not today.");
    await user.click(button);
    expect(run).not.toHaveBeenCalled();
    expect(await violations()).toEqual([]);

    rerender(page(draw(undefined, run)));
    expect(screen.getByRole("button", { name: "Act" })).toBe(button);
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute("aria-describedby")).toBeNull();
    expect(button.getAttribute("aria-disabled")).not.toBe("true");
    await user.click(button);
    expect(run).toHaveBeenCalledOnce();
  });

  it("takes a click whose reason goes while the pointer is down", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    const { rerender } = render(page(draw("Not today.", run)));
    const button = screen.getByRole("button", { name: "Act" });
    await user.pointer({ keys: "[MouseLeft>]", target: button });
    rerender(page(draw(undefined, run)));
    await user.pointer({ keys: "[/MouseLeft]", target: screen.getByRole("button", { name: "Act" }) });
    expect(run).toHaveBeenCalledOnce();
  });
});

it("shows a text only under the pointer, however often the text came and went", () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const draw = (text: string | undefined): JSX.Element =>
    page(
      <SteadyTooltip text={text} relationship="label">
        <button type="button" />
      </SteadyTooltip>,
    );
  const { rerender } = render(draw(undefined));
  const control = screen.getByRole("button");
  const point = (over: boolean): void => {
    act(() => {
      (over ? fireEvent.pointerEnter : fireEvent.pointerLeave)(control);
      vi.advanceTimersByTime(1000);
    });
  };
  const shown = (): string | undefined => screen.queryByRole("tooltip")?.textContent;

  point(true);
  point(false);
  rerender(draw("Guests"));
  expect(shown()).toBeUndefined();
  point(true);
  expect(shown()).toBe("Guests");
  rerender(draw(undefined));
  point(false);
  rerender(draw("Guests"));
  expect(shown()).toBeUndefined();
});
