import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openWindow } from "../render";

const turned = (name: string): string => `${name}\u202Egnp.exe`;

/** Every text of an answer, with a character that turns round what follows it. */
function bewitched<T>(answer: T): T {
  if (typeof answer === "string") {
    // Words that Usher branches on, dates, ids and addresses are none of the directory's.
    return (/^[A-Z][a-z]+ /u.test(answer) ? turned(answer) : answer) as T;
  }
  if (Array.isArray(answer)) {
    return answer.map(bewitched) as T;
  }
  if (typeof answer === "object" && answer !== null) {
    return Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [name, bewitched(value)]),
    ) as T;
  }
  return answer;
}

/** No text node and no name holds the character itself. */
function expectNoneHidden(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const texts =
      node instanceof Element
        ? ["aria-label", "title"].map((name) => node.getAttribute(name) ?? "")
        : [node.textContent ?? ""];
    found.push(...texts.filter((text) => text.includes("\u202E")));
  }
  expect(found).toEqual([]);
}

function openBewitched(): ReturnType<typeof openWindow> {
  return openWindow({}, (backend) => {
    const answer = backend.call.bind(backend);
    const bare: string[] = ["group", "groups", "application", "applications", "guest_profile", "guests", "rights", "runs"];
    const call = (async (command: string, payload: never) => {
      const reply = await answer(command, payload);
      return bare.includes(command) ? bewitched(reply) : reply;
    }) as typeof backend.call;
    (backend as { call: typeof backend.call }).call = call;
  });
}

describe("text of the directory with characters that nobody sees", () => {
  const ways: Record<string, (user: ReturnType<typeof openWindow>["user"]) => Promise<void>> = {
    Guests: async () => {
      await screen.findAllByText(/U\+202E/u);
    },
    "the account": async (user) => {
      await user.click(await screen.findByRole("button", { name: /Ines Duarte/u }));
      const account = await screen.findByRole("dialog", { name: "Account" });
      await within(account).findAllByText("U+202E");
    },
    Group: async (user) => {
      await user.click(await screen.findByRole("button", { name: "Groups" }));
      await user.click((await screen.findAllByRole("button", { name: /Suppliers Q4/u })).at(0)!);
      expect((await screen.findByText(/^Owner/u)).textContent).toContain("U+202E");
    },
    Application: async (user) => {
      await user.click(await screen.findByRole("button", { name: "Applications" }));
      await user.click((await screen.findAllByRole("button", { name: /Supplier Portal/u })).at(0)!);
      await screen.findByRole("grid", { name: /Guests/u });
    },
  };
  for (const [name, go] of Object.entries(ways)) {
    it(`shows them in ${name}`, async () => {
      const { user } = openBewitched();
      await go(user);
      expectNoneHidden();
    });
  }
});
