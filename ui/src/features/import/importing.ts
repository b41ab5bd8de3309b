import { useEffect, useSyncExternalStore } from "react";
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

/** What is given to whoever is in a list that is dropped on the page shown, where the page says so. */
let pageAccess: Access | undefined;

export const accessOfPage = (): Access | undefined => pageAccess;

/** Lists that are dropped while this page is shown give this access. */
export function useAccessOfDrops(access: Access | undefined): void {
  useEffect(() => {
    pageAccess = access;
    return () => {
      pageAccess = undefined;
    };
  }, [access]);
}
