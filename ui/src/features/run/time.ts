const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const shortClock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** 10:14:22, in the time of this computer. */
export const clockTime = (time: string): string => clock.format(new Date(time));

/** 10:14 */
export const minuteTime = (time: string): string => shortClock.format(new Date(time));

/** 23 Nov 2026 */
export const dayOf = (time: string): string => date.format(new Date(time));

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** "Today, 08:51", "Yesterday, 16:20", "20 Nov 2026, 09:30". */
export function whenWords(time: string, now = new Date()): string {
  const at = new Date(time);
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  const day = days === 0 ? "Today" : days === 1 ? "Yesterday" : date.format(at);
  return `${day}, ${shortClock.format(at)}`;
}

/** How long something took or takes: "24 s", "3 min", "2 h 5 min". */
export function lasted(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 90) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "20 seconds ago", for what has just been looked up. */
export function agoWords(time: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (seconds < 5) {
    return "just now";
  }
  return seconds < 60 ? `${seconds} seconds ago` : `${lasted(seconds * 1000)} ago`;
}
