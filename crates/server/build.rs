//! Tells cargo that the console's built files are part of this crate: a console built again is embedded again.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
