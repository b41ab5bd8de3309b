import type { JSX } from "react";
import type { GuestListState } from "@/features/guests/list-state";
import { Page, PageHeader } from "@/components/page";

export function GuestScreen(_props: { id: string; list: GuestListState | undefined; place: number | undefined }): JSX.Element {
  return (
    <Page>
      <PageHeader title="Guest" name="Guest" />
    </Page>
  );
}
