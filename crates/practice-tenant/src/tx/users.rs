//! Writing users.

use time::Duration;
use uuid::Uuid;

use super::{Tx, next};
use crate::directory::{Changed, DeletedUser, ObjectKind, User};
use crate::state::{Row, Table, json};

/// How long a deleted user can be restored.
const RESTORABLE: Duration = Duration::days(30);

impl Tx<'_> {
    /// Makes a user, or replaces the one with this id.
    pub fn put_user(&mut self, user: User) {
        let id = user.id;
        let before = self.latest().user(id).cloned();
        self.note_change(ObjectKind::User, id, before.as_deref(), &user);
        self.write_user(id, Some(user));
    }

    /// Changes a user that exists; `false` where there is none.
    pub fn edit_user(&mut self, id: Uuid, edit: impl FnOnce(&mut User)) -> bool {
        let Some(user) = self.latest().user(id) else {
            return false;
        };
        let mut user = User::clone(user);
        edit(&mut user);
        self.put_user(user);
        true
    }

    /// Deletes a user so that it can still be restored; `false` where there is
    /// none.
    pub fn delete_user(&mut self, id: Uuid) -> bool {
        let Some(user) = self.latest().user(id) else {
            return false;
        };
        let mut user = User::clone(user);
        user.deleted_date_time = Some(self.now);
        self.write_user(id, None);
        let deleted = DeletedUser {
            user,
            purge_at: self.now + RESTORABLE,
        };
        self.write_deleted_user(id, Some(deleted));
        self.push_change(ObjectKind::User, id, Changed::SoftDeleted);
        true
    }

    /// Removes a deleted user for good; `false` where there is none.
    pub fn purge_user(&mut self, id: Uuid) -> bool {
        if self.latest().deleted_user(id).is_none() {
            return false;
        }
        self.write_deleted_user(id, None);
        self.push_change(ObjectKind::User, id, Changed::Purged);
        true
    }

    fn write_user(&mut self, id: Uuid, user: Option<User>) {
        self.rows.push(Row::new(
            Table::Users,
            id.to_string(),
            user.as_ref().map(json),
        ));
        let visible_at = self.visible_at();
        let directory = &mut self.world.directory;
        let slot = next(directory.users.get(&id), user, self.now, visible_at);
        let old = directory.replace_user(id, slot);
        self.undo.push(Box::new(move |world| {
            world.directory.replace_user(id, old);
        }));
    }

    fn write_deleted_user(&mut self, id: Uuid, user: Option<DeletedUser>) {
        self.rows.push(Row::new(
            Table::DeletedUsers,
            id.to_string(),
            user.as_ref().map(json),
        ));
        let visible_at = self.visible_at();
        let directory = &mut self.world.directory;
        let slot = next(directory.deleted_users.get(&id), user, self.now, visible_at);
        let old = directory.replace_deleted_user(id, slot);
        self.undo.push(Box::new(move |world| {
            world.directory.replace_deleted_user(id, old);
        }));
    }
}
