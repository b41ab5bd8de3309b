import { Button, type ButtonProps } from "@fluentui/react-components";
import { Checkmark16Regular, Copy16Regular } from "@fluentui/react-icons";
import { useEffect, useState, type JSX } from "react";
import { useAct } from "./use-act";

/** Puts text on the clipboard. Only ever called on a click. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Some web views have no asynchronous clipboard for pages of an app's own scheme.
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    (document.querySelector("[aria-modal='true']") ?? document.body).append(field);
    field.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only other way there is
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) {
      throw new Error("This window may not write to the clipboard.");
    }
  }
}

interface CopyButtonProps {
  /** What is copied, or what copies it where the window may not see it. */
  text: string | (() => Promise<unknown>);
  /** The button's name, also its words unless `iconOnly`. */
  label: string;
  iconOnly?: boolean;
  appearance?: ButtonProps["appearance"];
  size?: ButtonProps["size"];
  tabIndex?: number;
}

/** Copies on a click and says so for a moment. */
export function CopyButton(props: CopyButtonProps): JSX.Element {
  const { text, label, iconOnly = false, appearance, size = "small", tabIndex } = props;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const act = useAct();
  const copy = async (): Promise<void> => {
    await (typeof text === "string" ? copyText(text) : text());
    setCopied(true);
  };
  return (
    <Button
      appearance={appearance ?? (iconOnly ? "transparent" : "secondary")}
      size={size}
      icon={copied ? <Checkmark16Regular /> : <Copy16Regular />}
      aria-label={iconOnly ? label : undefined}
      title={iconOnly ? label : undefined}
      tabIndex={tabIndex}
      onClick={() => act(copy)}
    >
      {iconOnly ? undefined : copied ? "Copied" : label}
    </Button>
  );
}
