//! Configuration files and what is said of them: each test holds one rule of `path.toml` or `stationer.toml`.

use super::*;
use crate::diagnostics::{Diagnostics, render};
use crate::model::Role;
use crate::source::Sources;

const BACKENDS: [&str; 2] = ["epub", "pdf"];

/// Reads a file; what it says, and the findings as lines with their helps.
fn read(kind: ConfigKind, text: &str) -> (Option<PathFile>, String) {
    let mut sources = Sources::default();
    let id = sources.add("path.toml", text.into());
    let mut diagnostics = Diagnostics::default();
    let file = sources.get(id).expect("just added");
    let found = parse(file, kind, &BACKENDS, &mut diagnostics);
    let lines = diagnostics.iter().map(|diagnostic| {
        let helps: String = diagnostic.help.iter().map(|help| format!("\n  help: {help}")).collect();
        format!("{}{helps}", render::short(diagnostic, &sources))
    });
    (found, lines.collect::<Vec<_>>().join("\n"))
}

fn good(kind: ConfigKind, text: &str) -> PathFile {
    let (file, findings) = read(kind, text);
    assert_eq!(findings, "");
    file.expect("nothing was wrong")
}

/// The findings of a `path.toml` that is refused.
fn faults(text: &str) -> String {
    let (file, findings) = read(ConfigKind::Path, text);
    assert_eq!(file, None);
    findings
}

const FULL: &str = r##"
[path]
title = "Sleep and the Brain"
subtitle = "A short course"
description = "Why we sleep."
language = "en-gb"
id = "sleep-and-the-brain"
authors = ["Ada Example", { name = "Bo Beispiel", role = "translator", file-as = "Beispiel, Bo" }]
publisher = "Example Press"
rights = "© 2026"
license = "CC-BY-4.0"
subjects = ["sleep", "brain"]
cover = "cover.png"
date = 2026-01-15
modified = "2026-02-01"
edition = 2
isbn = { epub = "978-3-16-148410-0", pdf = "0-8044-2957-X" }
lessons = ["00-preface.md"]

[[part]]
title = "Nights"
lessons = ["01-why-we-sleep.md", "02-dreams.md"]

[[part]]
title = "Days"
lessons = ["03-naps.md"]

[policy]
disclaimer = "merge"
promo = "colophon"
require-disclaimer = ["medical", "general"]
station-label = "Stop"
outside-station = { text = "in the course" }

[epub]
embed-fonts = true
[pdf]
profile = { name = "a-2a", level = 2 }
"##;

#[test]
fn every_key_is_read() {
    let file = good(ConfigKind::Path, FULL);
    let settings = Settings::merged(None, Some(&file));
    assert_eq!(settings.title.as_deref(), Some("Sleep and the Brain"));
    assert_eq!(settings.language.as_ref().map(LangTag::as_str), Some("en-GB"));
    let people: Vec<(&str, Role)> =
        settings.contributors.iter().map(|who| (who.name.as_str(), who.role)).collect();
    assert_eq!(people, [("Ada Example", Role::Author), ("Bo Beispiel", Role::Translator)]);
    assert_eq!(settings.contributors[1].file_as.as_deref(), Some("Beispiel, Bo"));
    assert_eq!(settings.cover.as_ref().map(|cover| cover.name.as_str()), Some("cover.png"));
    assert_eq!((settings.date, settings.modified), (Date::new(2026, 1, 15), Date::new(2026, 2, 1)));
    let policy = Policy {
        disclaimer: DisclaimerPolicy::Merge,
        promo: PromoPolicy::Colophon,
        station_label: Some("Stop".to_owned()),
        require_disclaimer: vec![DisclaimerKind::Medical, DisclaimerKind::General],
        outside_station: OutsideStation::Text("in the course".to_owned()),
    };
    assert_eq!(settings.edition.as_deref(), Some("2"));
    let numbers: Vec<(Option<&str>, String)> =
        settings.isbns.iter().map(|number| (number.format.as_deref(), number.isbn.urn())).collect();
    assert_eq!(
        numbers,
        [
            (Some("epub"), "urn:isbn:9783161484100".to_owned()),
            (Some("pdf"), "urn:isbn:080442957X".to_owned())
        ]
    );
    assert_eq!(settings.policy, policy);
    assert_eq!(settings.backends["epub"]["embed-fonts"].value, toml::Value::Boolean(true));
    assert_eq!(settings.backends["pdf"]["profile"].value["level"].as_integer(), Some(2));
}

