import { queryOptions, type UseQueryOptions } from "@tanstack/react-query";
import { call, type CommandName, type Commands, type WatchedCommand } from "@/ipc";

type PlainCommand = Exclude<CommandName, WatchedCommand>;
type Args<Name extends PlainCommand> = Commands[Name]["args"];
type Reply<Name extends PlainCommand> = Commands[Name]["reply"];

/** The query of a command that reads: its key is the command's name and its arguments. */
export function commandQuery<Name extends PlainCommand>(
  name: Name,
  ...args: Args<Name> extends undefined ? [] : [Args<Name>]
): UseQueryOptions<Reply<Name>> & { queryKey: readonly unknown[] } {
  return queryOptions<Reply<Name>>({
    queryKey: [name, ...args],
    queryFn: () => call(name, ...args),
  });
}
