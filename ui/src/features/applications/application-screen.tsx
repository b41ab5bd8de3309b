import type { JSX } from "react";

import { Page, PageHeader } from "@/components/page";

export function ApplicationScreen(_props: { id: string }): JSX.Element {
  return (
    <Page>
      <PageHeader title="Application" name="Application" />
    </Page>
  );
}
