import { makeStyles, tokens } from "@fluentui/react-components";
import { DocumentAdd48Regular } from "@fluentui/react-icons";
import { useEffect, useRef, useState, type JSX } from "react";
import type { Access, DraftKind } from "@/ipc";
import { useNotify } from "@/components/toasts";
import { usePlanOpener } from "@/features/run/open-plan";
import { useNavigation, type Route } from "@/navigation";
import { ImportDialog } from "./import-dialog";
import { accessOfPage, beginImport, endImport, useImporting } from "./importing";

const useStyles = makeStyles({
  overlay: {
    position: "fixed",
    inset: 0,
    zIndex: 2_000_000,
    display: "flex",
    padding: "16px",
    boxSizing: "border-box",
    backgroundColor: tokens.colorBackgroundOverlay,
    pointerEvents: "none",
  },
  frame: {
    margin: "auto",
    padding: "40px 48px",
    maxWidth: "520px",
    boxSizing: "border-box",
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    gap: "8px",
    borderRadius: "12px",
    boxShadow: tokens.shadow28,
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textAlign: "center",
  },
  icon: { color: tokens.colorBrandForeground1 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface Drop {
  purpose?: DraftKind;
  access?: Access;
  does: string;
}

const anyPurpose: Drop = {
  does: "Then say what it is for: to invite, to resend invitations, or to give access.",
};

/** What a list that is dropped on a page is for, and what dropping it there does. */
function dropOn(route: Route): Drop {
  switch (route.screen) {
    case "invite":
      return { purpose: "invite", does: "Its people are added to the invitation once you have seen them." };
    case "resend":
      return { purpose: "resend", does: "Its people are sent their invitation again once you have seen them." };
    case "access":
      return { purpose: "giveAccess", does: "Its people are given access once you have seen them." };
    case "group":
      return {
        purpose: "invite",
        access: { groups: [route.id], applications: [] },
        does: "Its people are invited to this group; those who are guests already are only added to it.",
      };
    case "application": {
      const access = accessOfPage();
      return access
        ? {
            purpose: "invite",
            access,
            does: "Its people are invited to this application; those who are guests already are only assigned.",
          }
        : anyPurpose;
    }
    default:
      return anyPurpose;
  }
}

/** A plan that was saved, rather than a list. */
const isPlan = (file: File): boolean => file.type === "application/json" || /\.json$/iu.test(file.name);

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** True while a dialog has the window: its question is answered first. */
const isTaken = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/** Takes a file that is dropped anywhere on the window, and shows the list that is being taken. */
export function DropArea(): JSX.Element {
  const styles = useStyles();
  const { route } = useNavigation();
  const importing = useImporting();
  const [over, setOver] = useState(false);
  const notify = useNotify();
  const plans = usePlanOpener();
  const take = useRef<(files: FileList) => void>(undefined);
  useEffect(() => {
    take.current = (files) => {
      const { purpose, access } = dropOn(route);
      const [file, ...more] = files;
      if (file && isPlan(file)) {
        plans.open(file);
      } else if (file) {
        beginImport(file, purpose, access);
      }
      if (more.length > 0) {
        notify({ intent: "info", title: "One file at a time", body: "The first of the files was taken." });
      }
    };
  });
  // Whoever signs in next finds no list of the one before.
  useEffect(() => endImport, []);
  useEffect(() => {
    // Entering a child comes before leaving its parent, so what is entered is counted.
    let depth = 0;
    const onEnter = (event: DragEvent): void => {
      if (hasFiles(event)) {
        event.preventDefault();
        depth += 1;
        setOver(!isTaken());
      }
    };
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event) && event.dataTransfer) {
        event.preventDefault();
        event.dataTransfer.dropEffect = isTaken() ? "none" : "copy";
      }
    };
    const onLeave = (event: DragEvent): void => {
      if (hasFiles(event)) {
        depth = Math.max(0, depth - 1);
        setOver(depth > 0 && !isTaken());
      }
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) {
        return;
      }
      // Elsewhere a web view would open the file in the place of the window.
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer && !isTaken()) {
        take.current?.(event.dataTransfer.files);
      }
    };
    document.addEventListener("dragenter", onEnter);
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragenter", onEnter);
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, []);
  return (
    <>
      {importing && <ImportDialog key={keyOf(importing.file)} importing={importing} />}
      {over && (
        <div className={styles.overlay} role="status">
          <div className={styles.frame}>
            <DocumentAdd48Regular className={styles.icon} />
            <p className={styles.title}>Drop the file here</p>
            <p className={styles.text}>{dropOn(route).does}</p>
            <p className={styles.text}>CSV with commas, semicolons or tabs, in any column order, or a plan that was saved. Nothing is sent yet.</p>
          </div>
        </div>
      )}
    </>
  );
}

const keys = new WeakMap<File, number>();
let lastKey = 0;

/** Another file begins another dialog, whatever it is called. */
function keyOf(file: File): number {
  const known = keys.get(file);
  if (known !== undefined) {
    return known;
  }
  lastKey += 1;
  keys.set(file, lastKey);
  return lastKey;
}
