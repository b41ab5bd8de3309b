//! The same seed, the same tenant.

use serde_json::Value;

use crate::program::Program;

fn identity(flags: &[&str]) -> Value {
    let program = Program::start(flags);
    let mut ready = program.ready.clone();
    for address in ["login", "graph", "control", "outbox", "pid"] {
        ready.as_object_mut().expect("an object").remove(address);
    }
    ready
}

#[test]
fn the_same_seed_gives_the_same_tenant_at_any_size() {
    let one = identity(&[]);
    assert_eq!(one, identity(&["--seed", "1", "--guests", "900"]));
    assert_ne!(one["tenantId"], identity(&["--seed", "2"])["tenantId"]);
}
