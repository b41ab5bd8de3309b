import type { JSX } from "react";

import { Page, PageHeader } from "@/components/page";

export function GuestsScreen(): JSX.Element {
  return (
    <Page>
      <PageHeader title="Guests" name="Guests" />
    </Page>
  );
}
