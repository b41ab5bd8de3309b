import { Spinner } from "@fluentui/react-components";
import type { JSX } from "react";
import { useAfter } from "@/components/states";

/** A small spinner for what takes longer than half a second. */
export function LateSpinner({ label }: { label: string }): JSX.Element | null {
  return useAfter(500) ? <Spinner size="tiny" label={label} /> : null;
}
