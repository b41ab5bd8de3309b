import { expect, test, vi } from "vitest";
import { askedAhead } from "@/ipc/asked-ahead";
import type { Backend } from "@/ipc/backend";

function backendThat(call: Backend["call"]): Backend {
  return { call, channel: vi.fn(), listen: vi.fn() };
}

test("what is asked for ahead is asked for once, and handed to the first who calls", async () => {
  let answers = 0;
  const call = vi.fn((command: string) => Promise.resolve(`${command} ${(answers += 1)}`));
  const backend = askedAhead(backendThat(call), ["settings"]);
  expect(call).toHaveBeenCalledExactlyOnceWith("settings", {});
  expect(await backend.call("settings", {})).toBe("settings 1");
  expect(call).toHaveBeenCalledOnce();
  expect(await backend.call("settings", {})).toBe("settings 2");
  expect(await backend.call("groups", { args: { text: "a" } })).toBe("groups 3");
  expect(call).toHaveBeenLastCalledWith("groups", { args: { text: "a" } });
});

test("a refusal reaches the first who calls, and the next one asks anew", async () => {
  const call = vi.fn<Backend["call"]>().mockRejectedValueOnce("no keyring").mockResolvedValue("there");
  const backend = askedAhead(backendThat(call), ["session_state"]);
  await Promise.resolve();
  await expect(backend.call("session_state", {})).rejects.toBe("no keyring");
  expect(await backend.call("session_state", {})).toBe("there");
});
