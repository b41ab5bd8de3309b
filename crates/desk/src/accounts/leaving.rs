//! Signing out, forgetting an account, deleting what is kept of it.

use super::{Accounts, SignedIn, key_of};
use crate::trouble::Trouble;

impl Accounts {
    /// Ends the sign-in: forgets its tokens, keeps the account's data and its place in the list.
    ///
    /// # Errors
    /// The tokens could not be removed from disk.
    pub async fn sign_out(&self, signed_in: &SignedIn) -> Result<(), Trouble> {
        signed_in.desk.close().await;
        signed_in
            .session
            .sign_out()
            .await
            .map_err(|error| Trouble::storage(&error))
    }

    /// Ends the sign-in of an account, whoever is at work with it: as [`Self::sign_out`]. False: it
    /// was not kept.
    ///
    /// # Errors
    /// The tokens could not be removed from disk.
    pub async fn sign_out_of(&self, key: &str) -> Result<bool, Trouble> {
        let mut any = false;
        for store in [&self.work, &self.practice] {
            let kept = store.accounts().await;
            for kept in kept
                .iter()
                .filter(|kept| key_of(&kept.account.key()) == key)
            {
                store
                    .forget(&kept.account.key())
                    .await
                    .map_err(|error| Trouble::storage(&error))?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Forgets an account: its tokens and its place in the list. Its data stays.
    ///
    /// # Errors
    /// A file cannot be written.
    pub async fn forget(&self, key: &str) -> Result<(), Trouble> {
        self.sign_out_of(key).await?;
        self.known.forget(key).await
    }

    /// Deletes what is kept of an account's tenant on this computer, and forgets the account.
    ///
    /// # Errors
    /// Another process works with the account, or a file cannot be removed.
    pub async fn delete_data(&self, key: &str) -> Result<(), Trouble> {
        self.folder.delete_account(key).await?;
        self.forget(key).await
    }

    /// Forgets every practice account and deletes what is kept of them: the practice tenant starts afresh.
    ///
    /// # Errors
    /// Another process works with one of them, or a file cannot be removed.
    pub async fn delete_practice_data(&self) -> Result<(), Trouble> {
        for account in self
            .known
            .all()
            .into_iter()
            .filter(|account| account.practice)
        {
            self.delete_data(&account.key).await?;
        }
        Ok(())
    }
}
