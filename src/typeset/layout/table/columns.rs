//! Widths that cells need and a measure → widths of the columns.
//!
//! CSS 2.1 §17.5.2.2 (automatic table layout), adapted: a table that fits keeps its natural widths in
//! proportion; one that does not shares what is left over the least widths by how much more each column
//! would like, then moves width to the columns that make rows high. Knows widths alone.

use crate::units::Pt;

/// What one column needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Needs {
    /// The widest piece that cannot be divided at all.
    pub(super) least: Pt,
    /// The widest word, undivided.
    pub(super) word: Pt,
    /// The widest cell on one line.
    pub(super) most: Pt,
}

impl Needs {
    /// What holds both.
    pub(super) fn at_least(self, other: Needs) -> Needs {
        Needs {
            least: self.least.max(other.least),
            word: self.word.max(other.word),
            most: self.most.max(other.most),
        }
    }
}

/// Makes neighbouring columns wide enough for a cell over all of them: what is missing is shared in proportion
/// to what each would like. `between` is the space that cells keep between two columns, which such a cell gains.
pub(super) fn widen(needs: &mut [Needs], cell: Needs, between: Pt) {
    let gained = between * (needs.len().max(1) as i64 - 1);
    let wishes: Vec<i64> = needs.iter().map(|need| need.most.scaled().max(1)).collect();
    let all: i64 = wishes.iter().sum::<i64>().max(1);
    let mut share = |wanted: Pt, of: fn(&mut Needs) -> &mut Pt| {
        let have: Pt = needs.iter_mut().map(|need| *of(need)).sum();
        let missing = wanted - gained - have;
        if missing > Pt::ZERO {
            for (need, wish) in needs.iter_mut().zip(&wishes) {
                *of(need) += missing.mul_div(*wish, all) + Pt::from_scaled(1);
            }
        }
    };
    share(cell.least, |need| &mut need.least);
    share(cell.word, |need| &mut need.word);
    share(cell.most, |need| &mut need.most);
}

/// How well a table fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    /// These widths.
    Widths(Vec<Pt>),
    /// Not even the least widths fit.
    TooWide,
}

/// Shares a measure among columns (padding included in their needs).
pub(super) fn share(needs: &[Needs], measure: Pt) -> Fit {
    let most: Pt = needs.iter().map(|need| need.most).sum();
    let words: Pt = needs.iter().map(|need| need.word).sum();
    let least: Pt = needs.iter().map(|need| need.least).sum();
    if most.fits(measure) {
        return Fit::Widths(stretched(needs, most, measure));
    }
    if words.fits(measure) {
        return Fit::Widths(between(needs, |need| need.word, words, measure));
    }
    if least.fits(measure) {
        return Fit::Widths(between(needs, |need| need.least, least, measure));
    }
    Fit::TooWide
}

/// A table that fills three fifths of the measure fills all of it; a smaller one keeps its own width.
fn stretched(needs: &[Needs], most: Pt, measure: Pt) -> Vec<Pt> {
    let natural: Vec<Pt> = needs.iter().map(|need| need.most).collect();
    if most < measure.mul_div(3, 5) || most == Pt::ZERO {
        return natural;
    }
    let spare = measure - most;
    let each = spare / (needs.len().max(1) as i64);
    let mut widths: Vec<Pt> = natural.iter().map(|width| *width + each).collect();
    settle_rounding(&mut widths, measure);
    widths
}

/// The least widths, and of what is left each column's share by how much more it would like.
fn between(needs: &[Needs], least: impl Fn(&Needs) -> Pt, sum: Pt, measure: Pt) -> Vec<Pt> {
    let spare = measure - sum;
    let wanted = |need: &Needs| (need.most.min(measure) - least(need)).max(Pt::ZERO);
    let total: Pt = needs.iter().map(wanted).sum();
    let mut widths: Vec<Pt> = needs
        .iter()
        .map(|need| least(need) + spare.mul_div(wanted(need).scaled(), total.scaled().max(1)))
        .collect();
    settle_rounding(&mut widths, measure);
    widths
}

/// Gives what rounding left over to the last column, so that the rules end at the measure.
fn settle_rounding(widths: &mut [Pt], measure: Pt) {
    let sum: Pt = widths.iter().copied().sum();
    if let Some(last) = widths.last_mut() {
        *last += measure - sum;
    }
}

