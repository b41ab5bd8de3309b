import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ChevronDown20Regular, ChevronUp20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { guestQuery, type GuestListState } from "@/features/guests/list-state";
import { useNavigate } from "@/navigation";
import { commandQuery } from "@/queries/command-query";
import { number } from "@/components/numbers";

const useStyles = makeStyles({
  row: {
    display: "flex",
    alignItems: "center",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: "tabular-nums",
  },
});

/** Up and down through the list that the guest was opened from. */
export function Neighbours({ list, place }: { list: GuestListState; place: number }): JSX.Element | null {
  const styles = useStyles();
  const navigate = useNavigate();
  const from = Math.max(0, place - 1);
  const around = useQuery({
    ...commandQuery("guests", guestQuery(list, from, 3)),
    // The buttons stay, and the focus on them, while the next window comes.
    placeholderData: keepPreviousData,
  });
  if (!around.data) {
    return null;
  }
  const { rows, total, offset } = around.data;
  const go = (to: number): void => {
    const row = rows[to - offset];
    if (row) {
      navigate({ screen: "guest", id: row.id, list, place: to });
    }
  };
  return (
    <span className={styles.row} data-keeps-focus>
      {number(place + 1)} of {number(total)}
      <Button
        appearance="transparent"
        size="small"
        icon={<ChevronUp20Regular />}
        aria-label="Previous guest"
        disabledFocusable={place === 0}
        onClick={() => go(place - 1)}
      />
      <Button
        appearance="transparent"
        size="small"
        icon={<ChevronDown20Regular />}
        aria-label="Next guest"
        disabledFocusable={place + 1 >= total}
        onClick={() => go(place + 1)}
      />
    </span>
  );
}
