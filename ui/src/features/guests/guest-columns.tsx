import { Link, makeStyles, tokens } from "@fluentui/react-components";
import type { JSX } from "react";
import type { GuestRow, GuestSort } from "@/ipc";
import { dayText } from "@/components/dates";
import { guestKindNames } from "@/components/kinds";
import { PersonAvatar } from "@/components/person";
import { SafeText } from "@/components/safe-text";
import { StateBadge } from "@/components/state-badge";
import type { Column } from "@/components/virtual-table";

/** A column of the guest list; its id is what the store sorts by. */
interface GuestColumn extends Column<GuestRow> {
  id: GuestSort;
  /** Always shown. */
  fixed?: boolean;
  /** Leaves the table where the window is narrow. */
  wide?: boolean;
}

const useStyles = makeStyles({
  name: { display: "flex", alignItems: "center", gap: "10px", minWidth: 0 },
  link: {
    minWidth: 0,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    ":hover": { color: tokens.colorNeutralForeground1 },
  },
  dim: { color: tokens.colorNeutralForeground3 },
  mark: {
    flexShrink: 0,
    padding: "0 6px",
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: "11px",
    lineHeight: "16px",
    color: tokens.colorNeutralForeground2,
  },
});

function NameCell({ row, onOpen }: { row: GuestRow; onOpen: () => void }): JSX.Element {
  const styles = useStyles();
  return (
    <span className={styles.name}>
      <PersonAvatar name={row.displayName} domain={row.partnerDomain ?? ""} />
      <Link as="button" tabIndex={-1} className={styles.link} onClick={onOpen}>
        <SafeText ellipsis text={row.displayName} />
      </Link>
      {row.kind !== "guest" && <span className={styles.mark}>{guestKindNames[row.kind]}</span>}
    </span>
  );
}

function Dim({ text }: { text: string | null }): JSX.Element {
  const styles = useStyles();
  return text === null ? <span className={styles.dim}>None</span> : <SafeText ellipsis text={text} />;
}

/** The columns there are, in their order. */
export function guestColumns(onOpen: (row: GuestRow, place: number) => void): GuestColumn[] {
  return [
    {
      id: "displayName",
      header: "Display name",
      track: "minmax(0, 200fr)",
      sortable: true,
      fixed: true,
      cell: (row, index) => <NameCell row={row} onOpen={() => onOpen(row, index)} />,
    },
    {
      id: "mail",
      header: "Email",
      track: "minmax(0, 200fr)",
      sortable: true,
      cell: (row) => <Dim text={row.mail} />,
    },
    {
      id: "partnerDomain",
      header: "Partner domain",
      track: "minmax(0, 120fr)",
      sortable: true,
      wide: true,
      cell: (row) => <Dim text={row.partnerDomain} />,
    },
    {
      id: "state",
      header: "Invitation state",
      track: "168px",
      sortable: true,
      fixed: true,
      cell: (row) => <StateBadge state={row.state} behind={row.invitationState} />,
    },
    {
      id: "created",
      header: "Invited",
      track: "96px",
      sortable: true,
      cell: (row) => dayText(row.created),
    },
    {
      id: "companyName",
      header: "Company",
      track: "minmax(0, 110fr)",
      sortable: true,
      wide: true,
      cell: (row) => <Dim text={row.companyName} />,
    },
  ];
}
