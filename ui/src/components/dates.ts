const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const relativeFormat = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "19 Nov 2026"; an em dash where there is none. */
export function dayText(iso: string | null): string {
  return iso === null ? "—" : dayFormat.format(new Date(iso));
}

/** "Today, 10:42", "Yesterday, 16:20", "19 Nov 2026, 10:42". */
export function momentText(iso: string | null, now = new Date()): string {
  if (iso === null) {
    return "—";
  }
  const moment = new Date(iso);
  const midnight = (date: Date): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(moment)) / 86_400_000);
  const day = days === 0 ? "Today" : days === 1 ? "Yesterday" : dayFormat.format(moment);
  return `${day}, ${timeFormat.format(moment)}`;
}

/** "2 minutes ago", "in 3 hours". */
export function agoText(iso: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return relativeFormat.format(Math.trunc(seconds / length), unit);
    }
  }
  return "just now";
}
