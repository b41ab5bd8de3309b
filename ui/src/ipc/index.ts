import { backend } from "./backend";
import { stales, type Change, type Commands } from "./generated";
import { TroubleError, troubleOf } from "./trouble";

export { setBackend, type Backend, type Channel } from "./backend";
export * from "./generated";
export { TroubleError, troubleOf } from "./trouble";

export type CommandName = keyof Commands;
type Args<Name extends CommandName> = Commands[Name]["args"];
type Reply<Name extends CommandName> = Commands[Name]["reply"];

/** Commands that report on a channel while they work. */
export type WatchedCommand = {
  [Name in CommandName]: Commands[Name]["event"] extends undefined ? never : Name;
}[CommandName];

type PlainCommand = Exclude<CommandName, WatchedCommand>;

const changedEvent = "usher://changed";
const closingEvent = "usher://closing";
const listeners = new Set<(changes: readonly Change[]) => void>();

function announce(changes: readonly Change[] | undefined): void {
  if (changes && changes.length > 0) {
    for (const listener of listeners) {
      listener(changes);
    }
  }
}

async function invoke(name: CommandName, payload: Record<string, unknown>): Promise<unknown> {
  try {
    const reply = await backend().call(name, payload);
    announce(stales[name]);
    return reply;
  } catch (thrown) {
    throw new TroubleError(troubleOf(thrown));
  }
}

const payloadOf = (args: unknown): Record<string, unknown> => (args === undefined ? {} : { args });

/** Runs a command of the shell. Fails with {@link TroubleError}. */
export async function call<Name extends PlainCommand>(
  name: Name,
  ...args: Args<Name> extends undefined ? [] : [Args<Name>]
): Promise<Reply<Name>> {
  return (await invoke(name, payloadOf(args[0]))) as Reply<Name>;
}

/**
 * Runs a command that reports as it goes. The command itself returns at once.
 *
 * @returns a function after which `onEvent` is not called any more; it does not stop the work.
 */
export async function watch<Name extends WatchedCommand>(
  name: Name,
  args: Args<Name>,
  onEvent: (event: Commands[Name]["event"]) => void,
): Promise<() => void> {
  const channel = backend().channel<Commands[Name]["event"]>(onEvent);
  await invoke(name, { ...payloadOf(args), onEvent: channel.handle });
  return () => {
    channel.onMessage = () => undefined;
  };
}

/**
 * Tells `listener` what became stale, whether a command of this window or the shell's own work did it.
 *
 * @returns the function that ends listening.
 */
export function onChanges(listener: (changes: readonly Change[]) => void): () => void {
  listeners.add(listener);
  const stop = backend().listen(changedEvent, (payload) => listener(payload as Change[]));
  return () => {
    listeners.delete(listener);
    void stop.then((end) => end());
  };
}

/**
 * Calls `listener` when the person wants to close the window while a run is under way.
 *
 * @returns the function that ends listening.
 */
export function onClosing(listener: () => void): () => void {
  const stop = backend().listen(closingEvent, () => listener());
  return () => void stop.then((end) => end());
}