#[test]
fn parts_keep_their_order_and_lessons_beside_them_come_first() {
    let settings = Settings::merged(None, Some(&good(ConfigKind::Path, FULL)));
    let LessonOrder::Parts(parts) = settings.lessons else { panic!("parts were listed") };
    let shape: Vec<(Option<&str>, Vec<&str>)> = parts
        .iter()
        .map(|part| (part.title.as_deref(), part.lessons.iter().map(|lesson| lesson.name.as_str()).collect()))
        .collect();
    let expected = [
        (None, vec!["00-preface.md"]),
        (Some("Nights"), vec!["01-why-we-sleep.md", "02-dreams.md"]),
        (Some("Days"), vec!["03-naps.md"]),
    ];
    assert_eq!(shape, expected);
}

#[test]
fn listed_files_know_where_they_are_written() {
    let text = "[path]\ntitle = \"T\"\nlessons = [\"a.md\"]";
    let file = good(ConfigKind::Path, text);
    let lessons = file.path.lessons.expect("listed");
    assert_eq!(text.get(lessons[0].span.range()), Some("\"a.md\""));
}

#[test]
fn a_path_stands_over_its_library() {
    let library = good(
        ConfigKind::Library,
        "[path]\ntitle = \"School\"\npublisher = \"Press\"\nlanguage = \"de\"\n[policy]\npromo = \"keep\"\n\
         [epub]\na = 1\nb = 1",
    );
    let path = good(ConfigKind::Path, "[path]\ntitle = \"Sleep\"\nlanguage = \"fr\"\n[epub]\nb = 2");
    let settings = Settings::merged(Some(&library), Some(&path));
    assert_eq!(settings.title.as_deref(), Some("Sleep"));
    assert_eq!(settings.publisher.as_deref(), Some("Press"));
    assert_eq!(settings.language.map(String::from).as_deref(), Some("fr"));
    assert_eq!(settings.policy.promo, PromoPolicy::Keep);
    let values: Vec<Option<i64>> =
        settings.backends["epub"].values().map(|option| option.value.as_integer()).collect();
    assert_eq!(values, [Some(1), Some(2)]);
    assert_eq!(Settings::merged(None, None), Settings::default());
}

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    insta::assert_snapshot!(faults(
        "[path]\ntitle = \"T\"\nautors = []\n[polcy]\npromo = \"keep\"\n[policy]\nzzz = 1"
    ), @r"
    path.toml:4:2: error[config-unknown-key]: unknown key `polcy` at the top
      help: did you mean `policy`?
    path.toml:3:1: error[config-unknown-key]: unknown key `autors` in [path]
      help: did you mean `authors`?
    path.toml:7:1: error[config-unknown-key]: unknown key `zzz` in [policy]
      help: the known keys are: disclaimer, promo, require-disclaimer, station-label, outside-station
    ");
}

