//! Output folders that are foreign, crafted, full or linked elsewhere.
