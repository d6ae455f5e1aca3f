//! File names → the order people expect: `2-b` before `10-a`. Knows names only, no files.

use std::cmp::Ordering;

/// Natural order: runs of digits compare as numbers, letters without case; names that are still equal
/// compare byte by byte, so that the order is total.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while !left.is_empty() && !right.is_empty() {
        let (head_left, rest_left) = head(left);
        let (head_right, rest_right) = head(right);
        let order = match (is_number(head_left), is_number(head_right)) {
            (true, true) => compare_numbers(head_left, head_right),
            _ if head_left == head_right => Ordering::Equal,
            _ => without_case(head_left).cmp(without_case(head_right)),
        };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (rest_left, rest_right);
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The number a name begins with: 7 for `07-a-week.md`.
pub fn leading_number(name: &str) -> Option<u32> {
    let (number, _) = head(name);
    number.parse().ok().filter(|_| is_number(number))
}

/// The run of digits at the start, or the one character there.
fn head(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let end = if digits > 0 { digits } else { text.chars().next().map_or(0, char::len_utf8) };
    text.split_at(end)
}

fn without_case(head: &str) -> impl Iterator<Item = char> + '_ {
    head.chars().flat_map(char::to_lowercase)
}

fn is_number(head: &str) -> bool {
    head.starts_with(|c: char| c.is_ascii_digit())
}

/// Numbers of any length: without leading zeros the longer one is larger.
fn compare_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_compare_as_numbers_and_letters_without_case() {
        let mut names = ["10-a.md", "b.md", "2-b.md", "A.md", "02-a.md", "a10", "a9", "1"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1", "02-a.md", "2-b.md", "10-a.md", "A.md", "a9", "a10", "b.md"]);
    }

    #[test]
    fn leading_numbers_are_found_or_not() {
        assert_eq!(leading_number("07-a-week.md"), Some(7));
        assert_eq!(leading_number("week-7.md"), None);
        assert_eq!(leading_number("99999999999999999999.md"), None);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[a-cA-C0-2é-]{0,6}", b in "[a-cA-C0-2é-]{0,6}", c in "[a-cA-C0-2é-]{0,6}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
            if natural(&a, &b) != Ordering::Greater && natural(&b, &c) != Ordering::Greater {
                prop_assert_ne!(natural(&a, &c), Ordering::Greater);
            }
        }
    }
}