/// How many times width is moved between columns.
const ROUNDS: usize = 16;

/// Moves width in small steps from column to column as long as the table gets lower.
///
/// `height` gives the height of the table at some widths.
pub(super) fn balance(
    mut widths: Vec<Pt>,
    needs: &[Needs],
    step: Pt,
    mut height: impl FnMut(&[Pt]) -> Pt,
) -> Vec<Pt> {
    let mut lowest = height(&widths);
    for _ in 0..ROUNDS {
        let mut best: Option<(Pt, Vec<Pt>)> = None;
        for giver in 0..widths.len() {
            for taker in 0..widths.len() {
                let room = widths.get(giver).zip(needs.get(giver)).map_or(Pt::ZERO, |(w, n)| *w - n.word);
                let wants = widths.get(taker).zip(needs.get(taker)).is_some_and(|(w, n)| *w < n.most);
                if giver == taker || room < step || !wants {
                    continue;
                }
                let mut tried = widths.clone();
                if let Some(width) = tried.get_mut(giver) {
                    *width -= step;
                }
                if let Some(width) = tried.get_mut(taker) {
                    *width += step;
                }
                let reached = height(&tried);
                if reached < best.as_ref().map_or(lowest, |(least, _)| *least) {
                    best = Some((reached, tried));
                }
            }
        }
        let Some((reached, better)) = best else { break };
        lowest = reached;
        widths = better;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_over_columns_makes_them_wider_as_they_would_like() {
        let mut needs = [need(10, 20, 30), need(10, 20, 90)];
        widen(&mut needs, need(20, 40, 180), Pt::ZERO);
        assert!(needs[0].most > Pt::new(44) && needs[0].most < Pt::new(46), "{needs:?}");
        assert!(needs[1].most > Pt::new(134) && needs[1].most < Pt::new(136), "{needs:?}");
        assert_eq!((needs[0].word, needs[1].least), (Pt::new(20), Pt::new(10)));
    }

    fn need(least: i64, word: i64, most: i64) -> Needs {
        Needs { least: Pt::new(least), word: Pt::new(word), most: Pt::new(most) }
    }

    #[test]
    fn a_wide_enough_table_fills_the_measure() {
        let fit = share(&[need(10, 20, 100), need(10, 20, 140)], Pt::new(300));
        assert_eq!(fit, Fit::Widths(vec![Pt::new(130), Pt::new(170)]));
    }

    #[test]
    fn a_small_table_keeps_its_width() {
        let fit = share(&[need(10, 20, 40), need(10, 20, 50)], Pt::new(300));
        assert_eq!(fit, Fit::Widths(vec![Pt::new(40), Pt::new(50)]));
    }

    #[test]
    fn a_crowded_table_shares_by_wish_and_ends_at_the_measure() {
        let Fit::Widths(widths) = share(&[need(10, 40, 60), need(10, 50, 500)], Pt::new(300)) else {
            panic!("fits");
        };
        assert_eq!(widths.iter().copied().sum::<Pt>(), Pt::new(300));
        assert!(widths[0] >= Pt::new(40) && widths[1] > widths[0]);
    }

    #[test]
    fn words_are_divided_before_a_table_is_given_up() {
        assert!(matches!(share(&[need(30, 200, 200), need(30, 200, 200)], Pt::new(300)), Fit::Widths(_)));
        assert_eq!(share(&[need(200, 200, 200), need(200, 200, 200)], Pt::new(300)), Fit::TooWide);
    }

    #[test]
    fn balancing_gives_width_to_the_column_that_is_high() {
        let needs = [need(10, 40, 400), need(10, 40, 100)];
        let area = |text: i64, width: Pt| Pt::new(text).mul_div(Pt::new(100).scaled(), width.scaled().max(1));
        let widths = balance(vec![Pt::new(100), Pt::new(100)], &needs, Pt::new(10), |widths| {
            area(400, widths[0]).max(area(50, widths[1]))
        });
        assert!(widths[0] > widths[1]);
        assert_eq!(widths.iter().copied().sum::<Pt>(), Pt::new(200));
    }
}
