//! Holds requests and answers against Microsoft's published metadata.
