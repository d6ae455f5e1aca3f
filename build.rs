//! How the program is linked.
//!
//! On Linux its place in memory is settled when it is linked: as a position-independent program it would begin with
//! writing 33,000 addresses into 140 pages of tables, which takes longer than to read a lesson
//! (docs/decisions/0015-ebook-speed.md).

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bin=stationer=-no-pie");
    }
}
