import type { Explanation, May } from "@/ipc";

/** Why an action is closed and who can do it, as one tooltip. */
export function reasonOf(explanation: Explanation): string {
  const who = explanation.who.length > 0 ? ` Who can: ${explanation.who.join(", ")}.` : "";
  return [explanation.cause || explanation.summary, explanation.remedy].filter(Boolean).join(" ") + who;
}

/** The reason an action is shown disabled; undefined where it may, or has to, be tried. */
export function mayReason(may: May | undefined): string | undefined {
  return may?.may === "no" ? reasonOf(may.explanation) : undefined;
}

/** The same order, but what is closed comes after what can be chosen. */
export function openFirst<Row>(rows: readonly Row[], mayOf: (row: Row) => May): Row[] {
  const closed = (row: Row): boolean => mayOf(row).may === "no";
  return [...rows.filter((row) => !closed(row)), ...rows.filter(closed)];
}
