// Generated from the Rust types. `UPDATE_BINDINGS=1 cargo test --test shell` writes it anew.

/**
 * Groups and applications to give.
 */
export type Access = { 
/**
 * Groups.
 */
groups: Array<GroupId>, 
/**
 * Applications with their role.
 */
applications: Array<ApplicationAccess>, };

/**
 * A guest in a group or application.
 */
export type AccessGuest = { id: UserId, displayName: string, mail: string | null, state: GuestState, 
/**
 * Applications only: the role held.
 */
appRoleId: AppRoleId | null, 
/**
 * Applications only: the role's name.
 */
roleName: string | null, };

/**
 * An account.
 */
export type AccountArgs = { key: string, };

/**
 * A directory role that is active now.
 */
export type ActiveRole = { 
/**
 * Template id.
 */
templateId: string, 
/**
 * Display name.
 */
displayName: string, };

/**
 * One entry of a pasted list.
 */
export type AddressEntry = { 
/**
 * What was read as the address, cleaned of spaces and brackets.
 */
address: string, 
/**
 * The name beside it, as in `Name <address>`.
 */
displayName: string | null, 
/**
 * What is wrong with it; none: nothing.
 */
problem: AddressProblem | null, };

/**
 * What is wrong with an address.
 */
export type AddressProblem = { 
/**
 * Stable name: `malformed`, `plus`, `forbiddenCharacter`, `incompleteDomain`, `duplicate`, `tooLong`.
 */
code: string, 
/**
 * For the screen, such as "Microsoft does not accept + in an address."
 */
text: string, 
/**
 * The address that was probably meant.
 */
suggestion: string | null, };

/**
 * `allowInvitesFrom` of the authorization policy.
 *
 * Source: Microsoft Graph, resource type authorizationPolicy.
 */
export type AllowInvitesFrom = "none" | "adminsAndGuestInviters" | "adminsGuestInvitersAndAllMembers" | "everyone";

/**
 * One app role.
 */
export type AppRole = { 
/**
 * Id.
 */
id: AppRoleId, 
/**
 * Display name.
 */
displayName: string, 
/**
 * Description.
 */
description: string | null, 
/**
 * Value in tokens.
 */
value: string | null, 
/**
 * Enabled.
 */
isEnabled: boolean, 
/**
 * `User` covers people and groups; `Application` is for applications only.
 */
allowedMemberTypes: Array<string>, };

/**
 * Id of an app role; the zero GUID is default access.
 */
export type AppRoleId = string;

/**
 * What the directory says of an enterprise application (a service principal).
 */
export type Application = { 
/**
 * Object id of the service principal.
 */
id: ServicePrincipalId, 
/**
 * Application (client) id.
 */
appId: string, 
/**
 * Display name.
 */
displayName: string, 
/**
 * False: nobody can sign in to it.
 */
accountEnabled: boolean, 
/**
 * Assignment required.
 */
appRoleAssignmentRequired: boolean, 
/**
 * Carries the tag `HideApp`.
 */
hidden: boolean, 
/**
 * Every role it declares, also those that are off or for applications only.
 */
appRoles: Array<AppRole>, 
/**
 * Home page.
 */
homepage: string | null, };

/**
 * An application with the role to assign.
 */
export type ApplicationAccess = { 
/**
 * The application.
 */
servicePrincipalId: ServicePrincipalId, 
/**
 * The role.
 */
appRoleId: AppRoleId, };

/**
 * One application.
 */
export type ApplicationArgs = { id: ServicePrincipalId, };

/**
 * An application's page.
 */
export type ApplicationDetail = { 
/**
 * The application.
 */
row: ApplicationRow, 
/**
 * Guests who are assigned directly.
 */
guests: Array<AccessGuest>, 
/**
 * Groups that are assigned, by name.
 */
groups: Array<string>, 
/**
 * Assigned users who are not guests, counted.
 */
otherUsers: number, };

/**
 * Some of the applications that match.
 */
export type ApplicationPage = { 
/**
 * The rows.
 */
rows: Array<ApplicationRow>, 
/**
 * There are more than these: narrow the search.
 */
more: boolean, };

/**
 * An application in a list or picker.
 */
export type ApplicationRow = { 
/**
 * The application.
 */
application: Application, 
/**
 * Roles that can be given to a person.
 */
roles: Array<AppRole>, 
/**
 * Owned by the signed-in person.
 */
owned: boolean, 
/**
 * May a guest be assigned, and if not, why.
 */
mayAssign: May, };

/**
 * An application the guest is assigned to, directly or through a group.
 */
export type AssignedApplication = { servicePrincipalId: ServicePrincipalId, displayName: string, appRoleId: AppRoleId, roleName: string, 
/**
 * Name of the group that carries the assignment, where it is not direct.
 */
throughGroup: string | null, assigned: string | null, };

/**
 * Something that readers may hold and that is no longer what it was.
 */
export type Change = "guests" | "access" | "rights" | "runs" | "settings" | "session";

/**
 * How a row differs, what matters most first.
 */
export type ChangeKind = "mailedSince" | "invitedSince" | "acceptedSince" | "goneSince" | "closedSince" | "accessClosedSince" | "openSince" | "givenSince" | "moreToDo";

/**
 * A draft for guests who were chosen.
 */
export type ChosenDraft = { 
/**
 * The draft.
 */
draft: Draft, 
/**
 * How many of them are not in the directory any more, and not in the draft.
 */
gone: number, };

/**
 * A column, for the person to see what it is.
 */
export type Column = { 
/**
 * Its name in the file.
 */
name: string | null, 
/**
 * The first different cells that hold something.
 */
samples: Array<string>, };

/**
 * What to ask an administrator for.
 */
export type ConsentNeed = { 
/**
 * The feature in whose place this is shown.
 */
feature: Feature, 
/**
 * Scopes that are missing.
 */
scopes: Array<ScopeNeed>, 
/**
 * True where the signed-in person may approve them.
 */
mayApprove: boolean, 
/**
 * Link at which an administrator can approve.
 */
adminConsentUrl: string, 
/**
 * Text to send to an administrator.
 */
request: string, };

/**
 * A person's decision on a step that the directory cannot settle.
 */
export type DecideArgs = { id: string, row: number, step: number, decision: Decision, };

/**
 * What a person decides about a step that the directory cannot settle.
 */
export type Decision = "takeAsDone" | "sendAgain";

/**
 * Save defaults.
 */
export type DefaultsArgs = { defaults: TenantDefaults, };

/**
 * What parts the cells of a row.
 */
