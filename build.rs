//! Tells the linker which functions short runs go through, so that they lie side by side in the program.
//!
//! Without it those of one lesson, a sixth of the code, lie scattered over all of it, and each place that is touched
//! first costs a fault. The list is `link/order.ld`, made by `scripts/order`; names in it that the program does not
//! have any more do no harm. Evidence: docs/decisions/0015.

use std::env;

fn main() {
    let list = "link/order.ld";
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={list}");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    // Builds for tests are linked often. Linkers that somebody chose may not know scripts.
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let chosen = ["linker", "fuse-ld"].iter().any(|word| flags.contains(word))
        || env::var_os("RUSTC_LINKER").is_some();
    if gnu
        && is("PROFILE", "release")
        && !chosen
        && let Ok(folder) = env::var("CARGO_MANIFEST_DIR")
    {
        println!("cargo:rustc-link-arg-bins=-T{folder}/{list}");
    }
}
