//! What is true about guests: rules without I/O, async or clock.
