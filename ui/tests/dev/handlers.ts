import type { CommandName, Commands } from "@/ipc";

/** What fixtures answer, by command. */
export type Handlers = {
  [Name in CommandName]: (
    args: Commands[Name]["args"],
    emit: (event: Commands[Name]["event"]) => void,
  ) => Commands[Name]["reply"] | Promise<Commands[Name]["reply"]>;
};
