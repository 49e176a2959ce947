//! Rebuilds the crate when a file under `/packs` appears, changes or goes. It generates nothing.

fn main() {
    println!("cargo::rerun-if-changed=../../packs");
}
