//! Workers that are killed, starved or stopped.
