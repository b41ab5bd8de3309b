import { Radio, RadioGroup, makeStyles } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { call, troubleOf, type Preferences, type Theme } from "@/ipc";
import { Card } from "@/components/card";
import { TroubleBar } from "@/components/trouble";

const themes: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "highContrast", label: "High contrast" },
];

// The dots, not the room around them, stand below the title.
const useStyles = makeStyles({ radios: { marginLeft: "-8px" } });

/** How Usher looks; it changes at once. */
export function AppearanceCard({ preferences }: { preferences: Preferences }): JSX.Element {
  const styles = useStyles();
  const save = useMutation({
    mutationFn: (theme: Theme) =>
      call("save_preferences", { preferences: { ...preferences, theme } }),
  });
  return (
    <Card title="Appearance">
      <RadioGroup
        className={styles.radios}
        aria-label="Theme"
        layout="horizontal"
        value={preferences.theme}
        onChange={(_, data) => save.mutate(data.value as Theme)}
      >
        {themes.map((theme) => (
          <Radio key={theme.value} value={theme.value} label={theme.label} />
        ))}
      </RadioGroup>
      {save.isError && <TroubleBar trouble={troubleOf(save.error)} />}
    </Card>
  );
}
