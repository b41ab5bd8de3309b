import { useSyncExternalStore } from "react";
import type { Access, DraftKind } from "@/ipc";

/** A file that is being taken into a draft. */
export interface Importing {
  readonly file: File;
  /** What it is for; undefined where the person has to say. */
  readonly purpose: DraftKind | undefined;
  /** Groups and applications that whoever is in it gets. */
  readonly access: Access | undefined;
}

let importing: Importing | undefined;
const listeners = new Set<() => void>();

function publish(next: Importing | undefined): void {
  importing = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins with a file, in the place of one that was begun before. */
export const beginImport = (file: File, purpose?: DraftKind, access?: Access): void =>
  publish({ file, purpose, access });

export const endImport = (): void => publish(undefined);

export const useImporting = (): Importing | undefined =>
  useSyncExternalStore(subscribe, () => importing);
