import type { StepState } from "@/ipc";
import type { LegendItem } from "./filter-legend";
import type { BarHue } from "@/components/count-bar";

const faces: readonly { id: StepState; label: string; hue: BarHue }[] = [
  { id: "done", label: "done", hue: "brand" },
  { id: "failed", label: "failed", hue: "red" },
  { id: "unknown", label: "unknown", hue: "orange" },
  { id: "sending", label: "sending", hue: "lightBlue" },
  { id: "waiting", label: "waiting", hue: "lightBlue" },
  { id: "skipped", label: "skipped", hue: "slate" },
  { id: "planned", label: "planned", hue: "lightGrey" },
];

/** The legend of a run, in the order of its bar. */
export const stateLegend = (counts: Record<StepState, number>): LegendItem<StepState>[] =>
  faces.map((face) => ({ ...face, count: counts[face.id] }));
