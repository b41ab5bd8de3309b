import { call } from "@/ipc";

/** How much of a file crosses to the shell at once, in bytes. */
const pieceSize = 1 << 20;

/** What the shell's numbers can hold; a file of that size is refused by its size. */
const mostBytes = 0xffff_ffff;

/** The web view could not read the file: a folder was dropped, or it is gone. */
export class UnreadableFile extends Error {}

let last: Promise<unknown> = Promise.resolve();

/** The shell holds one list: what is said of the next one must not overtake what was said before. */
function inTurn<T>(step: () => Promise<T>): Promise<T> {
  const next = last.then(step, step);
  last = next;
  return next;
}

/**
 * Sends a file to the shell piece by piece, so that the window stays alive meanwhile.
 *
 * @param onSent told how much is there, from 0 to 1
 * @param over true once nobody waits any more
 */
export async function sendFile(
  file: File,
  onSent: (share: number) => void,
  over: () => boolean,
): Promise<void> {
  await inTurn(() => call("begin_sheet", { name: file.name, bytes: Math.min(file.size, mostBytes) }));
  for (let from = 0; from < file.size && !over(); from += pieceSize) {
    const base64 = await readBase64(file.slice(from, from + pieceSize));
    if (over()) {
      return;
    }
    await inTurn(() => call("add_to_sheet", { base64 }));
    onSent(Math.min(1, (from + pieceSize) / file.size));
  }
}

/** Lets go of the list. That the shell might not hear of it harms nobody. */
export async function letGo(): Promise<void> {
  await inTurn(() => call("close_sheet")).catch(() => undefined);
}

async function readBase64(piece: Blob): Promise<string> {
  const reader = new FileReader();
  const url = await new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new UnreadableFile());
    reader.readAsDataURL(piece);
  });
  return url.slice(url.indexOf(",") + 1);
}
