import { Button, type ButtonProps } from "@fluentui/react-components";
import type { JSX, ReactElement } from "react";
import { SteadyTooltip } from "./steady-tooltip";

interface ReasonButtonProps {
  children: string;
  appearance?: ButtonProps["appearance"];
  size?: ButtonProps["size"];
  icon?: ReactElement;
  className?: string;
  type?: "button" | "submit";
  onClick?: () => void;
  /** Why the action does not apply now; absent when it does. */
  reason?: string | undefined;
}

/** A button that stays in place when it does not apply, and says why. */
export function ReasonButton({ reason, ...button }: ReasonButtonProps): JSX.Element {
  return (
    <SteadyTooltip text={reason}>
      <Button {...button} disabledFocusable={reason !== undefined} />
    </SteadyTooltip>
  );
}
