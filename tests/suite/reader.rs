//! The reader: both dialects, on small lessons that are each about one rule, and on a real one.

#[test]
fn print_all() {
    use crate::outline::outline;
    let dir = std::env::var("LESSONS").unwrap_or("tests/fixtures/flat".into());
    let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for n in names {
        if n.extension().is_none_or(|e| e != "txt" && e != "md") {
            continue;
        }
        println!("=== {}", n.display());
        println!(
            "{}",
            outline(
                n.file_name().unwrap().to_str().unwrap(),
                &std::fs::read_to_string(&n).unwrap(),
                &Default::default()
            )
        );
    }
}
