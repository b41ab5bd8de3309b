import type { JSX } from "react";

import { Page, PageHeader } from "@/components/page";

export function ApplicationsScreen(): JSX.Element {
  return (
    <Page>
      <PageHeader title="Applications" name="Applications" />
    </Page>
  );
}
