//! Text engines that wait for work: what one has shaped and divided for a lesson serves the next one it sets.
//!
//! There are as many as lessons were ever set at the same time. Which engine sets which lesson depends on threads,
//! but nothing an engine remembers shows in what it sets.

use super::layout::Setting;
use super::text::TextEngine;
use std::sync::{Mutex, PoisonError};

/// The engines of a book.
pub(super) struct Engines<'a> {
    setting: Setting<'a>,
    idle: Mutex<Vec<TextEngine<'a>>>,
}

impl<'a> Engines<'a> {
    /// No engine yet: they are made when they are needed.
    pub(super) fn new(setting: Setting<'a>) -> Engines<'a> {
        Engines { setting, idle: Mutex::new(Vec::new()) }
    }

    /// Works with an engine that nobody else works with meanwhile.
    pub(super) fn lend<T>(&self, work: impl FnOnce(&mut TextEngine<'a>) -> T) -> T {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut engine = waiting.unwrap_or_else(|| self.made());
        let result = work(&mut engine);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(engine);
        result
    }

    fn made(&self) -> TextEngine<'a> {
        TextEngine::new(self.setting.fonts).dividing(&self.setting.theme.divisions)
    }
}
