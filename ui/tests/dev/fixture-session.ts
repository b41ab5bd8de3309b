import type { SessionState, SessionView, SettingsView, SignInEvent, Theme, Trouble } from "@/ipc";
import type { Handlers } from "./handlers";

const sessionView: SessionView = {
  key: "tenant_ines",
  objectId: "ines",
  tenantId: "tenant",
  displayName: "Ines Duarte",
  username: "ines.duarte@practice.contoso.com",
  organization: {
    id: "tenant",
    displayName: "Contoso Practice",
    primaryDomain: "practice.contoso.com",
  },
  practice: { inside: true },
  kept: true,
  note: null,
};

const signedOut: SessionState = {
  state: "signedOut",
  remembered: [
    {
      key: "tenant_ines",
      displayName: "Ines Duarte",
      username: "ines.duarte@contoso.com",
      organization: "Contoso",
      tenantId: "tenant",
      practice: false,
      signedIn: true,
    },
  ],
  lastWork: { tenant: "contoso.com", clientId: "" },
  note: null,
  keyring: { state: "available" },
};

export const blocked: Trouble = {
  code: "refused",
  explanation: {
    code: "deviceCodeBlocked",
    summary: "Your organization blocks sign-in by code",
    cause: "A Conditional Access policy refused the sign-in.",
    remedy: "Ask an administrator to allow the device code flow for you and this app.",
    who: ["Conditional Access Administrator", "Security Administrator"],
    setting: "Conditional Access › Policies › Authentication flows",
    request: "Please allow the device code flow for Usher.",
  },
  retryAfter: null,
  service: {
    status: 400,
    code: "invalid_grant",
    message: "AADSTS53003: Access has been blocked by Conditional Access policies.",
    requestId: null,
    clientRequestId: null,
    correlationId: "b1e59a40-07c8-4f6d-9d23-58ac4e11f9d0",
    traceId: "6f0b2c7e-93d4-4a51-b8fe-2d7719c05a3e",
    time: "2026-11-23T10:21:07Z",
  },
  consent: null,
};

function settings(theme: Theme): SettingsView {
  return {
    preferences: { theme, guestColumns: null },
    defaults: {
      redirectUrl: "https://myapps.microsoft.com/?tenantid=tenant",
      language: "en-US",
      message: null,
      send: true,
    },
    keyring: { state: "available" },
    accounts: [],
    appRegistration: null,
    dataFolder: "/home/ines/.local/share/usher",
    dataMegabytes: 3,
    version: "0.1.0",
  };
}

const themes: readonly Theme[] = ["system", "light", "dark", "highContrast"];

/** Session, settings and practice; `signedOut`, `theme` and `signIn` choose where they start. */
export function sessionHandlers(options: URLSearchParams): Partial<Handlers> {
  let theme = themes.find((name) => name === options.get("theme")) ?? "system";
  let session: SessionState = options.has("signedOut")
    ? signedOut
    : { state: "signedIn", session: sessionView };
  return {
    session_state: () => session,
    settings: () => settings(theme),
    save_preferences: ({ preferences }) => {
      theme = preferences.theme;
      return null;
    },
    sign_in: (target, emit) => {
      emit({ event: "preparing" });
      const code: SignInEvent = {
        event: "code",
        userCode: "L3D8Q7HKX",
        verificationUri: "https://microsoft.com/devicelogin",
        expiresIn: Number(options.get("expiresIn") ?? 900),
        appName: "Usher",
      };
      emit(code);
      if (options.get("signIn") === "blocked") {
        setTimeout(() => emit({ event: "failed", trouble: blocked }), 50);
      }
      if (target.to === "remembered") {
        session = { state: "signedIn", session: sessionView };
        emit({ event: "signedIn", session: sessionView });
      }
      return null;
    },
    cancel_sign_in: () => null,
    open_sign_in_page: () => null,
    copy_user_code: () => null,
    sign_out: () => {
      session = signedOut;
      return null;
    },
    open_outbox: () => null,
    start_practice_afresh: () => {
      session = signedOut;
      return null;
    },
    rights: () => ({
      rights: {
        invite: { may: "yes" },
        resend: { may: "yes" },
        addToGroup: { may: "yes" },
        assignApplication: { may: "yes" },
        standing: {
          userId: "ines",
          isGuest: false,
          roleAssignableScope: false,
          mail: "admin@contoso.example",
          roles: {
            state: "known",
            value: [{ templateId: "fe930be7", displayName: "User Administrator" }],
          },
          ownedGroups: { state: "known", value: ["group-0"] },
          ownedApplications: { state: "known", value: [] },
          allowInvitesFrom: { state: "known", value: "adminsAndGuestInviters" },
        },
      },
      trouble: null,
    }),
    runs: () => [],
  };
}