#[test]
fn values_of_the_wrong_kind_are_all_reported() {
    insta::assert_snapshot!(faults(
        "[path]\ntitle = 3\nsubtitle = \"  \"\nlanguage = \"english please\"\nauthors = \"Ada\"\n\
         subjects = [1]\ndate = 10:00:00\nmodified = 2026\nlessons = [\"a.md\", \"a.md\", {}]"
    ), @r"
    path.toml:2:9: error[config-bad-value]: `title` must be text, not a whole number
    path.toml:3:12: error[config-bad-value]: `subtitle` is empty
    path.toml:4:12: error[config-bad-value]: `english please` is not a language tag like en or pt-BR
    path.toml:5:11: error[config-bad-value]: `authors` must be a list, not text
    path.toml:6:13: error[config-bad-value]: a subject must be text, not a whole number
    path.toml:7:8: error[config-bad-value]: `date` must be a date like 2026-01-15
    path.toml:8:12: error[config-bad-value]: `modified` must be a date like 2026-01-15
    path.toml:9:28: error[config-bad-value]: a lesson must be text, not a table
    path.toml:9:20: error[config-bad-value]: the lesson `a.md` is listed twice
    ");
}

#[test]
fn a_lesson_stands_in_one_part_only() {
    insta::assert_snapshot!(faults(
        "[path]\ntitle = \"T\"\n[[part]]\ntitle = \"A\"\nlessons = [\"a.md\"]\n\
         [[part]]\ntitle = \"B\"\nlessons = [\"a.md\"]"
    ), @"path.toml:8:12: error[config-bad-value]: the lesson `a.md` is listed twice");
}

#[test]
fn tables_of_the_wrong_kind_are_refused() {
    insta::assert_snapshot!(faults(
        "part = 1\npolicy = []\nepub = \"x\"\n[path]\ntitle = \"T\"\nauthors = [{ role = \"chef\", nam = \"A\" }]"
    ), @r"
    path.toml:6:29: error[config-unknown-key]: unknown key `nam` of an author
      help: did you mean `name`?
    path.toml:6:12: error[config-bad-value]: an author has no `name`
    path.toml:6:21: error[config-bad-value]: `role` cannot be `chef`
      help: use one of: author, editor, illustrator, translator
    path.toml:1:8: error[config-bad-value]: `part` must be a list, not a whole number
    path.toml:2:10: error[config-bad-value]: `policy` must be a table, not a list
    path.toml:3:8: error[config-bad-value]: `epub` must be a table, not text
    ");
    insta::assert_snapshot!(faults("[path]\ntitle = \"T\"\n[[part]]\ntitel = \"A\""), @r"
    path.toml:4:1: error[config-unknown-key]: unknown key `titel` in [[part]]
      help: did you mean `title`?
    path.toml:3:1: error[config-bad-value]: a part has no `title`
    path.toml:3:1: error[config-bad-value]: a part has no `lessons`
    ");
    insta::assert_snapshot!(faults("[path]\ntitle = \"T\"\n[policy]\nrequire-disclaimer = [\"medcal\", \"x\"]"), @r"
    path.toml:4:23: error[config-bad-value]: `require-disclaimer` cannot be `medcal`
      help: did you mean `medical`?
      help: use one of: medical, legal, financial, safety, general
    ");
    insta::assert_snapshot!(faults("[path]\ntitle = \"T\"\n[policy]\npromo = \"dropp\""), @r"
    path.toml:4:9: error[config-bad-value]: `promo` cannot be `dropp`
      help: did you mean `drop`?
      help: use one of: drop, keep, colophon
    ");
}

#[test]
fn trade_numbers_and_words_for_stations_are_checked() {
    insta::assert_snapshot!(faults(
        "[path]\ntitle = \"T\"\nisbn = \"978-3-16-148410-1\"\nedition = true\n[policy]\noutside-station = \"titel\""
    ), @r"
    path.toml:4:11: error[config-bad-value]: `edition` must be text, not true or false
    path.toml:3:8: error[config-bad-value]: `978-3-16-148410-1` is no ISBN: its digits or its check digit are wrong
    path.toml:6:19: error[config-bad-value]: `outside-station` cannot be `titel`
      help: did you mean `title`?
      help: use one of: title, plain
    ");
    insta::assert_snapshot!(faults(
        "[path]\ntitle = \"T\"\nisbn = { epb = \"978-3-16-148410-0\" }\n[policy]\noutside-station = { txt = \"x\" }"
    ), @r"
    path.toml:3:10: error[config-unknown-key]: unknown key `epb` in `isbn`
      help: did you mean `epub`?
    path.toml:5:21: error[config-unknown-key]: unknown key `txt` in `outside-station`
      help: did you mean `text`?
    path.toml:5:19: error[config-bad-value]: `outside-station` has no `text`
    ");
    let file = good(ConfigKind::Path, "[path]\ntitle = \"T\"\nisbn = \"9783161484100\"");
    let isbns = Settings::merged(None, Some(&file)).isbns;
    assert!(isbns.iter().all(|number| number.is_of("epub") && number.is_of("pdf")) && isbns.len() == 1);
    let (library, _) = read(ConfigKind::Library, "[path]\nisbn = \"9783161484100\"\nedition = \"2nd\"");
    assert_eq!(library, None, "a number belongs to one book");
}

#[test]
fn a_path_has_a_title() {
    insta::assert_snapshot!(faults(""), @r"path.toml:1:1: error[config-bad-value]: there is no [path] with a `title`");
    insta::assert_snapshot!(faults("[path]\nlanguage = \"en\""), @r"path.toml:1:1: error[config-bad-value]: [path] has no `title`");
}

#[test]
fn faults_of_syntax_have_a_place() {
    insta::assert_snapshot!(faults("[path]\ntitle = \"T\nid = 3"), @r#"
    path.toml:2:11: error[config-syntax]: invalid basic string, expected `"`
      help: mend the marked place; text stands in quotation marks, lists in brackets
    "#);
    insta::assert_snapshot!(faults("[path]\ntitle = \"T\"\ntitle = \"U\""), @r"
    path.toml:3:1: error[config-syntax]: duplicate key
      help: mend the marked place; text stands in quotation marks, lists in brackets
    ");
    insta::assert_snapshot!(faults("\u{FFFD}"), @r"
    path.toml:1:2: error[config-syntax]: key with no value, expected `=`
      help: mend the marked place; text stands in quotation marks, lists in brackets
    path.toml:1:1: error[config-syntax]: invalid unquoted key, expected letters, numbers, `-`, `_`
      help: mend the marked place; text stands in quotation marks, lists in brackets
    ");
}

#[test]
fn a_library_cannot_say_what_is_true_of_one_path_only() {
    let (file, findings) = read(
        ConfigKind::Library,
        "[path]\nid = \"x\"\nlessons = [\"a.md\"]\n[[part]]\ntitle = \"A\"\nlessons = []",
    );
    assert_eq!(file, None);
    insta::assert_snapshot!(findings, @r"
    path.toml:2:1: error[config-bad-value]: `id` belongs to one path and cannot be shared by a library
      help: move it to the path.toml of that path
    path.toml:3:1: error[config-bad-value]: `lessons` belongs to one path and cannot be shared by a library
      help: move it to the path.toml of that path
    path.toml:4:3: error[config-bad-value]: `part` belongs to one path and cannot be shared by a library
      help: move it to the path.toml of that path
    ");
}

#[test]
fn an_empty_library_file_is_fine() {
    assert_eq!(good(ConfigKind::Library, "\u{FEFF}# nothing set\r\n"), PathFile::default());
}

#[test]
fn options_that_a_back_end_does_not_know_are_reported() {
    let file = good(ConfigKind::Path, "[path]\ntitle = \"T\"\n[epub]\nembed-font = true\nstyle = 1");
    let mut diagnostics = Diagnostics::default();
    let settings = Settings::merged(None, Some(&file));
    check_backend_options(&settings, "epub", &["embed-fonts", "style"], &mut diagnostics);
    check_backend_options(&settings, "pdf", &[], &mut diagnostics);
    let messages: Vec<&str> = diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["unknown key `embed-font` in [epub]"]);
}
