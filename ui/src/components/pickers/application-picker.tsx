import { Button, Radio, RadioGroup } from "@fluentui/react-components";
import { Apps20Regular } from "@fluentui/react-icons";
import { useState, type JSX } from "react";
import type { AppRole, ApplicationRow, ServicePrincipalId } from "@/ipc";
import { visibleText } from "@/components/visible-text";
import { commandQuery } from "@/queries/command-query";
import { DirectoryPicker } from "./directory-picker";

interface ApplicationPickerProps {
  open: boolean;
  /** Applications that were picked before. */
  taken: ReadonlySet<ServicePrincipalId>;
  onPick: (row: ApplicationRow, role: AppRole) => void;
  onClose: () => void;
}

/** Picks applications and the role in each, one after the other, until it is closed. */
export function ApplicationPicker({ open, ...props }: ApplicationPickerProps): JSX.Element | null {
  return open ? <OpenApplicationPicker {...props} /> : null;
}

function OpenApplicationPicker({
  taken,
  onPick,
  onClose,
}: Omit<ApplicationPickerProps, "open">): JSX.Element {
  const [chosen, setChosen] = useState<ApplicationRow>();
  const choose = (row: ApplicationRow): void => {
    const [only, ...others] = row.roles;
    if (only && others.length === 0) {
      onPick(row, only);
    } else {
      setChosen(row);
    }
  };
  return (
    <DirectoryPicker
      title="Assign application"
      searchLabel="Search applications"
      queryOf={(text) => commandQuery("applications", { text })}
      mayOf={(row) => row.mayAssign}
      optionOf={(row) => ({
        id: row.application.id,
        label: row.application.displayName,
        secondary: row.application.homepage ?? undefined,
        tag: roleCount(row),
        icon: <Apps20Regular />,
      })}
      taken={taken}
      onPick={choose}
      onClose={onClose}
    >
      {chosen && (
        <RoleChoice
          key={chosen.application.id}
          row={chosen}
          onBack={() => setChosen(undefined)}
          onPick={(role) => {
            onPick(chosen, role);
            setChosen(undefined);
          }}
        />
      )}
    </DirectoryPicker>
  );
}

/** "3 roles", or the name of the only one. */
export function roleCount(row: ApplicationRow): string {
  return row.roles.length === 1
    ? (row.roles[0]?.displayName ?? "1 role")
    : `${row.roles.length} roles`;
}

interface RoleChoiceProps {
  row: ApplicationRow;
  /** Absent where there is nothing to go back to. */
  onBack?: () => void;
  onPick: (role: AppRole) => void;
}

/** Which of an application's roles a person is to have. */
export function RoleChoice({ row, onBack, onPick }: RoleChoiceProps): JSX.Element {
  const [roleId, setRoleId] = useState(row.roles[0]?.id);
  const role = row.roles.find((candidate) => candidate.id === roleId);
  return (
    <>
      <RadioGroup
        aria-label={`Role in ${visibleText(row.application.displayName)}`}
        value={roleId ?? ""}
        onChange={(_, data) => setRoleId(data.value)}
      >
        <b>Role in {visibleText(row.application.displayName)}</b>
        {row.roles.map((candidate) => (
          <Radio
            key={candidate.id}
            value={candidate.id}
            label={
              candidate.description === null
                ? visibleText(candidate.displayName)
                : `${visibleText(candidate.displayName)}: ${visibleText(candidate.description)}`
            }
          />
        ))}
      </RadioGroup>
      <span style={{ display: "flex", gap: "8px" }}>
        {onBack && <Button onClick={onBack}>Back</Button>}
        <Button
          appearance="primary"
          disabledFocusable={role === undefined}
          onClick={() => role && onPick(role)}
        >
          Assign this role
        </Button>
      </span>
    </>
  );
}
