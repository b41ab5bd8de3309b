import {
  Button,
  Dropdown,
  Field,
  Input,
  Option,
  Switch,
  Textarea,
  makeStyles,
} from "@fluentui/react-components";
import { Save20Regular } from "@fluentui/react-icons";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, type JSX } from "react";
import { call, troubleOf, type TenantDefaults } from "@/ipc";
import { Card } from "@/components/card";
import { usePageCommands } from "@/components/commands";
import { useNotify } from "@/components/toasts";
import { TroubleBar } from "@/components/trouble";
import { chosenLanguage, languageName, messageLanguages } from "@/features/invite/languages";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  // The switch itself, not the room around it, stands above the labels.
  send: { marginLeft: "-8px" },
  dropdown: { minWidth: 0 },
  actions: { display: "flex", gap: "8px" },
});

/** Why a redirect URL cannot be taken; nothing where it is empty or fine. */
export function redirectProblem(url: string): string | undefined {
  if (url.trim() === "") {
    return undefined;
  }
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
  return parsed?.protocol === "https:" && parsed.hostname !== ""
    ? undefined
    : "The redirect URL must be a whole address that begins with https://.";
}

/** What new invitations start with in this tenant. */
export function DefaultsCard({ defaults }: { defaults: TenantDefaults }): JSX.Element {
  const styles = useStyles();
  const notify = useNotify();
  const [draft, setDraft] = useState(defaults);
  const change = (part: Partial<TenantDefaults>): void => setDraft({ ...draft, ...part });
  const problem = redirectProblem(draft.redirectUrl ?? "");
  const changed = JSON.stringify(draft) !== JSON.stringify(defaults);
  const save = useMutation({
    mutationFn: () => {
      const blank = (text: string | null): string | null => (text?.trim() ? text.trim() : null);
      const saved = {
        ...draft,
        redirectUrl: blank(draft.redirectUrl),
        message: blank(draft.message),
      };
      return call("save_defaults", { defaults: saved });
    },
    onSuccess: () => notify({ intent: "success", title: "Defaults saved" }),
  });
  // What is saved is what stands in the fields by then.
  const latest = useRef(save.mutate);
  useEffect(() => {
    latest.current = save.mutate;
  });
  const reason = problem ?? (changed ? undefined : "Nothing was changed.");
  usePageCommands(
    useMemo(
      () => [
        { id: "save-defaults", label: "Save defaults", icon: <Save20Regular />, reason, run: () => latest.current() },
      ],
      [reason],
    ),
  );
  return (
    <Card title="Defaults for invitations" aside="In this tenant">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && changed) {
            save.mutate();
          }
        }}
      >
        <Switch
          className={styles.send}
          label="Send invite message"
          checked={draft.send}
          onChange={(_, data) => change({ send: data.checked })}
        />
        <Field label="Message">
          <Textarea
            rows={3}
            resize="vertical"
            maxLength={2000}
            value={draft.message ?? ""}
            onChange={(_, data) => change({ message: data.value })}
          />
        </Field>
        <Field label="Message language">
          <Dropdown
            className={styles.dropdown}
            value={draft.language === null ? "Automatic" : languageName(draft.language)}
            selectedOptions={[draft.language ?? ""]}
            onOptionSelect={(_, data) => change({ language: chosenLanguage(data.optionValue) })}
          >
            <Option value="">Automatic</Option>
            {messageLanguages.map(({ tag, name }) => (
              <Option key={tag} value={tag}>
                {name}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field
          label="Redirect URL"
          hint="Empty: My Apps of this tenant"
          validationMessage={problem}
        >
          <Input
            type="url"
            spellCheck={false}
            autoComplete="off"
            value={draft.redirectUrl ?? ""}
            onChange={(_, data) => change({ redirectUrl: data.value })}
          />
        </Field>
        {save.isError && <TroubleBar trouble={troubleOf(save.error)} />}
        <div className={styles.actions}>
          <Button
            appearance="primary"
            type="submit"
            disabledFocusable={!changed || problem !== undefined || save.isPending}
          >
            Save defaults
          </Button>
          {changed && <Button onClick={() => setDraft(defaults)}>Discard changes</Button>}
        </div>
      </form>
    </Card>
  );
}
