/** Measures of a chip, in pixels. */
export const chip = { height: 24, gap: 4, padding: 42, problem: 20, longest: 360 };

/** Room kept in the last row for "+ n more" and a caret. */
const kept = 220;

/**
 * How many chips fit into `rows` rows of `width` pixels. All of them where they do; else as many as
 * leave room for what says how many more there are.
 */
export function chipsThatFit(
  widths: Iterable<number>,
  count: number,
  width: number,
  rows: number,
): number {
  let row = 1;
  let x = 0;
  let fit = 0;
  let fitWithMore = 0;
  for (const raw of widths) {
    const wide = Math.min(raw, chip.longest, width);
    if (x > 0 && x + wide > width) {
      row += 1;
      x = 0;
    }
    if (row > rows) {
      return Math.max(1, fitWithMore);
    }
    x += wide + chip.gap;
    fit += 1;
    if (row < rows || x + kept <= width) {
      fitWithMore = fit;
    }
  }
  return Math.min(fit, count);
}

let measure: CanvasRenderingContext2D | null | undefined;

/** Width of a text in the font of an element; an estimate where nothing can be measured. */
export function textWidth(text: string, font: string): number {
  measure ??= document.createElement("canvas").getContext("2d");
  if (!measure || font === "") {
    return text.length * 6.5;
  }
  measure.font = font;
  return measure.measureText(text).width;
}
