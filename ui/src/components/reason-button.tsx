import { Button, Tooltip, type ButtonProps } from "@fluentui/react-components";
import type { JSX, ReactElement } from "react";

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
  if (reason === undefined) {
    return <Button {...button} />;
  }
  return (
    <Tooltip content={reason} relationship="description" withArrow>
      <Button {...button} disabledFocusable />
    </Tooltip>
  );
}
