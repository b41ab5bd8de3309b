import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { useState, type JSX, type ReactNode } from "react";
import type { AccessGuest } from "@/ipc";
import { PersonAvatar } from "@/components/person";
import { SafeText } from "@/components/safe-text";
import { StateBadge } from "@/components/state-badge";
import { VirtualTable, type Column } from "@/components/virtual-table";
import { useNavigate } from "@/navigation";

const useStyles = makeStyles({
  name: { display: "flex", alignItems: "center", gap: "10px", minWidth: 0 },
  link: {
    minWidth: 0,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    ":hover": { color: tokens.colorNeutralForeground1 },
  },
  dim: { color: tokens.colorNeutralForeground3 },
});

interface AccessGuestsProps {
  label: string;
  guests: readonly AccessGuest[];
  /** Applications show the role held. */
  roles: boolean;
  empty: ReactNode;
}

/** The guests of a group or application; a name leads to the profile. */
export function AccessGuests({ label, guests, roles, empty }: AccessGuestsProps): JSX.Element {
  const styles = useStyles();
  const navigate = useNavigate();
  const [descending, setDescending] = useState(false);
  const open = (guest: AccessGuest): void => navigate({ screen: "guest", id: guest.id });
  const sorted = [...guests].sort((one, other) => one.displayName.localeCompare(other.displayName));
  if (descending) {
    sorted.reverse();
  }
  const columns: Column<AccessGuest>[] = [
    {
      id: "displayName",
      header: "Display name",
      track: "minmax(0, 1fr)",
      sortable: true,
      cell: (guest) => (
        <span className={styles.name}>
          <PersonAvatar name={guest.displayName} domain={guest.mail?.split("@").at(-1) ?? ""} />
          <Link as="button" tabIndex={-1} className={styles.link} onClick={() => open(guest)}>
            <SafeText ellipsis text={guest.displayName} />
          </Link>
        </span>
      ),
    },
    {
      id: "mail",
      header: "Email",
      track: "minmax(0, 1fr)",
      cell: (guest) =>
        guest.mail === null ? (
          <span className={styles.dim}>None</span>
        ) : (
          <SafeText ellipsis text={guest.mail} />
        ),
    },
    {
      id: "state",
      header: "Invitation state",
      track: "160px",
      cell: (guest) => <StateBadge state={guest.state} />,
    },
  ];
  if (roles) {
    columns.push({
      id: "role",
      header: "Role",
      track: "minmax(0, 160px)",
      cell: (guest) => <SafeText ellipsis text={guest.roleName ?? "Not known"} />,
    });
  }
  return (
    <VirtualTable
      label={label}
      columns={columns}
      rowCount={sorted.length}
      rowAt={(index) => sorted[index]}
      rowId={(guest) => `${guest.id} ${guest.appRoleId ?? ""}`}
      sort={{ column: "displayName", descending }}
      onSort={(sort) => setDescending(sort.descending)}
      onOpen={open}
      empty={empty}
    />
  );
}
