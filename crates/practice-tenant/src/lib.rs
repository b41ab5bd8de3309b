//! Imitates Entra sign-in and Microsoft Graph on loopback.
