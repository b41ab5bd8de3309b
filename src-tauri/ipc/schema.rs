//! The one table of commands: what each takes and gives, what it provides, what it makes stale.
//!
//! The TypeScript beside the screens is generated from this table, and a test holds that the
//! handlers, the permissions and this table name the same set.

use desk::change::Change;
use desk::estimate::PlanEstimate;
use desk::rights::RightsView;
use desk::view::access::{ApplicationDetail, ApplicationPage, GroupDetail, GroupPage};
use desk::view::guests::{
    ChosenDraft, DomainCount, GuestCounts, GuestProfile, GuestQuery, GuestWindow, SyncStatus,
};
use desk::view::runs::{RunDetail, RunSummary};
use guests::address::AddressEntry;
use guests::draft::{Draft, DraftProblem};
use guests::id::UserId;
use guests::invitation::MailPreview;
use guests::plan::Plan;
use ts_rs::TS;

use super::changes::*;
use super::exports::*;
use super::lists::*;
use super::plan_files::*;
use super::session::*;
use super::settings::*;
use super::sheets::*;

/// One command.
pub struct Command {
    /// Name, as it is invoked.
    pub name: &'static str,
    /// TypeScript of its `args`; none: it takes none.
    pub args: Option<fn() -> String>,
    /// TypeScript of its reply.
    pub reply: fn() -> String,
    /// TypeScript of what its `onEvent` channel carries; none: it has none.
    pub event: Option<fn() -> String>,
    /// A read: its reply is stale once one of these changed.
    pub provides: &'static [Change],
    /// A change: these are stale once it has been carried out.
    pub stales: &'static [Change],
    /// The permission file that lets it through.
    pub permission: &'static str,
}

macro_rules! commands {
    ($( $permission:literal { $( $name:ident ( $($args:ty)? $(; $event:ty)? ) -> $reply:ty
        $(, provides $($provides:ident)+ )? $(, stales $($stales:ident)+ )? ;)+ } )+) => {
        /// Every command there is.
        pub const COMMANDS: &[Command] = &[ $( $( Command {
            name: stringify!($name),
            args: commands!(@option $($args)?),
            reply: || <$reply as TS>::name(&ts_rs::Config::new()),
            event: commands!(@option $($event)?),
            provides: &[ $( $(Change::$provides),+ )? ],
            stales: &[ $( $(Change::$stales),+ )? ],
            permission: $permission,
        } ),+ ),+ ];

        /// Shows `visitor` every type that crosses the bridge.
        pub fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $( $( $( visitor.visit::<$args>(); )? $( visitor.visit::<$event>(); )? visitor.visit::<$reply>(); )+ )+
        }
    };
    (@option $t:ty) => { Some(|| <$t as TS>::name(&ts_rs::Config::new())) };
    (@option) => { None };
}

commands! {
    "session" {
        session_state() -> SessionState, provides Session;
        sign_in(SignInTarget; SignInEvent) -> ();
        cancel_sign_in() -> ();
        open_sign_in_page() -> ();
        copy_user_code() -> ();
        sign_out() -> (), stales Session;
        forget_account(AccountArgs) -> (), stales Session Settings;
        rights() -> RightsReply, provides Rights;
        check_again() -> RightsReply, stales Guests Access Rights;
    }
    "guests" {
        guests(GuestQuery) -> GuestWindow, provides Guests;
        guest_ids(GuestQuery) -> Vec<UserId>, provides Guests;
        pending_guests(UsersArgs) -> Vec<UserId>, provides Guests;
        guest_counts() -> GuestCounts, provides Guests;
        guest_domains(TextArgs) -> Vec<DomainCount>, provides Guests;
        sync_status() -> SyncStatus, provides Guests;
        refresh_guests() -> SyncStatus, stales Guests;
        guest_profile(UserArgs) -> GuestProfile, provides Guests Access Runs;
    }
    "access" {
        groups(TextArgs) -> GroupPage, provides Access Rights;
        group(GroupArgs) -> GroupDetail, provides Access Rights;
        applications(TextArgs) -> ApplicationPage, provides Access Rights;
        application(ApplicationArgs) -> ApplicationDetail, provides Access Rights;
    }
    "changes" {
        read_addresses(TextArgs) -> Vec<AddressEntry>;
        draft_defaults(DraftDefaultsArgs) -> Draft, provides Settings;
        resend_draft(UsersArgs) -> ChosenDraft;
        access_draft(UsersArgs) -> ChosenDraft;
        retry_draft(RunArgs) -> Draft;
        check_draft(DraftArgs) -> Vec<DraftProblem>;
        mail_preview(MailPreviewArgs) -> MailPreview;
        make_plan(DraftArgs; PlanEvent) -> ();
        cancel_plan() -> ();
        plan(PlanArgs) -> Plan;
        estimate_plan(StartRunArgs) -> PlanEstimate;
        start_run(StartRunArgs) -> RunStarted, stales Runs;
        runs() -> Vec<RunSummary>, provides Runs;
        run(RunArgs) -> RunDetail, provides Runs;
        watch_run(RunArgs; RunEvent) -> ();
        pause_run(RunArgs) -> (), stales Runs;
        resume_run(RunArgs) -> (), stales Runs;
        stop_run(RunArgs) -> (), stales Runs;
        decide(DecideArgs) -> (), stales Runs;
        copy_redeem_link(RunRowArgs) -> ();
    }
    "plans" {
        save_plan(SavePlanArgs) -> ExportedFile;
        open_plan(TextArgs) -> OpenedPlan;
        hold_plan(HoldPlanArgs; HoldPlanEvent) -> ();
    }
    "exports" {
        save_run_results(SaveRunResultsArgs) -> ExportedFile;
        show_exported_file(ExportedFileArgs) -> ();
    }
    "sheets" {
        begin_sheet(SheetFileArgs) -> ();
        add_to_sheet(SheetPieceArgs) -> ();
        read_sheet(ReadSheetArgs; SheetEvent) -> ();
        cancel_sheet() -> ();
        sheet_rows(SheetRowsArgs) -> SheetRowWindow;
        sheet_people(SheetPeopleArgs) -> SheetPeople;
        save_sheet_problems() -> ExportedFile;
        close_sheet() -> ();
    }
    "settings" {
        settings() -> SettingsView, provides Settings Session;
        save_preferences(PreferencesArgs) -> (), stales Settings;
        save_defaults(DefaultsArgs) -> (), stales Settings;
        open_data_folder() -> ();
        delete_local_data(AccountArgs) -> (), stales Session Settings Guests Runs;
    }
    "window" {
        close_window() -> ();
        close_is_asked() -> ();
    }
    "practice" {
        open_outbox() -> ();
        start_practice_afresh() -> (), stales Session Guests Access Rights Runs Settings;
    }
}

/// Kept so that the reply type of `rights` cannot drift from the desk's.
const _: fn(RightsReply) -> Option<RightsView> = |reply| reply.rights;
