import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { Checkmark12Regular } from "@fluentui/react-icons";
import type { JSX } from "react";

const names = ["Compose", "Review", "Run", "Receipt"] as const;
export type RoadStep = (typeof names)[number];

const useStyles = makeStyles({
  steps: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    margin: 0,
    padding: 0,
    listStyleType: "none",
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground3,
    whiteSpace: "nowrap",
  },
  step: { display: "inline-flex", alignItems: "center", gap: "8px" },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  number: {
    boxSizing: "border-box",
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "20px",
    height: "20px",
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: "11px",
    fontWeight: tokens.fontWeightSemibold,
  },
  currentNumber: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: "none",
  },
  pastNumber: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground1,
    border: `1px solid ${tokens.colorBrandStroke2}`,
  },
  line: {
    width: "20px",
    height: "1px",
    backgroundColor: tokens.colorNeutralStroke1,
  },
  word: { "@media (max-width: 1023px)": { display: "none" } },
  shown: { "@media (max-width: 1023px)": { display: "inline" } },
});

/** The road of every change, and where on it the person is. */
export function RoadSteps({ current }: { current: RoadStep }): JSX.Element {
  const styles = useStyles();
  const here = names.indexOf(current);
  return (
    <ol className={styles.steps} aria-label="Steps">
      {names.map((name, index) => (
        <li
          key={name}
          className={mergeClasses(styles.step, index === here && styles.current)}
          aria-current={index === here ? "step" : undefined}
        >
          {index > 0 && <span className={styles.line} aria-hidden="true" />}
          <span
            aria-hidden="true"
            className={mergeClasses(
              styles.number,
              index === here && styles.currentNumber,
              index < here && styles.pastNumber,
            )}
          >
            {index < here ? <Checkmark12Regular /> : index + 1}
          </span>
          <span className={mergeClasses(styles.word, index === here && styles.shown)}>{name}</span>
        </li>
      ))}
    </ol>
  );
}
