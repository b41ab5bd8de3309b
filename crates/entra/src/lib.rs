//! Speaking to Microsoft: clouds, sign-in, tokens, Graph.
