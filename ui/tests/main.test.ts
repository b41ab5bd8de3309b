import { waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

vi.mock("@/ipc/choose-backend", () => ({
  chooseBackend: () => Promise.reject(new Error("no shell")),
}));

test("a window that cannot be opened says so", async () => {
  const root = document.createElement("div");
  root.id = "root";
  document.body.append(root);
  await import("@/main");
  await waitFor(() => expect(root.textContent).toContain("could not open its window: Error: no shell"));
});
