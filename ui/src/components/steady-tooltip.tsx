import { Tooltip, type TooltipProps } from "@fluentui/react-components";
import { useState, type JSX, type ReactElement } from "react";

interface SteadyTooltipProps {
  /** What is told beside the control; absent when there is nothing to tell. */
  text: string | undefined;
  /** Whether the text names the control or, as a rule, says more about it. */
  relationship?: "description" | "label";
  positioning?: TooltipProps["positioning"];
  children: ReactElement<{ children?: never }>;
}

/**
 * A tooltip whose text comes and goes. It surrounds the control with and without a text: were it to
 * come and go itself, React would draw the control anew, and a click or the focus would be lost.
 */
export function SteadyTooltip(props: SteadyTooltipProps): JSX.Element {
  const { text, relationship = "description", positioning, children } = props;
  const [visible, setVisible] = useState(false);
  if (visible && text === undefined) {
    setVisible(false);
  }
  return (
    <Tooltip
      content={text ?? ""}
      relationship={text === undefined ? "inaccessible" : relationship}
      visible={visible}
      onVisibleChange={(_, data) => setVisible(data.visible && text !== undefined)}
      withArrow={relationship === "description"}
      {...(positioning ? { positioning } : {})}
    >
      {children}
    </Tooltip>
  );
}
