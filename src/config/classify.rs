//! `[classify]`: what a lesson may be searched for. The front matter of a lesson takes the
//! same keys.

/// Whether lines of a kind are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recognition {
    /// They are, by how they look.
    On,
    /// Only labels and marks make them.
    Off,
}

/// `[classify]`. What is absent is left to what lies below.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ClassifyTable {
    /// `promo`: advertising.
    pub promo: Option<Recognition>,
    /// `teaser`: the sentence that leads on.
    pub teaser: Option<Recognition>,
    /// `takeaway`: the sentence to remember.
    pub takeaway: Option<Recognition>,
    /// `disclaimer`: what the lesson is not.
    pub disclaimer: Option<Recognition>,
    /// `stations`: references to other lessons, such as “Station 10”; in both dialects.
    pub stations: Option<Recognition>,
    /// `html`: tags of HTML in bare lines, read as in Markdown; off unless asked for.
    pub html: Option<Recognition>,
    /// `heading_min`: how sure it must be that a bare line is a heading, in hundredths.
    pub heading_min: Option<u8>,
}

impl ClassifyTable {
    /// The keys, as they are written.
    pub const KEYS: [&'static str; 7] =
        ["promo", "teaser", "takeaway", "disclaimer", "stations", "html", "heading_min"];

    /// These settings laid over others.
    pub fn over(self, below: ClassifyTable) -> ClassifyTable {
        ClassifyTable {
            promo: self.promo.or(below.promo),
            teaser: self.teaser.or(below.teaser),
            takeaway: self.takeaway.or(below.takeaway),
            disclaimer: self.disclaimer.or(below.disclaimer),
            stations: self.stations.or(below.stations),
            html: self.html.or(below.html),
            heading_min: self.heading_min.or(below.heading_min),
        }
    }

    /// Sets one of those that are on or off; false when the key is none of them.
    pub fn set(&mut self, key: &str, recognition: Recognition) -> bool {
        let field = match key {
            "promo" => &mut self.promo,
            "teaser" => &mut self.teaser,
            "takeaway" => &mut self.takeaway,
            "disclaimer" => &mut self.disclaimer,
            "stations" => &mut self.stations,
            "html" => &mut self.html,
            _ => return false,
        };
        *field = Some(recognition);
        true
    }

    /// A share such as 0.8 in hundredths; none when it is not from 0 to 1.
    pub fn hundredths(share: f64) -> Option<u8> {
        (0.0..=1.0).contains(&share).then(|| (share * 100.0).round() as u8)
    }
}
