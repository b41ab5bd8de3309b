import { useCallback, useState } from "react";
import { call, troubleOf, type AddressEntry, type DraftKind, type Trouble } from "@/ipc";
import { compose, composition } from "./compose-store";
import { addEntries, correct, rename, without } from "./people";

/** What can be done with the people of a composition. */
export interface PeopleActions {
  /** A list is being read. */
  reading: boolean;
  trouble: Trouble | undefined;
  /** Reads a typed or pasted text in any form and adds the people in it. */
  add: (text: string) => Promise<void>;
  /** Takes what stands in the field, so that nothing typed is left behind, and waits for all reading. */
  takeTyped: () => Promise<void>;
  fix: (key: number, address: string) => Promise<void>;
  setName: (key: number, name: string) => void;
  remove: (keys: Iterable<number>) => void;
}

export function usePeople(kind: DraftKind): PeopleActions {
  const [pending, setPending] = useState(0);
  const [trouble, setTrouble] = useState<Trouble>();

  const read = useCallback(async (text: string): Promise<AddressEntry[] | undefined> => {
    setPending((count) => count + 1);
    setTrouble(undefined);
    try {
      return await call("read_addresses", { text });
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
      return undefined;
    } finally {
      setPending((count) => count - 1);
    }
  }, []);

  // What is being read and put into the list: whoever goes on waits for it.
  const [underWay] = useState(() => new Set<Promise<void>>());
  const track = useCallback(
    async (work: Promise<void>): Promise<void> => {
      underWay.add(work);
      try {
        await work;
      } finally {
        underWay.delete(work);
      }
    },
    [underWay],
  );

  const add = useCallback(
    (text: string): Promise<void> =>
      track(
        read(text).then((entries) => {
          if (entries) {
            compose(kind, (before) => ({ ...before, people: addEntries(before.people, entries) }));
          }
        }),
      ),
    [kind, read, track],
  );

  const takeTyped = useCallback(async (): Promise<void> => {
    const { typed } = composition(kind);
    if (typed.trim() !== "") {
      compose(kind, (before) => ({ ...before, typed: "" }));
      void track(
        read(typed).then((entries) =>
          compose(kind, (before) =>
            entries
              ? { ...before, people: addEntries(before.people, entries) }
              : { ...before, typed: before.typed === "" ? typed : before.typed },
          ),
        ),
      );
    }
    await Promise.all(underWay);
  }, [kind, read, track, underWay]);

  const fix = useCallback(
    async (key: number, address: string): Promise<void> => {
      const entry = (await read(address))?.[0];
      if (entry) {
        compose(kind, (before) => ({ ...before, people: correct(before.people, key, entry) }));
      }
    },
    [kind, read],
  );

  const setName = useCallback(
    (key: number, name: string) =>
      compose(kind, (before) => ({ ...before, people: rename(before.people, key, name) })),
    [kind],
  );

  const remove = useCallback(
    (keys: Iterable<number>) => {
      const gone = new Set(keys);
      compose(kind, (before) => ({ ...before, people: without(before.people, gone) }));
    },
    [kind],
  );

  return { reading: pending > 0, trouble, add, takeTyped, fix, setName, remove };
}
