//! The shape of a book → the ornament of its cover: a route with a stop for each lesson, over the faint
//! lines of a network.
//!
//! The route runs on one level for each part and climbs between them; the bits of the identifier say how
//! far, and where the other lines run, so that every book has a route of its own and always the same one.
//! Whole scaled points throughout. Knows no words.

use crate::model::{Book, Direction};
use crate::theme::{Color, CoverColors, CoverStyle};
use crate::typeset::frame::{Item, Mark, Paint, Segment, Shape};
use crate::units::{Point, Pt, Rect, Size};

/// Numbers that follow from the identifier of a book.
#[derive(Clone, Copy)]
pub(super) struct Seed(u64);

impl Seed {
    /// By FNV-1a (64 bits).
    pub(super) fn of(identifier: &str) -> Seed {
        let hash = identifier.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Seed(hash)
    }

    /// A number below `count`; 0 when that is 0.
    pub(super) fn choice(&self, count: usize) -> usize {
        (self.mixed() % (count.max(1) as u64)) as usize
    }

    /// The next number from 0 to below `count`, by SplitMix64.
    fn next(&mut self, count: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (self.mixed() % (count.max(1) as u64)) as i64
    }

    fn mixed(&self) -> u64 {
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}

/// The most stops and levels that can be told apart.
const MOST_STOPS: usize = 20;
const MOST_LEVELS: usize = 5;

/// The ornament between the words of the head and those of the foot. Where little room is left there is
/// no route.
pub(super) fn ornament(
    book: &Book,
    page: Size,
    field: Rect,
    look: &CoverStyle,
    colors: &CoverColors,
    mut seed: Seed,
) -> Vec<Item> {
    let mut drawing = Drawing { items: Vec::new(), page, direction: book.metadata.direction };
    let line = page.width * look.line;
    network(&mut drawing, field, line, colors.shade, &mut seed);
    let gap = page.width.mul_div(9, 100);
    let room = Rect::new(Pt::ZERO, field.origin.y + gap, page.width, field.size.height - gap.mul_div(9, 5));
    if room.size.height >= line * 4 {
        let levels = levels(book, &mut seed);
        route(&mut drawing, room, page.width * look.margin, line, &levels, colors, &mut seed);
    }
    drawing.items
}

/// How many stops each level of the route has: a level for each part, else a few lessons on each.
fn levels(book: &Book, seed: &mut Seed) -> Vec<usize> {
    let parts: Vec<usize> =
        book.parts.iter().map(|part| part.chapters.len()).filter(|count| *count > 0).collect();
    let lessons: usize = parts.iter().sum::<usize>().max(1);
    let stops = lessons.min(MOST_STOPS);
    let counts = if (2..=MOST_LEVELS).contains(&parts.len()) {
        parts
    } else {
        let count = match stops {
            0..=2 => 1,
            3..=5 => 2,
            6..=9 => 3,
            _ => 4,
        };
        let mut counts = vec![stops / count; count];
        for _ in 0..stops % count {
            counts[seed.next(count as i64) as usize] += 1;
        }
        counts
    };
    let shown = |count: usize| (count * stops).div_ceil(lessons.max(1)).max(1);
    if lessons > MOST_STOPS && counts.iter().sum::<usize>() > MOST_STOPS {
        return counts.into_iter().map(shown).collect();
    }
    counts
}

/// Faint lines from edge to edge, at right and half right angles.
fn network(drawing: &mut Drawing, field: Rect, line: Pt, color: Color, seed: &mut Seed) {
    let Size { width, height } = drawing.page;
    let unit = width / 12;
    let top = field.origin.y - unit;
    for number in 0..5 {
        // Each in a band of its own, so that they are spread.
        let band = (height - top) / 5;
        let mut at = Point::new(-line * 3, top + band * number + band.mul_div(seed.next(100), 100));
        let mut corners = vec![at];
        while at.x < width + line * 3 {
            let run = unit * (2 + seed.next(4));
            at = at.moved(run, Pt::ZERO);
            corners.push(at);
            let climb = unit * (1 + seed.next(4));
            let up = seed.next(2) == 0;
            at = at.moved(climb, if up { -climb } else { climb });
            at.y = at.y.max(top);
            let last = corners[corners.len() - 1];
            at.x = last.x + (at.y - last.y).abs().max(unit);
            corners.push(at);
        }
        drawing.line(&corners, unit.mul_div(2, 3), line.mul_div(12, 10), color);
    }
    // One that comes from the foot.
    let x = width.mul_div(20 + seed.next(60), 100);
    let turn = top + (height - top).mul_div(30 + seed.next(40), 100);
    let end = Point::new(width + line * 3, turn - (width + line * 3 - x));
    drawing.line(
        &[Point::new(x, height + line * 3), Point::new(x, turn), end],
        unit,
        line.mul_div(12, 10),
        color,
    );
}

/// The route: in from the edge, along its levels, to the last stop.
fn route(
    drawing: &mut Drawing,
    room: Rect,
    margin: Pt,
    line: Pt,
    levels: &[usize],
    colors: &CoverColors,
    seed: &mut Seed,
) {
    let stops: usize = levels.iter().sum();
    let between = stops.saturating_sub(1).max(1) as i64;
    let wide = room.size.width - margin * 2 - line;
    // How far it climbs in all: as high as it is wide at most in half of its way.
    let climb = room.size.height.min(wide.mul_div(46, 100));
    let weights: Vec<i64> = levels.iter().skip(1).map(|_| 2 + seed.next(4)).collect();
    let all: i64 = weights.iter().sum::<i64>().max(1);
    let climbs: Vec<Pt> = weights.iter().map(|weight| climb.mul_div(*weight, all)).collect();
    let climbed: Pt = climbs.iter().copied().sum();
    let step = (wide - climbed) / between;

    let low = room.origin.y + (room.size.height + climbed) / 2;
    let mut at = Point::new(margin + line / 2, low);
    if stops == 1 {
        at.x = margin + line / 2 + wide;
    }
    let mut corners = vec![Point::new(-line * 2, low)];
    let mut places = Vec::new();
    for (level, count) in levels.iter().enumerate() {
        for stop in 0..*count {
            places.push((at, stop == 0));
            if stop + 1 < *count {
                at.x += step;
            }
        }
        if let Some(climb) = climbs.get(level) {
            let before = at.moved(step / 2, Pt::ZERO);
            let behind = before.moved(*climb, -*climb);
            corners.extend([before, behind]);
            at = behind.moved(step - step / 2, Pt::ZERO);
        }
    }
    corners.push(at);
    drawing.line(&corners, (step / 2).min(line * 3), line, colors.route);
    let small = line.mul_div(82, 100).min(step.mul_div(36, 100)).max(line.mul_div(35, 100));
    let parts = levels.len() > 1;
    for (number, (place, first)) in places.iter().enumerate() {
        if number + 1 == places.len() {
            let large = small.mul_div(19, 10).max(line.mul_div(13, 10));
            drawing.disc(*place, large + line.mul_div(45, 100), colors.route);
            drawing.disc(*place, large, colors.ground);
            drawing.disc(*place, large.mul_div(58, 100), colors.ink);
        } else if *first && parts {
            let large = small.mul_div(14, 10);
            drawing.disc(*place, large + line.mul_div(30, 100), colors.ink);
            drawing.disc(*place, large.mul_div(85, 100), colors.ground);
        } else {
            drawing.disc(*place, small + line.mul_div(12, 100), colors.ground);
            drawing.disc(*place, small.mul_div(85, 100), colors.ink);
        }
    }
}

/// Collects items; mirrors them where lines run from the right.
struct Drawing {
    items: Vec<Item>,
    page: Size,
    direction: Direction,
}

impl Drawing {
    fn placed(&self, at: Point) -> Point {
        match self.direction {
            Direction::LeftToRight => at,
            Direction::RightToLeft => Point::new(self.page.width - at.x, at.y),
        }
    }

