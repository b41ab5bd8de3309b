import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type JSX,
  type ReactNode,
} from "react";
import type { Command } from "./command-bar";

interface Registry {
  commands: readonly Command[];
  register: (source: object, commands: readonly Command[]) => void;
  remove: (source: object) => void;
}

const RegistryContext = createContext<Registry | undefined>(undefined);

/** Collects the commands of the page in view, for the palette. */
export function CommandRegistry({ children }: { children: ReactNode }): JSX.Element {
  const [sources, setSources] = useState<ReadonlyMap<object, readonly Command[]>>(new Map());
  const registry = useMemo<Registry>(
    () => ({
      commands: [...sources.values()].flat(),
      register: (source, commands) => setSources((before) => new Map(before).set(source, commands)),
      remove: (source) =>
        setSources((before) => {
          const next = new Map(before);
          next.delete(source);
          return next;
        }),
    }),
    [sources],
  );
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

/** What can be done on the page in view. */
export const useRegisteredCommands = (): readonly Command[] =>
  useContext(RegistryContext)?.commands ?? [];

/** Offers a page's commands in the palette as long as the page is shown. Memoise the list. */
export function usePageCommands(commands: readonly Command[]): void {
  const registry = useContext(RegistryContext);
  const register = registry?.register;
  const remove = registry?.remove;
  const [source] = useState(() => ({}));
  useEffect(() => {
    register?.(source, commands);
    // The functions change with every registration; the source and the list do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source, commands]);
  useEffect(
    () => () => remove?.(source),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [source],
  );
}
