//! The TypeScript beside the screens is what the Rust types say.
//!
//! `UPDATE_BINDINGS=1` writes it anew.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};
use usher_lib::ipc::schema::{COMMANDS, visit_types};

const GENERATED: &str = "ui/src/ipc/generated.ts";

/// Collects the declaration of every named type that is reached.
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.found.insert(
                T::ident(&self.config),
                format!("{docs}export {}\n", T::decl(&self.config)),
            );
        }
    }
}

fn generate() -> String {
    let mut declarations = Declarations {
        config: Config::new(),
        seen: HashSet::new(),
        found: BTreeMap::new(),
    };
    visit_types(&mut declarations);
    <desk::change::Change as TS>::name(&declarations.config);
    TypeVisitor::visit::<desk::change::Change>(&mut declarations);

    let mut out = String::from(
        "// Generated from the Rust types. `UPDATE_BINDINGS=1 cargo test --test shell` writes it anew.\n\n",
    );
    for declaration in declarations.found.values() {
        out.push_str(declaration);
        out.push('\n');
    }
    out.push_str("export interface Commands {\n");
    for command in COMMANDS {
        let args = command
            .args
            .map_or_else(|| "undefined".to_owned(), |name| name());
        let event = command
            .event
            .map_or_else(|| "undefined".to_owned(), |name| name());
        let _ = writeln!(
            out,
            "  {}: {{ args: {args}; reply: {}; event: {event} }};",
            command.name,
            (command.reply)()
        );
    }
    out.push_str("}\n\nexport const provides: { readonly [name in keyof Commands]?: readonly Change[] } = {\n");
    for command in COMMANDS
        .iter()
        .filter(|command| !command.provides.is_empty())
    {
        let _ = writeln!(out, "  {}: {},", command.name, tags(command.provides));
    }
    out.push_str("};\n\nexport const stales: { readonly [name in keyof Commands]?: readonly Change[] } = {\n");
    for command in COMMANDS.iter().filter(|command| !command.stales.is_empty()) {
        let _ = writeln!(out, "  {}: {},", command.name, tags(command.stales));
    }
    out.push_str("};\n");
    out
}

fn tags(changes: &[desk::change::Change]) -> String {
    serde_json::to_string(changes)
        .expect("changes serialise")
        .replace(',', ", ")
}

#[test]
fn generated_typescript_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GENERATED);
    let fresh = generate();
    assert!(
        fresh.contains("make_plan"),
        "the table must not arrive empty"
    );
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("folder");
        std::fs::write(&path, &fresh).expect("bindings are written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == fresh,
        "{GENERATED} is stale: run with UPDATE_BINDINGS=1"
    );
}
