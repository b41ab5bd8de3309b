import { FluentProvider } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CopyButton } from "@/components/copy";
import { ToastArea } from "@/components/toasts";
import { themes } from "@/theme";

function open(text: string | (() => Promise<unknown>)): void {
  render(
    <FluentProvider theme={themes.light}>
      <ToastArea>
        <CopyButton label="Copy link" text={text} />
      </ToastArea>
    </FluentProvider>,
  );
}

afterEach(() => vi.restoreAllMocks());

describe("a button that copies", () => {
  it("tells that what it was to copy cannot be had", async () => {
    const user = userEvent.setup();
    open(() => Promise.reject(new Error("The link cannot be unsealed")));
    await user.click(await screen.findByRole("button", { name: "Copy link" }));
    expect((await screen.findAllByText("Usher stumbled over a fault of its own.")).length).toBeGreaterThan(0);
    expect(screen.queryByText("Copied")).toBeNull();
  });

  it("says so only where the clipboard took it", async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    // jsdom has none at all.
    const took = vi.fn(() => false);
    Object.assign(document, { execCommand: took });
    open("text");
    await user.click(await screen.findByRole("button", { name: "Copy link" }));
    expect((await screen.findAllByText("Usher stumbled over a fault of its own.")).length).toBeGreaterThan(0);
    expect(screen.queryByText("Copied")).toBeNull();
    took.mockReturnValue(true);
    await user.click(await screen.findByRole("button", { name: "Copy link" }));
    expect(await screen.findByRole("button", { name: "Copied" })).toBeTruthy();
  });
});
