import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { JSX } from "react";
import { expect, test } from "vitest";
import { FirstRead } from "@/components/first-read";
import { setBackend } from "@/ipc";
import { createQueryClient } from "@/queries/client";
import { commandQuery } from "@/queries/command-query";

function Groups(): JSX.Element {
  const groups = useQuery(commandQuery("groups", { text: "" }));
  return groups.isPending ? (
    <FirstRead label="Reading the groups" command="groups" query={groups} />
  ) : (
    <p>{groups.data?.rows.length} groups</p>
  );
}

test("a first read that takes long can be called off and taken up again", async () => {
  const waiting: ((page: unknown) => void)[] = [];
  setBackend({
    call: () => new Promise((resolve) => waiting.push(resolve)),
    channel: () => {
      throw new Error("no channels here");
    },
    listen: () => Promise.resolve(() => undefined),
  });
  render(
    <FluentProvider theme={webLightTheme}>
      <QueryClientProvider client={createQueryClient()}>
        <Groups />
      </QueryClientProvider>
    </FluentProvider>,
  );
  expect(await screen.findByText("Reading the groups")).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(await screen.findByText("The reading was cancelled")).toBeTruthy();
  waiting.shift()?.({ rows: [], more: false });

  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Reading the groups");
  waiting.shift()?.({ rows: [], more: false });
  expect(await screen.findByText("0 groups")).toBeTruthy();
});
