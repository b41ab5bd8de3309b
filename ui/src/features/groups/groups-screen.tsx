import type { JSX } from "react";

import { Page, PageHeader } from "@/components/page";

export function GroupsScreen(): JSX.Element {
  return (
    <Page>
      <PageHeader title="Groups" name="Groups" />
    </Page>
  );
}
