//! All lessons of a book → the same lessons with every reference settled.

use crate::images::Picture;
use crate::model::ImageId;

/// The pictures of a book by their ids.
#[derive(Clone, Default, Debug)]
pub struct Pictures(Vec<Picture>);

impl Pictures {
    /// Adds a picture and gives its id.
    pub fn add(&mut self, picture: Picture) -> ImageId {
        self.0.push(picture);
        ImageId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The picture of an id.
    pub fn get(&self, id: ImageId) -> Option<&Picture> {
        self.0.get(id.0 as usize)
    }

    /// All pictures with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (ImageId, &Picture)> {
        self.0.iter().enumerate().map(|(number, picture)| (ImageId(number as u32), picture))
    }
}
