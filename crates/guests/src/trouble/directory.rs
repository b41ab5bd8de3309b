//! Refusals of Microsoft Graph.