export type Delimiter = "comma" | "semicolon" | "tab";

/**
 * A partner domain and how many guests are of it.
 */
export type DomainCount = { domain: string, guests: number, };

/**
 * A request that nothing has been done about yet.
 */
export type Draft = { 
/**
 * Which road the people take.
 */
kind: DraftKind, 
/**
 * Whom it concerns.
 */
people: Array<DraftPerson>, 
/**
 * What the invitation says; used by `Invite` and `Resend`.
 */
message: InvitationMessage, 
/**
 * Groups and applications to give; `Resend` does not look at it.
 */
access: Access, 
/**
 * `Invite`: mail guests again who are already pending. Off by default, because the link in
 * their first mail may then stop working.
 */
mailPendingAgain: boolean, };

/**
 * A draft to judge or plan.
 */
export type DraftArgs = { draft: Draft, };

/**
 * A new draft of a kind.
 */
export type DraftDefaultsArgs = { kind: DraftKind, };

/**
 * What is asked for.
 */
export type DraftKind = "invite" | "resend" | "giveAccess";

/**
 * One person in a draft.
 */
export type DraftPerson = { 
/**
 * The address as it was given.
 */
address: string, 
/**
 * Display name for a new guest.
 */
displayName: string | null, 
/**
 * The guest, where the person was chosen from the directory.
 */
userId: UserId | null, 
/**
 * What was asked for this person alone, as a list says it; none: what the draft says.
 */
own?: OwnDetails, };

/**
 * What is wrong with a draft, told beside the field it concerns.
 */
export type DraftProblem = { 
/**
 * Name of the field: `people`, `redirectUrl`, `cc`, `body`, `language`, `groups`, `applications`.
 */
field: string, 
/**
 * Stable name of the problem.
 */
code: string, 
/**
 * For the screen.
 */
text: string, };

/**
 * An encoding that can be chosen where the one found was not right.
 */
export type EncodingChoice = { 
/**
 * Its label in the Encoding Standard.
 */
label: string, 
/**
 * Its name for people.
 */
name: string, };

/**
 * Why something is as it is, what to do about it, and who can.
 *
 * The sentences are meant for the screen as they are. `code` is what programs branch on.
 */
export type Explanation = { 
/**
 * Stable name of the cause, such as `domainDenied`.
 */
code: string, 
/**
 * One short line: what is the matter.
 */
summary: string, 
/**
 * Why, in one or two sentences.
 */
cause: string, 
/**
 * What to do, in one or two sentences; empty where nothing needs doing.
 */
remedy: string, 
/**
 * Who can do it: roles by their display names, or "You".
 */
who: Array<string>, 
/**
 * Where in the admin center the setting lies, in its own words.
 */
setting: string | null, 
/**
 * A text that can be sent to the one who can help.
 */
request: string | null, };

/**
 * A file that was saved.
 */
export type ExportedFile = { 
/**
 * By which `show_exported_file` knows it, until Usher closes.
 */
id: number, 
/**
 * Its name, with the number that it got where the name was taken.
 */
name: string, 
/**
 * The folder it lies in.
 */
folder: string, };

/**
 * A file that was saved.
 */
export type ExportedFileArgs = { id: number, };

/**
 * Features that need scopes of their own.
 */
export type Feature = "guests" | "invite" | "groups" | "addToGroup" | "applications" | "assignApplication" | "policies" | "roles" | "auditLog";

/**
 * What the directory says of a group.
 *
 * Source: Microsoft Graph, "Working with groups in Microsoft Graph" (groups-overview).
 */
export type Group = { 
/**
 * Object id.
 */
id: GroupId, 
/**
 * Display name.
 */
displayName: string, 
/**
 * Description.
 */
description: string | null, 
/**
 * The group's address, where it has one.
 */
mail: string | null, 
/**
 * `Unified`, `DynamicMembership`.
 */
groupTypes: Array<string>, 
/**
 * Mail-enabled.
 */
mailEnabled: boolean, 
/**
 * Security-enabled.
 */
securityEnabled: boolean, 
/**
 * Synced from on-premises.
 */
onPremisesSyncEnabled: boolean, 
/**
 * Directory roles can be assigned to it.
 */
isAssignableToRole: boolean, 
/**
 * `AllowToAddGuests` of the group itself, where it was read.
 */
allowToAddGuests: boolean | null, };

/**
 * One group.
 */
export type GroupArgs = { id: GroupId, };

/**
 * A group's page.
 */
export type GroupDetail = { 
/**
 * The group.
 */
row: GroupRow, 
/**
 * Its direct members who are guests.
 */
guests: Array<AccessGuest>, 
/**
 * Direct members who are not guests, counted.
 */
otherMembers: number, 
/**
 * Names of its owners.
 */
owners: Array<string>, };

/**
 * Object id of a group.
 */
export type GroupId = string;

/**
 * Kind of a group, as the admin center names it.
 */
export type GroupKind = "security" | "microsoft365" | "mailEnabledSecurity" | "distribution";

/**
 * Some of the groups that match.
 */
export type GroupPage = { 
/**
 * The rows.
 */
rows: Array<GroupRow>, 
/**
 * There are more than these: narrow the search.
 */
more: boolean, };

/**
 * A group in a list or picker.
 */
export type GroupRow = { 
/**
 * The group.
 */
group: Group, 
/**
 * Its kind.
 */
kind: GroupKind, 
/**
 * Membership follows a rule.
 */
dynamic: boolean, 
/**
 * Owned by the signed-in person.
 */
owned: boolean, 
/**
 * May a guest be added, and if not, why.
 */
mayAdd: May, };

/**
 * What the directory says of one guest.
 *
 * Source: Microsoft Graph, resource type user; Microsoft Entra, "Properties of a B2B guest user".
 */
export type Guest = { 
/**
 * Object id.
 */
id: UserId, 
/**
 * Display name as the directory has it; not to be trusted as markup.
 */
displayName: string, 
/**
 * The address that was invited; not every guest has one.
 */
mail: string | null, 
/**
 * Sign-in name in this tenant, `local_domain#EXT#@tenant` for B2B guests.
 */
userPrincipalName: string, 
/**
 * `Guest` or `Member`.
 */
userType: string | null, 
/**
 * `Invitation` for B2B; null for ordinary users.
 */
creationType: string | null, 
/**
 * `PendingAcceptance`, `Accepted`, or null, which is neither.
 */
externalUserState: string | null, 
/**
 * When the state last changed.
 */
externalUserStateChange: string | null, 
/**
 * When the object was made.
 */
created: string | null, 
/**
 * False: sign-in is blocked.
 */
accountEnabled: boolean, 
/**
 * Company name.
 */
companyName: string | null, 
/**
 * Further addresses.
 */
otherMails: Array<string>, };

