//! The names a run was given → the press: theme, fonts, dates.

use super::outcome::{Findings, Verdict};
use super::typefaces::{self, FontPlaces};
use crate::backend::registry::nearest;
use crate::diagnostics::{Code, Diagnostic};
use crate::fonts::FontLibrary;
use crate::input::{Files, LARGEST_TEXT, shown, tidy};
use crate::model::Date;
use crate::pipeline::Press;
use crate::reader::DialectChoice;
use crate::source::{Sources, Span};
use crate::theme::{Marks, Theme, ThemeError};
use crate::units::Pt;
use std::path::Path;

/// The names a run was given for how its books look.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The profile.
    pub profile: &'a str,
    /// A theme, or its file, instead of the profile's.
    pub theme: Option<&'a str>,
    /// A paper, instead of the theme's.
    pub paper: Option<&'a str>,
    /// How far what reaches the edge goes on beyond it, instead of the theme's.
    pub bleed: Option<Pt>,
    /// What shows where to cut, instead of the theme's.
    pub marks: Option<Marks>,
    /// Where fonts are looked for besides our own.
    pub fonts: &'a FontPlaces,
}

/// Makes the press ready: the theme by its name or file, else the profile's; our fonts and the user's. Gives
/// what is wrong with fonts beside it.
///
/// # Errors
/// What is wrong: the profile or theme does not exist, a theme file cannot be used, a place of fonts does not exist.
pub fn press(
    files: &dyn Files,
    names: Names<'_>,
    dialect: DialectChoice,
    fallback_date: Date,
) -> Result<(Press, Findings), Findings> {
    let mut theme = theme(files, names)?;
    let sheet = &mut theme.page.sheet;
    sheet.bleed = names.bleed.unwrap_or(sheet.bleed);
    sheet.marks = names.marks.unwrap_or(sheet.marks);
    let mut fonts = FontLibrary::embedded();
    let mut findings = Findings::default();
    for finding in typefaces::add(&mut fonts, names.fonts, files) {
        findings.extend(Findings::of(finding));
    }
    if findings.verdict() >= Verdict::Faulty {
        return Err(findings);
    }
    Ok((Press { theme, fonts, dialect, fallback_date }, findings))
}

/// The date of a Unix time, as SOURCE_DATE_EPOCH gives it; [`Date::FALLBACK`] when it is not set.
///
/// # Errors
/// When it is not a whole number of seconds from 1970 to 9999.
pub fn epoch_date(seconds: Option<&str>) -> Result<Date, Findings> {
    let Some(text) = seconds else { return Ok(Date::FALLBACK) };
    text.trim().parse().ok().and_then(Date::from_unix).ok_or_else(|| {
        let message = format!("SOURCE_DATE_EPOCH is `{}`, which is not a Unix time", text.escape_debug());
        let finding = Diagnostic::new(Code::BadArgument, message);
        Findings::of(finding.help("give whole seconds since 1970, such as 1767225600, or unset it"))
    })
}

/// The theme that was asked for, with the profile and the paper.
fn theme(files: &dyn Files, names: Names<'_>) -> Result<Theme, Findings> {
    let of_profile = embedded("profile", names.profile)?;
    let dress = |text: &str| Theme::dressed(text, names.profile, names.paper);
    match names.theme {
        None => dress(of_profile).map_err(|error| refused(error.to_string(), None)),
        Some(name) if name.ends_with(".toml") => of_file(files, Path::new(name), dress),
        Some(name) => dress(embedded("theme", name)?).map_err(|error| refused(error.to_string(), None)),
    }
}

/// The text of a theme in the program.
fn embedded(what: &str, name: &str) -> Result<&'static str, Findings> {
    Theme::source(name).map_err(|error| {
        let message = match error {
            ThemeError::Unknown(_) => format!("there is no {what} `{}`", name.escape_debug()),
            other => other.to_string(),
        };
        let near =
            nearest(name, Theme::names()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        refused(message, Some(format!("{near}there are: {}", Theme::names().join(", "))))
    })
}

fn refused(message: String, help: Option<String>) -> Findings {
    let finding = Diagnostic::new(Code::BadArgument, message);
    Findings::of(match help {
        Some(help) => finding.help(help),
        None => finding,
    })
}

fn of_file(
    files: &dyn Files,
    path: &Path,
    dress: impl Fn(&str) -> Result<Theme, ThemeError>,
) -> Result<Theme, Findings> {
    let path = tidy(path);
    let name = shown(&path);
    // The user named the file, so its own folder is the root.
    let bytes = files.read(&path, path.parent().unwrap_or(Path::new("")), LARGEST_TEXT);
    let bytes = bytes.map_err(|error| Findings::of(error.diagnostic(&name)))?;
    let mut sources = Sources::default();
    let id = sources.add(name.clone(), bytes);
    let Some(file) = sources.get(id) else { return Err(Findings::default()) };
    if let Some(at) = file.first_bad_byte() {
        let finding = Diagnostic::new(Code::ConfigSyntax, "the theme is not UTF-8");
        return Err(Findings::in_sources(finding.at(Span::new(id, at, at)), sources));
    }
    dress(file.text()).map_err(|error| {
        let finding = Diagnostic::new(Code::ConfigBadValue, error.to_string());
        let finding = match &error {
            ThemeError::Syntax { range: Some(range), .. } => {
                finding.at(Span::new(id, range.start, range.end))
            }
            _ => finding.in_file(name),
        };
        Findings::in_sources(finding, sources)
    })
}
