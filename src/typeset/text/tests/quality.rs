//! How good the lines of a real lesson are.

use super::*;

const LESSON: &str = include_str!("treating-depression.txt");

#[test]
fn a_lesson_is_set_evenly() {
    let setting = Setting::new();
    for paragraph in LESSON.lines().filter(|line| line.len() > 200 && !line.starts_with('|')) {
        let (lines, diagnostics) = setting.set(paragraph);
        for line in &lines {
            println!("{:7.2} {:?} {}", line.width.to_f64(), line.end, text_of(line));
        }
        println!("{:?}", codes(&diagnostics));
    }
}
