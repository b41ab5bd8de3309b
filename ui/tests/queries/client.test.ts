import { QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { setBackend, type Change, type GuestCounts } from "@/ipc";
import { createQueryClient, followChanges } from "@/queries/client";
import { commandQuery } from "@/queries/command-query";

const counts = (all: number): GuestCounts => ({
  all,
  pendingAcceptance: 0,
  accepted: all,
  blocked: 0,
  noState: 0,
});

/** A shell whose answers come when the test says so. */
function slowShell(): { answer: (all: number) => void; asked: () => number; change: (changes: Change[]) => void } {
  const waiting: ((value: unknown) => void)[] = [];
  let asked = 0;
  let tell: (payload: unknown) => void = () => undefined;
  setBackend({
    call: () => {
      asked += 1;
      return new Promise((resolve) => waiting.push(resolve));
    },
    channel: () => {
      throw new Error("no channels here");
    },
    listen: (_event, handler) => {
      tell = handler;
      return Promise.resolve(() => undefined);
    },
  });
  return {
    answer: (all) => waiting.shift()?.(counts(all)),
    asked: () => asked,
    change: (changes) => tell(changes),
  };
}

test("a change that comes while the first answer is on its way is not lost", async () => {
  const shell = slowShell();
  const client = createQueryClient();
  const stop = followChanges(client);
  const observer = new QueryObserver(client, commandQuery("guest_counts"));
  const unsubscribe = observer.subscribe(() => undefined);

  shell.change(["guests"]);
  shell.answer(340);
  await vi.waitFor(() => expect(shell.asked()).toBe(2));
  shell.answer(341);
  await vi.waitFor(() => expect(observer.getCurrentResult().data?.all).toBe(341));

  unsubscribe();
  stop();
});

test("what a change does not concern is left alone", async () => {
  const shell = slowShell();
  const client = createQueryClient();
  const stop = followChanges(client);
  const observer = new QueryObserver(client, commandQuery("guest_counts"));
  const unsubscribe = observer.subscribe(() => undefined);
  shell.answer(340);
  await vi.waitFor(() => expect(observer.getCurrentResult().data?.all).toBe(340));

  shell.change(["runs"]);
  await Promise.resolve();
  expect(shell.asked()).toBe(1);

  unsubscribe();
  stop();
});