/**
 * How many guests there are in each state; the tenant's numbers, whatever is filtered.
 */
export type GuestCounts = { all: number, pendingAcceptance: number, accepted: number, blocked: number, noState: number, };

/**
 * What sort of external or guest account this is.
 */
export type GuestKind = "guest" | "externalMember" | "internalGuest";

/**
 * A guest's profile page, as the directory says now.
 */
export type GuestProfile = { 
/**
 * The guest.
 */
guest: Guest, 
/**
 * Sort of guest.
 */
kind: GuestKind, 
/**
 * State shown.
 */
state: GuestState, 
/**
 * Where the invitation stands.
 */
invitationState: InvitationState, 
/**
 * Partner domain.
 */
partnerDomain: string | null, 
/**
 * Identities: how the guest signs in.
 */
identities: Array<Identity>, 
/**
 * Who invited, where Usher's own runs know it.
 */
invitedByUs: InvitedByUs | null, 
/**
 * Groups joined directly, or why they could not be read.
 */
groups: Listed<MemberOfGroup>, 
/**
 * Applications assigned, or why they could not be read.
 */
applications: Listed<AssignedApplication>, 
/**
 * May the invitation be resent.
 */
mayResend: May, 
/**
 * A redeem link of this guest is kept on this computer.
 */
redeemLink: RedeemLinkRef | null, 
/**
 * What a guest in this state may report, with cause, remedy and who can.
 */
mayReport: Array<Explanation>, };

/**
 * Which guests to show, and in what order.
 */
export type GuestQuery = { 
/**
 * Any part of name, address or company; accents and letter case do not count.
 */
text: string, 
/**
 * Only these states; empty: all.
 */
states: Array<GuestState>, 
/**
 * Only these partner domains; empty: all.
 */
domains: Array<string>, 
/**
 * Created at or after.
 */
createdFrom: string | null, 
/**
 * Created before.
 */
createdTo: string | null, 
/**
 * Column to sort by.
 */
sort: GuestSort, 
/**
 * Descending.
 */
descending: boolean, 
/**
 * First row wanted, from 0.
 */
offset: number, 
/**
 * Rows wanted: at most 500, or any number of ids.
 */
count: number, };

/**
 * One guest in the list.
 */
export type GuestRow = { id: UserId, displayName: string, mail: string | null, userPrincipalName: string, partnerDomain: string | null, companyName: string | null, kind: GuestKind, state: GuestState, invitationState: InvitationState, created: string | null, stateChanged: string | null, };

/**
 * Columns that guests can be sorted by.
 */
export type GuestSort = "displayName" | "mail" | "partnerDomain" | "state" | "created" | "companyName" | "stateChanged";

/**
 * How a guest is shown and filtered. Blocked takes precedence over the invitation's state.
 */
export type GuestState = "pendingAcceptance" | "accepted" | "blocked" | "noState";

/**
 * A window of rows.
 */
export type GuestWindow = { 
/**
 * Guests that match, in all.
 */
total: number, 
/**
 * Place of the first row.
 */
offset: number, 
/**
 * The rows.
 */
rows: Array<GuestRow>, };

/**
 * A plan out of a file, made anew from what the directory says now.
 */
export type HeldPlan = { 
/**
 * The plan as it is now; this one is run.
 */
plan: Plan, 
/**
 * Rows that were taken out when it was saved.
 */
leftOut: Array<number>, 
/**
 * Who made the plan in the file.
 */
madeBy: string, 
/**
 * When that was.
 */
made: string, 
/**
 * What became different since, what matters most first; empty: nothing.
 */
changes: Array<PlanChange>, };

/**
 * A plan that was opened.
 */
export type HoldPlanArgs = { id: number, };

/**
 * What happens while an opened plan is held against the directory.
 */
export type HoldPlanEvent = { "event": "checking", 
/**
 * How far.
 */
progress: PlanProgress, } | { "event": "held", 
/**
 * The plan as it is now, and what became different.
 */
held: HeldPlan, } | { "event": "failed", 
/**
 * Why.
 */
trouble: Trouble, };

/**
 * One identity of a user.
 */
export type Identity = { signInType: string | null, issuer: string | null, issuerAssignedId: string | null, };

/**
 * The fields of an invitation that are the same for everyone in a draft.
 *
 * Source: Microsoft Graph, resource types invitation and invitedUserMessageInfo.
 */
export type InvitationMessage = { 
/**
 * "Send invite message": Microsoft mails the guest.
 */
send: boolean, 
/**
 * The customised text; plain text only.
 */
body: string | null, 
/**
 * The one Cc recipient.
 */
cc: string | null, 
/**
 * Language of Microsoft's own words, such as `en-US`; has no effect beside a body.
 */
language: string | null, 
/**
 * Where the guest lands after redemption; https only.
 */
redirectUrl: string, };

/**
 * Where the invitation itself stands, blocked or not.
 */
export type InvitationState = "pendingAcceptance" | "accepted" | "noState";

/**
 * The last invitation of a guest that went out from here.
 */
export type InvitedByUs = { 
/**
 * The run.
 */
runId: string, 
/**
 * When.
 */
at: string, };

/**
 * Whether sign-ins outlast this session of Usher.
 */
export type KeyringState = { "state": "available" } | { "state": "unavailable", 
/**
 * Why, for a person.
 */
why: string, };

/**
 * Something read from the directory, or the fact that it could not be read.
 *
 * What could not be read is "not checked", never "allowed".
 */
export type Known<T> = { "state": "known", 
/**
 * What it says.
 */
value: T, } | { "state": "notChecked", 
/**
 * Why, for a person.
 */
why: string, };

/**
 * A list, or why it could not be read.
 */
export type Listed<T> = { "state": "listed", 
/**
 * The items.
 */
items: Array<T>, } | { "state": "notRead", 
/**
 * Why.
 */
trouble: Trouble, };

/**
 * One element of the invitation mail, in its order.
 */
export type MailElement = { 
/**
 * Which element.
 */
part: MailPart, 
/**
 * The words, plain text.
 */
text: string, 
/**
 * True where Microsoft words it and the rendering is only like it.
 */
wordedByMicrosoft: boolean, };

/**
 * The elements of an invitation mail.
 *
 * Source: Microsoft Entra External ID, "The elements of the B2B collaboration invitation email".
 */
