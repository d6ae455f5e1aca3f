//! Numbers → lengths: absolute ([`Pt`], [`Mm`]), relative to a type size ([`Em`]) and pure ([`Ratio`]).
//! Knows nothing of where a length is used.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Scaled points in one point.
const UNITY: i64 = 65_536;

/// An absolute length in points (1/72 inch), held as whole scaled points of 1/65 536 pt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pt(i64);

/// The units that lengths are written in, and how many points each is.
const UNITS: [(&str, f64); 4] = [("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("in", 72.0), ("pt", 1.0)];

/// What stands before the unit of a length, and how many points the unit is.
pub(super) fn in_unit(text: &str) -> Option<(&str, f64)> {
    UNITS.iter().find_map(|(unit, points)| Some((text.strip_suffix(unit)?, *points)))
}

impl Pt {
    /// No length at all.
    pub const ZERO: Pt = Pt(0);
    /// A length no page reaches; for measures without a limit. Sums of many stay in range.
    pub const HUGE: Pt = Pt(1 << 40);

    /// A whole number of points.
    pub const fn new(points: i64) -> Pt {
        Pt(points * UNITY)
    }

    /// The nearest length to `points`; not-a-number becomes zero.
    pub fn from_f64(points: f64) -> Pt {
        Pt((points * UNITY as f64).round() as i64)
    }

    /// A length as people write it: `3mm`, `0.5 cm`, `0.125in`, `9pt`. None for anything else.
    pub fn from_text(text: &str) -> Option<Pt> {
        let (number, points) = in_unit(text.trim())?;
        let number: f64 = number.trim().parse().ok()?;
        number.is_finite().then(|| Pt::from_f64(number * points))
    }

    /// A length from its scaled points.
    pub const fn from_scaled(scaled: i64) -> Pt {
        Pt(scaled)
    }

    /// The whole scaled points inside.
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// The length in points, for a page writer or a message; never for decisions of layout.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNITY as f64
    }

    /// The larger of two lengths.
    pub fn max(self, other: Pt) -> Pt {
        Pt(self.0.max(other.0))
    }

    /// The smaller of two lengths.
    pub fn min(self, other: Pt) -> Pt {
        Pt(self.0.min(other.0))
    }

    /// The length without its sign.
    pub fn abs(self) -> Pt {
        Pt(self.0.abs())
    }

    /// `self × numerator / denominator`, rounded towards zero; zero when the denominator is zero.
    pub fn mul_div(self, numerator: i64, denominator: i64) -> Pt {
        if denominator == 0 {
            return Pt::ZERO;
        }
        let short = self.0.checked_mul(numerator).and_then(|product| product.checked_div(denominator));
        // Only what no page reaches needs the longer way.
        let long = || (i128::from(self.0) * i128::from(numerator) / i128::from(denominator)) as i64;
        Pt(short.unwrap_or_else(long))
    }

    /// The smallest multiple of `grid` that is not less than `self`; `self` when the grid is not positive.
    pub fn round_up_to(self, grid: Pt) -> Pt {
        if grid.0 <= 0 {
            return self;
        }
        Pt((self.0 + grid.0 - 1).div_euclid(grid.0) * grid.0)
    }

    /// Whether something of this length fits into `space`: a hair (1/100 pt) of excess is allowed, so
    /// that rounding of ratios never breaks a line or a page.
    pub fn fits(self, space: Pt) -> bool {
        self.0 <= space.0 + UNITY / 100
    }
}

impl fmt::Debug for Pt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}pt", (self.to_f64() * 1000.0).round() / 1000.0)
    }
}

impl Add for Pt {
    type Output = Pt;
    fn add(self, other: Pt) -> Pt {
        Pt(self.0 + other.0)
    }
}

impl AddAssign for Pt {
    fn add_assign(&mut self, other: Pt) {
        self.0 += other.0;
    }
}

impl Sub for Pt {
    type Output = Pt;
    fn sub(self, other: Pt) -> Pt {
        Pt(self.0 - other.0)
    }
}

impl SubAssign for Pt {
    fn sub_assign(&mut self, other: Pt) {
        self.0 -= other.0;
    }
}

impl Neg for Pt {
    type Output = Pt;
    fn neg(self) -> Pt {
        Pt(-self.0)
    }
}

impl Mul<i64> for Pt {
    type Output = Pt;
    fn mul(self, factor: i64) -> Pt {
        Pt(self.0 * factor)
    }
}

impl Mul<Ratio> for Pt {
    type Output = Pt;
    fn mul(self, factor: Ratio) -> Pt {
        self.mul_div(factor.0, UNITY)
    }
}

impl Div<i64> for Pt {
    type Output = Pt;
    fn div(self, divisor: i64) -> Pt {
        self.mul_div(1, divisor)
    }
}

impl Sum for Pt {
    fn sum<I: Iterator<Item = Pt>>(lengths: I) -> Pt {
        lengths.fold(Pt::ZERO, Add::add)
    }
}

/// A length in millimetres, as papers are named.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mm(pub f64);

impl From<Mm> for Pt {
    fn from(length: Mm) -> Pt {
        Pt::from_f64(length.0 * 72.0 / 25.4)
    }
}

/// A length relative to the type size: 1 em is the size itself. Held in 1/65 536 em.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Em(i64);

impl Em {
    /// No length at any size.
    pub const ZERO: Em = Em(0);

    /// The nearest relative length to `ems`.
    pub fn from_f64(ems: f64) -> Em {
        Em((ems * UNITY as f64).round() as i64)
    }

    /// The number of ems, for style sheets.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNITY as f64
    }

    /// The absolute length at a type size.
    pub fn at(self, size: Pt) -> Pt {
        size.mul_div(self.0, UNITY)
    }
}

/// A pure number, such as a scale or a share. Held in 1/65 536.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Ratio(i64);

impl Ratio {
    /// The factor that changes nothing.
    pub const ONE: Ratio = Ratio(UNITY);

    /// The nearest ratio to `value`.
    pub fn from_f64(value: f64) -> Ratio {
        Ratio((value * UNITY as f64).round() as i64)
    }

    /// The number, for style sheets and messages.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNITY as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_do_not_depend_on_their_order() {
        let lengths: Vec<Pt> = (1..100).map(|n| Pt::from_f64(1.0 / f64::from(n))).collect();
        let forwards: Pt = lengths.iter().copied().sum();
        let backwards: Pt = lengths.iter().rev().copied().sum();
        assert_eq!(forwards, backwards);
    }

    #[test]
    fn rounding_up_reaches_the_grid() {
        let grid = Pt::new(14);
        assert_eq!(Pt::new(15).round_up_to(grid), Pt::new(28));
        assert_eq!(Pt::new(28).round_up_to(grid), Pt::new(28));
        assert_eq!(Pt::ZERO.round_up_to(grid), Pt::ZERO);
    }

    #[test]
    fn lengths_are_read_in_four_units() {
        let points = ["72pt", "1in", "2.54 cm", " 25.4mm"].map(Pt::from_text);
        assert_eq!(points, [Some(Pt::new(72)); 4]);
        assert_eq!(["3", "mm", "3px", "infmm", "nanpt"].map(Pt::from_text), [None; 5]);
    }

    #[test]
    fn ems_become_points_at_a_size() {
        assert_eq!(Em::from_f64(1.5).at(Pt::new(10)), Pt::new(15));
        assert_eq!(Pt::from(Mm(25.4)), Pt::new(72));
    }
}
