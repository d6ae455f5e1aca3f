//! Levels of the parts of a line → their visual order (UAX #9, rule L2).

/// The indices of the parts from left to right.
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let Some(lowest_odd) = levels.iter().copied().filter(|level| level % 2 == 1).min() else { return order };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < order.len() {
            let at_least = |index: &usize| levels[*index] >= level;
            let run = order[start..].iter().take_while(|index| at_least(index)).count();
            order[start..start + run].reverse();
            start += run.max(1);
        }
    }
    order
}