    fn push(&mut self, segments: Vec<Segment>, paint: Paint, color: Color) {
        self.items.push(Item { mark: Mark::Layout, shape: Shape::Path { segments, paint, color } });
    }

    /// A line along corners, each rounded from `bend` before it to `bend` behind it.
    fn line(&mut self, corners: &[Point], bend: Pt, width: Pt, color: Color) {
        let corners: Vec<Point> = corners.iter().map(|at| self.placed(*at)).collect();
        let mut segments = Vec::new();
        segments.extend(corners.first().map(|at| Segment::Move(*at)));
        for three in corners.windows(3) {
            let [before, corner, behind] = three else { continue };
            let start = towards(*corner, *before, bend);
            let end = towards(*corner, *behind, bend);
            segments.push(Segment::Line(start));
            // For the eye a piece of a circle: control points at 0.55 of the way to the corner.
            let (first, second) = (between(start, *corner, 55), between(end, *corner, 55));
            segments.push(Segment::Curve(first, second, end));
        }
        segments.extend(corners.last().map(|at| Segment::Line(*at)));
        self.push(segments, Paint::Stroke(width), color);
    }

    fn disc(&mut self, center: Point, radius: Pt, color: Color) {
        // Four Bézier curves, their control points at 0.5523 of the radius.
        let near = radius.mul_div(5523, 10_000);
        let center = self.placed(center);
        let at = |x: Pt, y: Pt| center.moved(x, y);
        let zero = Pt::ZERO;
        let segments = vec![
            Segment::Move(at(radius, zero)),
            Segment::Curve(at(radius, near), at(near, radius), at(zero, radius)),
            Segment::Curve(at(-near, radius), at(-radius, near), at(-radius, zero)),
            Segment::Curve(at(-radius, -near), at(-near, -radius), at(zero, -radius)),
            Segment::Curve(at(near, -radius), at(radius, -near), at(radius, zero)),
            Segment::Close,
        ];
        self.push(segments, Paint::Fill, color);
    }
}

/// The place so many hundredths of the way from one to the other.
fn between(from: Point, to: Point, hundredths: i64) -> Point {
    from.moved((to.x - from.x).mul_div(hundredths, 100), (to.y - from.y).mul_div(hundredths, 100))
}

/// The place `by` from one point on the way to another, at most half of the way. Ways run at right or half
/// right angles, so the larger extent stands for the length.
fn towards(from: Point, to: Point, by: Pt) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let diagonal = dx.abs().min(dy.abs()) > Pt::ZERO;
    let reach = dx.abs().max(dy.abs());
    let by = if diagonal { by.mul_div(7071, 10_000) } else { by }.min(reach / 2).max(Pt::ZERO);
    from.moved(dx.mul_div(by.scaled(), reach.scaled()), dy.mul_div(by.scaled(), reach.scaled()))
}
