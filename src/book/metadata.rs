//! Settings, front matter and defaults → what is known about a book.

use super::Edition;
use crate::model::{
    BookMetadata, Chapter, Contributor, Date, LangTag, LanguageSource, LessonMetadata, Series, TradeNumber,
    Unit,
};
use crate::resolve::slug;
use uuid::Uuid;

/// The name space of all identifiers made here (RFC 9562 §5.5): itself version 5 of the URL name space
/// and `https://stationer.invalid/`. Never change it: the identifiers of all books would change.
pub(super) const NAMESPACE: Uuid = Uuid::from_u128(0x954b_4da6_242f_5167_8db2_c40e_678e_f3d1);

/// A lesson and the book it is in, as sources of metadata.
pub(super) struct Facts<'a> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) chapters: Vec<&'a Chapter>,
    /// The file stem of the first lesson.
    pub(super) stem: &'a str,
}

impl Facts<'_> {
    /// The main language: of a path its own, else that of its first lesson; of a lesson the other way
    /// round; else English.
    pub(super) fn language(&self) -> LangTag {
        self.stated_language().unwrap_or_else(LangTag::english)
    }

    fn stated_language(&self) -> Option<LangTag> {
        let set = self.edition.settings.language.as_ref();
        let of_lesson = self.first().and_then(|lesson| lesson.language.as_ref());
        let language = match self.edition.unit {
            Unit::Path => set.or(of_lesson),
            Unit::Lesson => of_lesson.or(set),
        };
        language.cloned()
    }

    fn first(&self) -> Option<&LessonMetadata> {
        self.lessons().next()
    }

    fn lessons(&self) -> impl Iterator<Item = &LessonMetadata> {
        self.chapters.iter().map(|chapter| &chapter.lesson.metadata)
    }

    /// The front matter that speaks for the whole book: that of a lesson published on its own.
    fn own(&self) -> Option<&LessonMetadata> {
        self.first().filter(|_| self.edition.unit == Unit::Lesson)
    }

    /// A value of the lesson published on its own, else of the settings.
    fn pick<T: Clone>(
        &self,
        of_lesson: impl Fn(&LessonMetadata) -> &Option<T>,
        set: &Option<T>,
    ) -> Option<T> {
        self.own().and_then(|own| of_lesson(own).clone()).or_else(|| set.clone())
    }

    /// Everything that is known about the book.
    pub(super) fn metadata(&self) -> BookMetadata {
        let settings = self.edition.settings;
        let language = self.language();
        let direction = self.own().and_then(|own| own.direction);
        let set_subtitle = (self.edition.unit == Unit::Path).then(|| settings.subtitle.clone()).flatten();
        let set_description = (self.edition.unit == Unit::Path).then(|| settings.description.clone());
        BookMetadata {
            title: self.title(),
            subtitle: self.pick(|own| &own.subtitle, &set_subtitle),
            description: self.pick(|own| &own.summary, &set_description.flatten()),
            direction: direction.unwrap_or_else(|| language.direction()),
            identifier: self.identifier(&language),
            language_source: match self.stated_language() {
                Some(_) => LanguageSource::Stated,
                None => LanguageSource::Assumed,
            },
            language,
            contributors: self.contributors(),
            publisher: self.pick(|own| &own.publisher, &settings.publisher),
            rights: self.pick(|own| &own.rights, &settings.rights),
            license: self.pick(|own| &own.license, &settings.license),
            sources: distinct(self.lessons().filter_map(|lesson| lesson.source.clone())),
            subjects: self.subjects(),
            date: self.pick(|own| &own.date, &settings.date),
            modified: self.modified(),
            edition: self.edition.settings.edition.clone(),
            isbns: self.isbns(),
            series: self.series(),
            cover: self.edition.cover,
        }
    }

    fn title(&self) -> String {
        let chapter = self.chapters.first().map(|chapter| chapter.title.clone());
        let set = self.edition.settings.title.clone();
        let folder = || readable(self.edition.path_name).or_else(|| readable(self.edition.path_slug));
        match self.edition.unit {
            Unit::Path => set.or_else(folder).or(chapter),
            Unit::Lesson => chapter.or(set).or_else(folder),
        }
        .unwrap_or_else(|| "?".to_owned())
    }

    /// Who made it: of a lesson on its own those it names, else those of the path; of a path those that
    /// are set, else all that its lessons name.
    fn contributors(&self) -> Vec<Contributor> {
        let set = &self.edition.settings.contributors;
        match self.own() {
            Some(own) if !own.contributors.is_empty() => own.contributors.clone(),
            None if set.is_empty() => {
                distinct(self.lessons().flat_map(|lesson| lesson.contributors.iter().cloned()))
            }
            _ => set.clone(),
        }
    }

    fn subjects(&self) -> Vec<String> {
        let set = &self.edition.settings.subjects;
        match self.own() {
            Some(own) if !own.subjects.is_empty() => own.subjects.clone(),
            None if set.is_empty() => {
                distinct(self.lessons().flat_map(|lesson| lesson.subjects.iter().cloned()))
            }
            _ => set.clone(),
        }
    }

    /// The date of the last change: given for the book, else the latest given for a lesson of it.
    fn modified(&self) -> Date {
        let set = self.edition.settings.modified;
        let given = match self.own() {
            Some(own) => own.modified.or(set),
            None => set.or_else(|| self.lessons().filter_map(|lesson| lesson.modified).max()),
        };
        given.unwrap_or(self.edition.fallback_date)
    }

    /// The numbers of the book in the trade; a lesson published on its own has none of them.
    fn isbns(&self) -> Vec<TradeNumber> {
        match self.edition.unit {
            Unit::Path => self.edition.settings.isbns.clone(),
            Unit::Lesson => Vec::new(),
        }
    }

    fn series(&self) -> Option<Series> {
        let series = self.edition.series.clone()?;
        let station = self.chapters.first().and_then(|chapter| chapter.station.as_ref());
        let position = series.position.or_else(|| station.map(|station| station.number));
        Some(Series { position, ..series })
    }

    /// The identifier: a given UUID as it is; else made of a given text, or of the path, the language
    /// and, for a lesson on its own, its file. The same source has the same identifier for ever.
    fn identifier(&self, language: &LangTag) -> String {
        let given = match self.own() {
            Some(own) => own.id.as_deref(),
            None => self.edition.settings.id.as_deref(),
        };
        let uuid = match given {
            Some(text) => given_uuid(text).unwrap_or_else(|| made(&["id", text])),
            None => self.derived(language),
        };
        format!("urn:uuid:{}", uuid.hyphenated())
    }

    fn derived(&self, language: &LangTag) -> Uuid {
        let path = match self.edition.settings.id.as_deref() {
            Some(id) => id.trim(),
            None => self.edition.path_slug,
        };
        match self.edition.unit {
            Unit::Path => made(&["path", path, language.as_str()]),
            Unit::Lesson => made(&["lesson", path, language.as_str(), &lesson_name(self.stem)]),
        }
    }
}

/// The name of a lesson's file; a name without any letter counts as it is.
fn lesson_name(stem: &str) -> String {
    let slug = slug(stem);
    if slug.is_empty() { stem.to_owned() } else { slug }
}

fn given_uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim()).ok()
}

/// A UUID of version 5. Parts are told apart by a character that none of them holds.
fn made(parts: &[&str]) -> Uuid {
    Uuid::new_v5(&NAMESPACE, parts.join("\n").as_bytes())
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// The name of a folder as a title: without a leading number, with spaces, beginning with a capital.
pub(super) fn readable(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words = match words.as_slice() {
        [first, rest @ ..] if is_number(first) && !rest.is_empty() => rest,
        words => words,
    };
    let line = words.join(" ");
    let mut letters = line.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}
