import { Button, Radio, RadioGroup } from "@fluentui/react-components";
import { Apps20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type JSX } from "react";
import { troubleOf, type AppRole, type ApplicationRow, type ServicePrincipalId } from "@/ipc";
import { mayReason, openFirst } from "@/components/may";
import { visibleText } from "@/components/visible-text";
import { commandQuery } from "@/queries/command-query";
import { PickerDialog } from "./picker-dialog";
import { useSearchText } from "./use-search-text";

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
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ApplicationRow>();
  const settled = useSearchText(text);
  const applications = useQuery({
    ...commandQuery("applications", { text: settled }),
    placeholderData: keepPreviousData,
  });
  const rows = openFirst(applications.data?.rows ?? [], (row) => row.mayAssign);

  const choose = (id: string): void => {
    const row = rows.find((candidate) => candidate.application.id === id);
    const [only, ...others] = row?.roles ?? [];
    if (row && only && others.length === 0) {
      onPick(row, only);
    } else {
      setChosen(row);
    }
  };

  return (
    <PickerDialog
      title="Assign application"
      searchLabel="Search applications"
      text={text}
      onText={setText}
      options={rows.map((row) => ({
        id: row.application.id,
        label: row.application.displayName,
        secondary: row.application.homepage ?? undefined,
        tag: roleCount(row),
        icon: <Apps20Regular />,
        reason: mayReason(row.mayAssign),
        taken: taken.has(row.application.id),
      }))}
      loading={applications.isFetching}
      more={applications.data?.more ?? false}
      trouble={applications.isError ? troubleOf(applications.error) : undefined}
      onRetry={() => void applications.refetch()}
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
    </PickerDialog>
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