export type MailPart = "from" | "replyTo" | "to" | "cc" | "subject" | "warning" | "inviter" | "organization" | "message" | "acceptButton" | "redirectNote" | "blockFutureInvitations" | "privacyStatement";

/**
 * What the mail will look like for one address.
 */
export type MailPreview = { 
/**
 * False where no mail will be sent.
 */
sent: boolean, 
/**
 * The elements in their order.
 */
elements: Array<MailElement>, 
/**
 * What to warn of, such as that the message will be dropped.
 */
warnings: Array<string>, };

/**
 * A draft and one of its people.
 */
export type MailPreviewArgs = { draft: Draft, person: number, };

/**
 * What each column means, by its place; none: it is left alone.
 */
export type Mapping = Array<Meaning | null>;

/**
 * Whether something may be done.
 */
export type May = { "may": "yes" } | { "may": "no", 
/**
 * Why, what to do, who can.
 */
explanation: Explanation, } | { "may": "unknown", 
/**
 * Why it cannot be told.
 */
why: string, };

/**
 * What the cells of a column say of a person.
 */
export type Meaning = "address" | "displayName" | "firstName" | "lastName" | "redirectUrl" | "sendMail" | "message" | "language" | "cc" | "groups" | "applications";

/**
 * A group the guest is in.
 */
export type MemberOfGroup = { id: GroupId, displayName: string, description: string | null, kind: GroupKind, dynamic: boolean, };

/**
 * A plan that was read out of a file.
 */
export type OpenedPlan = { 
/**
 * By which `hold_plan` knows it, until another one is opened.
 */
id: number, 
/**
 * What it asks for.
 */
draft: Draft, 
/**
 * Rows that were taken out when it was saved.
 */
leftOut: Array<number>, };

/**
 * Name and domain of the tenant.
 */
export type OrganizationView = { 
/**
 * Tenant id.
 */
id: string, 
/**
 * Name of the organization.
 */
displayName: string, 
/**
 * Its default verified domain.
 */
primaryDomain: string, };

/**
 * What a list says of one person; what it leaves out is as the draft says.
 */
export type OwnDetails = { 
/**
 * "Send invite message".
 */
send: boolean | null, 
/**
 * The customised text.
 */
body: string | null, 
/**
 * The one Cc recipient.
 */
cc: string | null, 
/**
 * Language of Microsoft's own words.
 */
language: string | null, 
/**
 * Where the guest lands after redemption.
 */
redirectUrl: string | null, 
/**
 * Groups and applications beside those of the draft.
 */
access: Access, };

/**
 * What will happen to each address, and why.
 */
export type Plan = { 
/**
 * Id.
 */
id: PlanId, 
/**
 * The tenant it was made for.
 */
tenantId: string, 
/**
 * When the directory was asked.
 */
made: string, 
/**
 * What was asked for.
 */
draft: Draft, 
/**
 * One row an address, in the draft's order.
 */
rows: Array<PlanRow>, 
/**
 * What holds for the whole plan: a group that cannot take guests, a policy that could not be read.
 */
notes: Array<PlanNote>, 
/**
 * Counts.
 */
totals: PlanTotals, };

/**
 * A plan.
 */
export type PlanArgs = { id: PlanId, };

/**
 * One kind of difference, with the rows it concerns.
 */
export type PlanChange = { 
/**
 * Which kind.
 */
kind: ChangeKind, 
/**
 * One line, such as "12 addresses have been invited since".
 */
text: string, 
/**
 * The rows, by their index.
 */
rows: Array<number>, };

/**
 * What a run of a plan will take.
 */
export type PlanEstimate = { 
/**
 * People for whom something is done.
 */
people: number, 
/**
 * Requests to Microsoft Graph, those inside a batch counted singly.
 */
requests: number, 
/**
 * Of these, the ones that change something.
 */
changes: number, 
/**
 * Mails that Microsoft will send.
 */
mails: number, 
/**
 * How long it will take at the fastest pace that the published limits allow, in seconds, if
 * nobody else uses them up and the directory does not lag.
 */
seconds: number, };

/**
 * What happens while a plan is made.
 */
export type PlanEvent = { "event": "checking", 
/**
 * How far.
 */
progress: PlanProgress, } | { "event": "made", 
/**
 * The plan.
 */
plan: Plan, } | { "event": "failed", 
/**
 * Why.
 */
trouble: Trouble, };

/**
 * Id of a plan.
 */
export type PlanId = string;

/**
 * Something to know about the whole plan.
 */
export type PlanNote = { 
/**
 * True: part of what was asked for will not be done.
 */
blocking: boolean, 
/**
 * What and why.
 */
explanation: Explanation, };

/**
 * How far the survey for a plan is.
 */
export type PlanProgress = { 
/**
 * Addresses held against the directory so far.
 */
checked: number, 
/**
 * Addresses in the draft.
 */
total: number, };

/**
 * What will happen to one address.
 */
export type PlanRow = { 
/**
 * Place in the draft, from 0.
 */
index: number, 
/**
 * The address, cleaned.
 */
address: string, 
/**
 * Display name: of the guest where there is one, else the draft's.
 */
displayName: string | null, 
/**
 * The user who holds the address now.
 */
userId: UserId | null, 
/**
 * The verdict.
 */
verdict: Verdict, 
/**
 * One line under Reason.
 */
reason: string, 
/**
 * Cause, remedy and who can, where there is something to lift.
 */
explanation: Explanation | null, 
/**
 * Further things to know of this row, such as "already in Suppliers".
 */
remarks: Array<string>, 
/**
 * What will be done, in this order. Empty: nothing.
 */
steps: Array<Step>, 
/**
 * What was asked for and is there already, as the step that would have given it.
 */
held?: Array<Step>, };

/**
 * Counts of a plan.
 */
export type PlanTotals = { 
/**
 * Rows.
 */
addresses: number, 
/**
 * Rows with at least one step.
 */
withSteps: number, 
/**
 * Guests that will be made.
 */
newGuests: number, 
/**
 * Mails that Microsoft will send.
 */
mails: number, 
/**
 * Group memberships that will be added.
 */
memberships: number, 
/**
 * Applications that will be assigned.
 */
assignments: number, 
/**
 * Rows left out.
 */
leftOut: number, };

/**
 * The practice tenant behind the session.
 */
export type PracticeView = { 
/**
 * True: it runs inside Usher and can be started afresh; false: it is a server given by `USHER_PRACTICE`.
 */
inside: boolean, };

/**
 * Preferences that hold no directory data.
 */
export type Preferences = { theme: Theme, 
/**
 * Columns of the guest list that are shown; none: the standard ones.
 */
guestColumns: Array<string> | null, };

