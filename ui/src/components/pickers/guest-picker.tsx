import { Button } from "@fluentui/react-components";
import { useState, type JSX } from "react";
import { troubleOf, type UserId } from "@/ipc";
import { PersonAvatar } from "@/components/person";
import { stateNames } from "@/components/state-badge";
import { allGuests, guestQuery } from "@/features/guests/list-state";
import { commandQuery } from "@/queries/command-query";
import { useFound } from "@/queries/use-found";
import { PickerDialog } from "./picker-dialog";

interface GuestPickerProps {
  title: string;
  /** Guests who have it already, and that they do. */
  holders: ReadonlySet<UserId>;
  holderReason: string;
  onDone: (ids: UserId[]) => void;
  onClose: () => void;
}

const shown = 50;

/** Picks any number of guests of the directory. */
export function GuestPicker(props: GuestPickerProps): JSX.Element {
  const { title, holders, holderReason, onDone, onClose } = props;
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<ReadonlySet<UserId>>(new Set());
  const { query: guests } = useFound(
    text,
    (text) => commandQuery("guests", guestQuery({ ...allGuests, text, sort: "displayName", descending: false }, 0, shown)),
    80,
  );
  const unpick = (id: UserId): void => setPicked(new Set([...picked].filter((one) => one !== id)));
  const count = picked.size;
  return (
    <PickerDialog
      title={title}
      searchLabel="Search guests"
      text={text}
      onText={setText}
      options={(guests.data?.rows ?? []).map((row) => ({
        id: row.id,
        label: row.displayName,
        secondary: row.mail ?? row.userPrincipalName,
        tag: stateNames[row.state],
        icon: <PersonAvatar name={row.displayName} domain={row.partnerDomain ?? ""} size={20} />,
        reason: holders.has(row.id) ? holderReason : undefined,
        taken: picked.has(row.id),
      }))}
      loading={guests.isFetching}
      more={(guests.data?.total ?? 0) > shown}
      trouble={guests.isError ? troubleOf(guests.error) : undefined}
      onRetry={() => void guests.refetch()}
      onPick={(id) => setPicked(new Set(picked).add(id))}
      onUnpick={unpick}
      onClose={onClose}
      actions={
        <Button
          appearance="primary"
          style={{ whiteSpace: "nowrap" }}
          disabledFocusable={count === 0}
          onClick={() => onDone([...picked])}
        >
          {count === 0 ? "Continue" : `Continue with ${count} ${count === 1 ? "guest" : "guests"}`}
        </Button>
      }
    />
  );
}
