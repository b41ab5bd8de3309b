import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { JSX, ReactNode } from "react";
import type { May } from "@/ipc";
import { CommandBar, type Command } from "@/components/command-bar";
import { PageHeader } from "@/components/page";
import { SafeText } from "@/components/safe-text";
import { ExplanationBar } from "@/components/trouble";
import { visibleText } from "@/components/visible-text";
import { side } from "@/theme";

const useStyles = makeStyles({
  top: { padding: `8px ${side} 0 calc(${side} - 6px)`, flexShrink: 0 },
  facts: {
    display: "flex",
    flexWrap: "wrap",
    columnGap: "16px",
    padding: `0 ${side} 8px`,
    color: tokens.colorNeutralForeground3,
    flexShrink: 0,
  },
  may: { padding: `4px ${side} 8px`, flexShrink: 0 },
  note: { padding: `4px ${side} 8px`, color: tokens.colorNeutralForeground3, flexShrink: 0 },
});

interface TargetHeadProps {
  /** The list that this belongs to, and the way there. */
  parent: string;
  onParent: () => void;
  name: string;
  tag: string;
  /** One line each, in the order of their weight. */
  facts: readonly ReactNode[];
  may: May;
  commandsLabel: string;
  primary: Command;
  commands: readonly Command[];
}

/** The upper part of a group's or an application's page, up to the table of its guests. */
export function TargetHead(props: TargetHeadProps): JSX.Element {
  const styles = useStyles();
  const { may, name } = props;
  return (
    <>
      <div className={styles.top}>
        <Breadcrumb aria-label="Where this is" size="small">
          <BreadcrumbItem>
            <BreadcrumbButton onClick={props.onParent}>{props.parent}</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
          <BreadcrumbItem>
            <BreadcrumbButton current>
              <SafeText text={name} />
            </BreadcrumbButton>
          </BreadcrumbItem>
        </Breadcrumb>
      </div>
      <PageHeader name={visibleText(name)} title={<SafeText text={name} />} subtitle={props.tag} />
      <div className={styles.facts}>
        {props.facts.map((fact, index) => (
          <span key={index}>{fact}</span>
        ))}
      </div>
      <CommandBar label={props.commandsLabel} primary={props.primary} commands={props.commands} />
      {may.may === "no" && (
        <div className={styles.may}>
          <ExplanationBar explanation={may.explanation} />
        </div>
      )}
      {may.may === "unknown" && (
        <div className={styles.note}>Whether you may add guests is not known: {may.why}</div>
      )}
    </>
  );
}