/**
 * Save preferences.
 */
export type PreferencesArgs = { preferences: Preferences, };

/**
 * What the person says of a file; whatever is left out is told by sight.
 */
export type ReadOptions = { 
/**
 * Its encoding, by its label in the Encoding Standard, such as one of [`ENCODINGS`].
 */
encoding: string | null, 
/**
 * What parts its cells.
 */
delimiter: Delimiter | null, 
/**
 * Whether its first row names the columns.
 */
header: boolean | null, };

/**
 * How to read a list.
 */
export type ReadSheetArgs = { 
/**
 * What the person says of the file.
 */
options: ReadOptions, 
/**
 * What the columns mean; none: what they seem to.
 */
mapping: Mapping | null, };

/**
 * Where a kept redeem link is found; the link itself stays in the core.
 */
export type RedeemLinkRef = { runId: string, row: number, };

/**
 * An account that was signed in before.
 */
export type RememberedAccount = { 
/**
 * `<tenant id>_<object id>`.
 */
key: string, 
/**
 * Display name.
 */
displayName: string, 
/**
 * Sign-in name.
 */
username: string, 
/**
 * Name of the organization, where known.
 */
organization: string | null, 
/**
 * Tenant id.
 */
tenantId: string, 
/**
 * An account of the practice tenant.
 */
practice: boolean, 
/**
 * True: its sign-in is kept, one click suffices.
 */
signedIn: boolean, };

/**
 * In which form results are written.
 */
export type ResultsFormat = "csv" | "json";

/**
 * What the signed-in person may do, for the header and the screens.
 */
export type RightsReply = { 
/**
 * Rights, or why they could not be read.
 */
rights: RightsView | null, 
/**
 * Why they could not be read.
 */
trouble: Trouble | null, };

/**
 * The rights of the signed-in person that do not depend on a target.
 */
export type RightsView = { 
/**
 * May invite guests.
 */
invite: May, 
/**
 * May resend invitations.
 */
resend: May, 
/**
 * May add guests to some group; which ones depends on the group.
 */
addToGroup: May, 
/**
 * May assign guests to some application; which ones depends on the application.
 */
assignApplication: May, 
/**
 * What this rests on.
 */
standing: Standing, };

/**
 * What is wrong with a row.
 */
export type RowProblem = { 
/**
 * The row, counted from 0 among the rows of people.
 */
row: number, 
/**
 * The line in the file on which the row begins, counted from 1.
 */
line: number, 
/**
 * The column, counted from 0; none: it is about the row as a whole.
 */
column: number | null, 
/**
 * The column's name.
 */
columnName: string | null, 
/**
 * Stable name.
 */
code: string, 
/**
 * For the screen.
 */
text: string, 
/**
 * What was probably meant.
 */
suggestion: string | null, 
/**
 * Whether the row is taken all the same.
 */
severity: Severity, };

/**
 * A run.
 */
export type RunArgs = { id: string, };

/**
 * A whole run.
 */
export type RunDetail = { 
/**
 * The run.
 */
summary: RunSummary, 
/**
 * One row a person, in the plan's order.
 */
rows: Array<RunRow>, };

/**
 * What happens in a watched run. The channel is a view; it can be attached again at any time.
 */
export type RunEvent = { "event": "progress", 
/**
 * What.
 */
progress: RunProgress, } | { "event": "ended" };

/**
 * How fast a run goes, and what it waits for.
 */
export type RunPace = { 
/**
 * Steps that get an outcome in a minute, by the latest of them.
 */
stepsPerMinute: number, 
/**
 * Seconds that what is left takes at this rate; none where that cannot be told.
 */
secondsLeft: number | null, 
/**
 * What it waits for.
 */
waitsFor: WaitsFor, 
/**
 * Until when, where that is known.
 */
until: string | null, };

/**
 * A message on the channel of a watched run.
 */
export type RunProgress = { 
/**
 * The run as a whole.
 */
summary: RunSummary, 
/**
 * Rows that changed since the last message.
 */
rows: Array<RunRow>, 
/**
 * How fast it goes.
 */
pace: RunPace, };

/**
 * What happened to one person.
 */
export type RunRow = { 
/**
 * Place in the plan.
 */
index: number, 
/**
 * Address.
 */
address: string, 
/**
 * Name, where known.
 */
displayName: string | null, 
/**
 * The guest, once known.
 */
userId: UserId | null, 
/**
 * What the plan said.
 */
verdict: Verdict, 
/**
 * The row as a whole: the worst of its steps.
 */
state: StepState, 
/**
 * The steps.
 */
steps: Array<RunStep>, 
/**
 * A redeem link is kept and can be copied.
 */
hasRedeemLink: boolean, };

/**
 * A row of a run.
 */
export type RunRowArgs = { id: string, row: number, };

/**
 * A run that was started.
 */
export type RunStarted = { id: string, };

/**
 * State of a run.
 */
export type RunState = "running" | "paused" | "interrupted" | "stopped" | "finished";

/**
 * One step and its outcome.
 */
export type RunStep = { 
/**
 * Place in the row, from 0.
 */
index: number, 
/**
 * What is done.
 */
step: Step, 
/**
 * State.
 */
state: StepState, 
/**
 * True where nothing had to be done, because it held already.
 */
heldAlready: boolean, 
/**
 * Why it failed, is unknown, was skipped or waits.
 */
explanation: Explanation | null, 
/**
 * The service's request id of the last answer.
 */
requestId: string | null, 
/**
 * Our id of the last request.
 */
clientRequestId: string | null, 
/**
 * When the last request left.
 */
sent: string | null, 
/**
 * When the outcome was known.
 */
ended: string | null, 
/**
 * When it will be tried or looked up again.
 */
nextTry: string | null, 
/**
 * Unknown for good: only a person can tell. The screen asks.
 */
asksPerson: boolean, };

/**
 * A run in the list of Activity.
 */
export type RunSummary = { 
/**
 * Id.
 */
id: string, 
/**
 * What was asked for.
 */
kind: DraftKind, 
/**
 * One line, such as "Invite 12 people to Suppliers Q4 and 1 application".
 */
title: string, 
/**
 * State.
 */
state: RunState, 
/**
 * Why it is paused, where it is.
 */
pausedBecause: Explanation | null, 
/**
 * The trouble that paused it, where it was one.
 */
pausedBy?: TroubleCode, 
/**
 * Another process carries it out: which one, in a sentence. It can only be watched here.
 */
elsewhere?: string, 
/**
 * When it began.
 */
started: string, 
/**
 * When its last step ended.
 */
ended: string | null, 
/**
 * How long it was worked on so far, in seconds: rests do not count.
 */
workedSeconds: number, 
/**
 * Counts.
 */
totals: RunTotals, };

