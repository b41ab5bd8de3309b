//! Refusals of the sign-in service (AADSTS codes).
