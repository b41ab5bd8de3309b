import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";

/** How a screen of docs/screens.md is reached: the fixtures' options, and the way from the first screen. */
export interface ScreenOpener {
  options?: Record<string, string>;
  go?: (user: UserEvent) => Promise<void>;
}

const click = async (user: UserEvent, name: string): Promise<void> =>
  user.click(await screen.findByRole("button", { name }));

/** By the section's heading in docs/screens.md. */
export const screenOpeners: Record<string, ScreenOpener> = {
  "Sign in": { options: { signedOut: "" } },
  "Sign in: code": {
    options: { signedOut: "" },
    go: (user) => click(user, "Open practice tenant"),
  },
  Window: {},
  Guests: {},
  Guest: { go: (user) => click(user, "Mei-Lin Okafor") },
  Groups: { go: (user) => click(user, "Groups") },
  Group: {
    go: async (user) => {
      await click(user, "Groups");
      await click(user, "Suppliers Q4");
    },
  },
  Applications: { go: (user) => click(user, "Applications") },
  Application: {
    go: async (user) => {
      await click(user, "Applications");
      await click(user, "Supplier Portal");
    },
  },
};