/**
 * Counts of a run: people by where they stand, and what took effect.
 */
export type RunTotals = { 
/**
 * People in the run.
 */
people: number, 
/**
 * People of whom every step is done.
 */
done: number, 
/**
 * People with a step that failed.
 */
failed: number, 
/**
 * People with a step whose outcome is not known.
 */
unknown: number, 
/**
 * People with a step that waits for the directory.
 */
waiting: number, 
/**
 * People whose steps were not sent because the run stopped or what they rest on failed.
 */
skipped: number, 
/**
 * Steps in all.
 */
steps: number, 
/**
 * Steps with an outcome.
 */
stepsEnded: number, 
/**
 * Invitations that took effect.
 */
invited: number, 
/**
 * Mails known to have been asked for successfully.
 */
mails: number, 
/**
 * Memberships added.
 */
memberships: number, 
/**
 * Applications assigned.
 */
assignments: number, };

/**
 * Save a plan.
 */
export type SavePlanArgs = { 
/**
 * The plan.
 */
planId: PlanId, 
/**
 * Rows that the person took out.
 */
leftOut: Array<number>, };

/**
 * Save what a run came to.
 */
export type SaveRunResultsArgs = { 
/**
 * The run.
 */
id: string, 
/**
 * In which form.
 */
format: ResultsFormat, 
/**
 * With the redeem links, by which whoever has the file can accept the invitations.
 */
withLinks: boolean, };

/**
 * One scope and why it is needed.
 */
export type ScopeNeed = { scope: string, why: string, };

/**
 * What the service itself said.
 */
export type ServiceAnswer = { status: number | null, code: string, message: string, requestId: string | null, clientRequestId: string | null, correlationId: string | null, traceId: string | null, time: string | null, };

/**
 * Object id of a service principal, which the admin center calls an enterprise application.
 */
export type ServicePrincipalId = string;

/**
 * Whether somebody is signed in.
 */
export type SessionState = { "state": "signedOut", 
/**
 * Accounts that can come back with one click, last used first.
 */
remembered: Array<RememberedAccount>, 
/**
 * What was typed last for a work account.
 */
lastWork: WorkTarget, 
/**
 * Something to tell, such as why the session ended.
 */
note: Trouble | null, 
/**
 * Whether sign-ins can be kept.
 */
keyring: KeyringState, } | { "state": "signedIn", 
/**
 * Who, where.
 */
session: SessionView, };

/**
 * The signed-in session as the header shows it.
 */
export type SessionView = { 
/**
 * `<tenant id>_<object id>`.
 */
key: string, 
/**
 * Object id.
 */
objectId: string, 
/**
 * Tenant id.
 */
tenantId: string, 
/**
 * Display name.
 */
displayName: string, 
/**
 * Sign-in name.
 */
username: string, 
/**
 * The organization, once read.
 */
organization: OrganizationView | null, 
/**
 * Set in the practice tenant.
 */
practice: PracticeView | null, 
/**
 * False: the sign-in lasts until Usher closes.
 */
kept: boolean, 
/**
 * Something to tell once, such as that a damaged file was put aside.
 */
note: string | null, };

/**
 * All that Settings shows.
 */
export type SettingsView = { 
/**
 * Preferences.
 */
preferences: Preferences, 
/**
 * Defaults of new drafts in this tenant; none: nobody is signed in.
 */
defaults: TenantDefaults | null, 
/**
 * Whether sign-ins can be kept.
 */
keyring: KeyringState, 
/**
 * Accounts known on this computer.
 */
accounts: Array<RememberedAccount>, 
/**
 * Tenant and app registration of the account that is signed in.
 */
appRegistration: WorkTarget | null, 
/**
 * The data folder.
 */
dataFolder: string, 
/**
 * Its size in megabytes, rounded up.
 */
dataMegabytes: number, 
/**
 * Usher's version.
 */
version: string, };

/**
 * Whether a row is taken all the same.
 */
export type Severity = "problem" | "warning";

/**
 * How many rows there are of what kind.
 */
export type SheetCounts = { 
/**
 * Rows of people.
 */
rows: number, 
/**
 * People who can be taken.
 */
people: number, 
/**
 * Rows that are held up by a problem.
 */
withProblems: number, 
/**
 * Rows that are taken, with something to know.
 */
withWarnings: number, 
/**
 * Rows that say the same as an earlier one, and are taken with it.
 */
repeated: number, };

/**
 * What happens while a list is read.
 */
export type SheetEvent = { "event": "reading", 
/**
 * How far.
 */
progress: SheetProgress, } | { "event": "read", 
/**
 * The list.
 */
sheet: SheetView, } | { "event": "failed", 
/**
 * Why.
 */
trouble: Trouble, };

/**
 * A file of which the pieces follow.
 */
export type SheetFileArgs = { 
/**
 * Its name, without folder.
 */
name: string, 
/**
 * How large it is.
 */
bytes: number, };

/**
 * Something that was noticed in reading, for the person.
 */
export type SheetNote = { 
/**
 * Stable name.
 */
code: string, 
/**
 * For the screen.
 */
text: string, };

/**
 * The people of a list.
 */
export type SheetPeople = { 
/**
 * Everybody who can be taken.
 */
people: Array<DraftPerson>, 
/**
 * How many of them are guests already, where that was asked for.
 */
guests: number, };

/**
 * Whom a list brings.
 */
export type SheetPeopleArgs = { 
/**
 * Hold the addresses against the guests that are known on this computer.
 */
matchGuests: boolean, };

/**
 * The next piece of a file.
 */
export type SheetPieceArgs = { 
/**
 * Its bytes in Base64.
 */
base64: string, };

/**
 * How far the reading is.
 */
export type SheetProgress = { done: number, rows: number, };

/**
 * A row of a list.
 */
export type SheetRow = { 
/**
 * The line on which it begins, counted from 1.
 */
line: number, 
/**
 * Its cells, each cut after 200 characters.
 */
cells: Array<string>, 
/**
 * What is wrong with it.
 */
problems: Array<RowProblem>, };

/**
 * Which rows of a list to show.
 */
export type SheetRowFilter = "all" | "told";

/**
 * Rows of a list.
 */
export type SheetRowWindow = { 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Those that were wanted.
 */
rows: Array<SheetRow>, };

/**
 * A window of rows.
 */
