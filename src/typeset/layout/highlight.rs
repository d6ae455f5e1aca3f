//! Highlighted runs of a line → a tint behind them, and a rule under it that shows in grey print as well.

use super::Composer;
use crate::typeset::frame::{Item, Mark, Shape};
use crate::typeset::structure::{NodeId, Role as NodeRole, Structure};
use crate::typeset::text::Line;
use crate::units::{Em, Pt, Rect};

impl Composer<'_, '_> {
    /// What is painted behind the highlighted runs of a line whose baseline is at `y`.
    pub(super) fn tints(&self, line: &Line, x: Pt, y: Pt) -> Vec<Item> {
        let palette = &self.setting.theme.palette;
        let mut items = Vec::new();
        for run in line.runs.iter().filter(|run| self.is_highlighted(run.leaf)) {
            let size = run.run.size;
            let rule = Em::from_f64(0.05).at(size);
            let (top, height) = (y - size.mul_div(85, 100), size.mul_div(110, 100));
            let ground = Rect::new(x + run.run.origin.x, top, run.width, height);
            let below = Rect::new(ground.origin.x, ground.bottom() - rule, run.width, rule);
            for (area, color) in [(ground, palette.tint), (below, palette.quiet)] {
                let shape = Shape::Fill { area, color, radius: Pt::ZERO };
                items.push(Item { mark: Mark::Layout, shape });
            }
        }
        items
    }

    fn is_highlighted(&self, leaf: NodeId) -> bool {
        let mut node = leaf;
        loop {
            let here = self.structure.get(node);
            match here.role {
                NodeRole::Highlight => return true,
                // Highlighting never reaches over a paragraph, cell or label.
                NodeRole::Leaf
                | NodeRole::Emphasis
                | NodeRole::Strong
                | NodeRole::Span
                | NodeRole::Abbreviation { .. }
                | NodeRole::Formula { .. }
                | NodeRole::Code
                | NodeRole::Reference
                | NodeRole::Link
                    if node != Structure::ROOT =>
                {
                    node = here.parent;
                }
                _ => return false,
            }
        }
    }
}
