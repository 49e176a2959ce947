//! Sense: devices, where their points are, and the scans they send, kept as they came and sealed into the book by the hour; series of
//! prices and quantities beside them. It judges nothing: whether a reading is believed, and what it means, is for the hub.

pub mod device;
pub mod frame;
pub mod geometry;
pub mod indicator;
pub mod layout;
pub mod scan;
pub mod seal;
pub mod series;
pub mod sheet;

pub mod codec;
pub mod replay;