export type SheetRowsArgs = { 
/**
 * Which rows.
 */
show: SheetRowFilter, 
/**
 * First row wanted, from 0.
 */
offset: number, 
/**
 * Rows wanted, at most 500.
 */
count: number, };

/**
 * A list as the person sees it before it is taken.
 */
export type SheetView = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * Label of the encoding it was read in.
 */
encoding: string, 
/**
 * Encodings that can be chosen instead.
 */
encodings: Array<EncodingChoice>, 
/**
 * What parts its cells.
 */
delimiter: Delimiter, 
/**
 * Whether a row names the columns.
 */
hasHeader: boolean, 
/**
 * The columns.
 */
columns: Array<Column>, 
/**
 * What they mean, place by place.
 */
mapping: Mapping, 
/**
 * What was noticed about the file as a whole.
 */
notes: Array<SheetNote>, 
/**
 * How many rows there are of what kind.
 */
counts: SheetCounts, };

/**
 * What happens while a sign-in is under way.
 */
export type SignInEvent = { "event": "preparing" } | { "event": "code", 
/**
 * The code.
 */
userCode: string, 
/**
 * The page to enter it on.
 */
verificationUri: string, 
/**
 * Seconds until it expires.
 */
expiresIn: number, 
/**
 * The name the page will show for this app, where known.
 */
appName: string | null, } | { "event": "connection", 
/**
 * It is lost, and tried again.
 */
lost: boolean, } | { "event": "signedIn", 
/**
 * Who, where.
 */
session: SessionView, } | { "event": "failed", 
/**
 * Why.
 */
trouble: Trouble, };

/**
 * Where to sign in.
 */
export type SignInTarget = { "to": "practice" } | { "to": "work", 
/**
 * Which.
 */
target: WorkTarget, } | { "to": "remembered", 
/**
 * Its key.
 */
key: string, } | { "to": "consent", 
/**
 * The feature.
 */
feature: Feature, } | { "to": "again" };

/**
 * Who the signed-in person is to the directory.
 */
export type Standing = { 
/**
 * Object id.
 */
userId: UserId, 
/**
 * True where the person is a guest in this tenant.
 */
isGuest: boolean, 
/**
 * The person's address, which guests answer to. None: the custom message is dropped.
 */
mail: string | null, 
/**
 * Active roles of the whole directory, by template id.
 */
roles: Known<Array<ActiveRole>>, 
/**
 * Groups owned.
 */
ownedGroups: Known<Array<GroupId>>, 
/**
 * Applications owned.
 */
ownedApplications: Known<Array<ServicePrincipalId>>, 
/**
 * Who may invite.
 */
allowInvitesFrom: Known<AllowInvitesFrom>, 
/**
 * True where Usher was granted `RoleManagement.ReadWrite.Directory`, without which nobody can
 * change a role-assignable group through it. Usher does not ask for it by itself.
 */
roleAssignableScope: boolean, };

/**
 * A plan as it is to be run.
 */
export type StartRunArgs = { 
/**
 * The plan.
 */
planId: PlanId, 
/**
 * Rows that the person took out.
 */
leftOut: Array<number>, };

/**
 * One change in the directory.
 */
export type Step = { "action": "invite", 
/**
 * Microsoft mails the guest.
 */
mail: boolean, } | { "action": "resend" } | { "action": "addToGroup", 
/**
 * The group.
 */
groupId: GroupId, 
/**
 * Its name, for the screen.
 */
groupName: string, } | { "action": "assignApplication", 
/**
 * The application.
 */
servicePrincipalId: ServicePrincipalId, 
/**
 * Its name, for the screen.
 */
applicationName: string, 
/**
 * The role.
 */
appRoleId: AppRoleId, 
/**
 * Its name, for the screen.
 */
roleName: string, };

/**
 * State of one step of a run.
 */
export type StepState = "planned" | "sending" | "waiting" | "done" | "failed" | "skipped" | "unknown";

/**
 * Phases of keeping the copy up to date.
 */
export type SyncPhase = "empty" | "loading" | "refreshing" | "idle" | "failed";

/**
 * How far the local copy of the guests is.
 */
export type SyncStatus = { 
/**
 * What goes on.
 */
phase: SyncPhase, 
/**
 * Guests loaded so far.
 */
loaded: number, 
/**
 * Guests there are, where the directory has said so.
 */
expected: number | null, 
/**
 * When the copy last agreed with the directory.
 */
synced: string | null, 
/**
 * A full load was needed again, or the old copy was put aside: why, for a person.
 */
note: string | null, 
/**
 * What went wrong, if the last try failed.
 */
trouble: Trouble | null, };

/**
 * Defaults of new drafts.
 */
export type TenantDefaults = { 
/**
 * Redirect URL; none: My Apps of this tenant.
 */
redirectUrl: string | null, 
/**
 * Message language; none: left to Microsoft.
 */
language: string | null, 
/**
 * Message.
 */
message: string | null, 
/**
 * Send invite message.
 */
send: boolean, };

/**
 * A text to search by.
 */
export type TextArgs = { text: string, };

/**
 * How Usher looks.
 */
export type Theme = "system" | "light" | "dark" | "highContrast";

/**
 * What crosses to a screen when something fails.
 */
export type Trouble = { 
/**
 * What callers branch on.
 */
code: TroubleCode, 
/**
 * Cause, remedy, who.
 */
explanation: Explanation, 
/**
 * Seconds after which it may be tried again, where the service said so.
 */
retryAfter: number | null, 
/**
 * The service's own words and ids.
 */
service: ServiceAnswer | null, 
/**
 * What the person would have to be granted, for `consentRequired`.
 */
consent: ConsentNeed | null, };

/**
 * What a consumer branches on.
 */
export type TroubleCode = "consentRequired" | "signInRequired" | "refused" | "notFound" | "throttled" | "offline" | "serviceFailed" | "outcomeUnknown" | "invalidInput" | "storage" | "newerVersion" | "cancelled" | "internal";

/**
 * One user.
 */
export type UserArgs = { id: UserId, };

/**
 * Object id of a user (a guest or a member).
 */
export type UserId = string;

/**
 * Several users.
 */
export type UsersArgs = { ids: Array<UserId>, };

/**
 * What an address turned out to be when held against the directory.
 */
export type Verdict = "newGuest" | "pendingGuest" | "acceptedGuest" | "guestWithoutState" | "member" | "otherObject" | "deletedGuest" | "blockedDomain" | "blockedPartner" | "ownDomain" | "invalidAddress" | "duplicate" | "notAGuest" | "notPending" | "mayNot";

