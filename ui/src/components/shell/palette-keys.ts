/** How the palette's keys are written on this computer. */
export const paletteKeys = navigator.userAgent.includes("Mac") ? "⌘ K" : "Ctrl K";
