import type { JSX } from "react";

import { Page, PageHeader } from "@/components/page";

export function GroupScreen(_props: { id: string }): JSX.Element {
  return (
    <Page>
      <PageHeader title="Group" name="Group" />
    </Page>
  );
}