/**
 * What a run waits for. Why it is paused stands in its summary.
 */
export type WaitsFor = "nothing" | "limits" | "directory" | "lookUp" | "network";

/**
 * Where to sign in with a work account.
 */
export type WorkTarget = { 
/**
 * Tenant id or domain.
 */
tenant: string, 
/**
 * Application (client) id of the app registration.
 */
clientId: string, };

export interface Commands {
  session_state: { args: undefined; reply: SessionState; event: undefined };
  sign_in: { args: SignInTarget; reply: null; event: SignInEvent };
  cancel_sign_in: { args: undefined; reply: null; event: undefined };
  open_sign_in_page: { args: undefined; reply: null; event: undefined };
  copy_user_code: { args: undefined; reply: null; event: undefined };
  sign_out: { args: undefined; reply: null; event: undefined };
  forget_account: { args: AccountArgs; reply: null; event: undefined };
  rights: { args: undefined; reply: RightsReply; event: undefined };
  check_again: { args: undefined; reply: RightsReply; event: undefined };
  guests: { args: GuestQuery; reply: GuestWindow; event: undefined };
  guest_ids: { args: GuestQuery; reply: Array<UserId>; event: undefined };
  pending_guests: { args: UsersArgs; reply: Array<UserId>; event: undefined };
  guest_counts: { args: undefined; reply: GuestCounts; event: undefined };
  guest_domains: { args: TextArgs; reply: Array<DomainCount>; event: undefined };
  sync_status: { args: undefined; reply: SyncStatus; event: undefined };
  refresh_guests: { args: undefined; reply: SyncStatus; event: undefined };
  guest_profile: { args: UserArgs; reply: GuestProfile; event: undefined };
  groups: { args: TextArgs; reply: GroupPage; event: undefined };
  group: { args: GroupArgs; reply: GroupDetail; event: undefined };
  applications: { args: TextArgs; reply: ApplicationPage; event: undefined };
  application: { args: ApplicationArgs; reply: ApplicationDetail; event: undefined };
  read_addresses: { args: TextArgs; reply: Array<AddressEntry>; event: undefined };
  draft_defaults: { args: DraftDefaultsArgs; reply: Draft; event: undefined };
  resend_draft: { args: UsersArgs; reply: ChosenDraft; event: undefined };
  access_draft: { args: UsersArgs; reply: ChosenDraft; event: undefined };
  retry_draft: { args: RunArgs; reply: Draft; event: undefined };
  check_draft: { args: DraftArgs; reply: Array<DraftProblem>; event: undefined };
  mail_preview: { args: MailPreviewArgs; reply: MailPreview; event: undefined };
  make_plan: { args: DraftArgs; reply: null; event: PlanEvent };
  cancel_plan: { args: undefined; reply: null; event: undefined };
  plan: { args: PlanArgs; reply: Plan; event: undefined };
  estimate_plan: { args: StartRunArgs; reply: PlanEstimate; event: undefined };
  start_run: { args: StartRunArgs; reply: RunStarted; event: undefined };
  runs: { args: undefined; reply: Array<RunSummary>; event: undefined };
  run: { args: RunArgs; reply: RunDetail; event: undefined };
  watch_run: { args: RunArgs; reply: null; event: RunEvent };
  pause_run: { args: RunArgs; reply: null; event: undefined };
  resume_run: { args: RunArgs; reply: null; event: undefined };
  stop_run: { args: RunArgs; reply: null; event: undefined };
  decide: { args: DecideArgs; reply: null; event: undefined };
  copy_redeem_link: { args: RunRowArgs; reply: null; event: undefined };
  save_plan: { args: SavePlanArgs; reply: ExportedFile; event: undefined };
  open_plan: { args: TextArgs; reply: OpenedPlan; event: undefined };
  hold_plan: { args: HoldPlanArgs; reply: null; event: HoldPlanEvent };
  save_run_results: { args: SaveRunResultsArgs; reply: ExportedFile; event: undefined };
  show_exported_file: { args: ExportedFileArgs; reply: null; event: undefined };
  begin_sheet: { args: SheetFileArgs; reply: null; event: undefined };
  add_to_sheet: { args: SheetPieceArgs; reply: null; event: undefined };
  read_sheet: { args: ReadSheetArgs; reply: null; event: SheetEvent };
  cancel_sheet: { args: undefined; reply: null; event: undefined };
  sheet_rows: { args: SheetRowsArgs; reply: SheetRowWindow; event: undefined };
  sheet_people: { args: SheetPeopleArgs; reply: SheetPeople; event: undefined };
  save_sheet_problems: { args: undefined; reply: ExportedFile; event: undefined };
  close_sheet: { args: undefined; reply: null; event: undefined };
  settings: { args: undefined; reply: SettingsView; event: undefined };
  save_preferences: { args: PreferencesArgs; reply: null; event: undefined };
  save_defaults: { args: DefaultsArgs; reply: null; event: undefined };
  open_data_folder: { args: undefined; reply: null; event: undefined };
  delete_local_data: { args: AccountArgs; reply: null; event: undefined };
  close_window: { args: undefined; reply: null; event: undefined };
  close_is_asked: { args: undefined; reply: null; event: undefined };
  open_outbox: { args: undefined; reply: null; event: undefined };
  start_practice_afresh: { args: undefined; reply: null; event: undefined };
}

export const provides: { readonly [name in keyof Commands]?: readonly Change[] } = {
  session_state: ["session"],
  rights: ["rights"],
  guests: ["guests"],
  guest_ids: ["guests"],
  pending_guests: ["guests"],
  guest_counts: ["guests"],
  guest_domains: ["guests"],
  sync_status: ["guests"],
  guest_profile: ["guests", "access", "runs"],
  groups: ["access", "rights"],
  group: ["access", "rights"],
  applications: ["access", "rights"],
  application: ["access", "rights"],
  draft_defaults: ["settings"],
  runs: ["runs"],
  run: ["runs"],
  settings: ["settings", "session"],
};

export const stales: { readonly [name in keyof Commands]?: readonly Change[] } = {
  sign_out: ["session"],
  forget_account: ["session", "settings"],
  check_again: ["guests", "access", "rights"],
  refresh_guests: ["guests"],
  start_run: ["runs"],
  pause_run: ["runs"],
  resume_run: ["runs"],
  stop_run: ["runs"],
  decide: ["runs"],
  save_preferences: ["settings"],
  save_defaults: ["settings"],
  delete_local_data: ["session", "settings", "guests", "runs"],
  start_practice_afresh: ["session", "guests", "access", "rights", "runs", "settings"],
};
