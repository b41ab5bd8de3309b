import { Link, makeStyles, tokens } from "@fluentui/react-components";
import type { JSX, ReactElement } from "react";
import { SafeText } from "@/components/safe-text";
import { Tag } from "@/components/tag";

const useStyles = makeStyles({
  row: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr) fit-content(45%)",
    alignItems: "center",
    columnGap: "12px",
    minHeight: "28px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ":last-child": { borderBottomStyle: "none" },
  },
  name: { minWidth: 0, color: tokens.colorNeutralForeground1 },
});

interface AccessRowProps {
  icon: ReactElement;
  name: string;
  tag: string;
  onOpen: () => void;
}

/** A group or an application that a guest has, leading to its page. */
export function AccessRow({ icon, name, tag, onOpen }: AccessRowProps): JSX.Element {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      {icon}
      <Link as="button" className={styles.name} onClick={onOpen}>
        <SafeText ellipsis text={name} />
      </Link>
      <Tag text={tag} />
    </div>
  );
}
