import {
  Button,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { ChevronDown16Regular } from "@fluentui/react-icons";
import type { JSX } from "react";
import { troubleOf, type SessionView } from "@/ipc";
import { InlineWait } from "@/components/inline-wait";
import { Person, PersonAvatar } from "@/components/person";
import { SafeText } from "@/components/safe-text";
import { TroubleBar } from "@/components/trouble";
import { useWork } from "@/components/use-work";
import { signOut } from "@/features/run/sign-out";

const useStyles = makeStyles({
  person: { paddingLeft: "4px", paddingRight: "4px", minWidth: 0, gap: "8px" },
  name: { maxWidth: "160px" },
  unseen: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
  role: {
    maxWidth: "180px",
    padding: "0 10px",
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    lineHeight: "22px",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  surface: { display: "flex", flexDirection: "column", gap: "12px", width: "300px" },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
  },
  roles: { margin: 0, padding: 0, listStyleType: "none" },
});

interface AccountMenuProps {
  session: SessionView;
  roles: readonly string[];
  narrow: boolean;
}

/** The person and their role in the header; behind it all roles, and the way out. */
export function AccountMenu({ session, roles, narrow }: AccountMenuProps): JSX.Element {
  const styles = useStyles();
  const leave = useWork({ mutationFn: signOut });
  const domain = session.username.split("@").at(-1) ?? "";
  const [first = "", ...others] = roles;
  const shown = others.length > 0 ? `${first} +${others.length}` : first;
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="transparent" className={styles.person}>
          <PersonAvatar name={session.displayName} domain={domain} size={28} />
          <SafeText
            ellipsis
            className={narrow ? styles.unseen : styles.name}
            text={session.displayName}
          />{" "}
          <SafeText className={styles.role} text={shown} />
          <ChevronDown16Regular />
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Account">
        <Person name={session.displayName} domain={domain} size={32} secondary={session.username} />
        <div>
          <h2 className={styles.title}>Active roles</h2>
          <ul className={styles.roles}>
            {roles.map((role) => (
              <li key={role}>
                <SafeText text={role} />
              </li>
            ))}
          </ul>
        </div>
        {!session.kept && <span>This sign-in lasts until Usher closes.</span>}
        {leave.isError && <TroubleBar trouble={troubleOf(leave.error)} />}
        {leave.isPending && <InlineWait label="Signing out" onLetGo={leave.letGo} />}
        <Button disabledFocusable={leave.isPending} onClick={() => leave.mutate()}>
          Sign out
        </Button>
      </PopoverSurface>
    </Popover>
  );
}
