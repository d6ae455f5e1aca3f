//! Listings and what their words are.

use super::{Kind, tokens};
use proptest::prelude::*;

/// The listing with its parts marked: keywords ‹›, strings “”, numbers ##, comments ⌈⌉.
fn shown(language: &str, text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for token in tokens(language, text) {
        let (open, close) = match token.kind {
            Kind::Keyword => ("‹", "›"),
            Kind::Text => ("“", "”"),
            Kind::Number => ("#", "#"),
            Kind::Comment => ("⌈", "⌉"),
        };
        out.push_str(&text[at..token.range.start]);
        out.push_str(open);
        out.push_str(&text[token.range.clone()]);
        out.push_str(close);
        at = token.range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[test]
fn languages_are_told_by_their_words() {
    for (language, text, wanted) in [
        (
            "python",
            "def f(x): # y\n  return 'a' + \"b\\\"\" + 0x1F",
            "‹def› f(x): ⌈# y⌉\n  ‹return› “'a'” + “\"b\\\"\"” + #0x1F#",
        ),
        ("py", "\"\"\"a\nb\"\"\" + None", "“\"\"\"a\nb\"\"\"” + #None#"),
        (
            "rust",
            "fn f<'a>(c: &'a str) { let c = 'x'; } // y",
            "‹fn› f<'a>(c: &'a str) { ‹let› c = “'x'”; } ⌈// y⌉",
        ),
        ("rust,no_run", "r#\"a \" b\"#", "“r#\"a \" b\"#”"),
        ("js", "const $if = `a\n${b}`; /* c */ null", "‹const› $if = “`a\n${b}`”; ⌈/* c */⌉ #null#"),
        ("bash", "echo \"$#\" # done\nif-then", "‹echo› “\"$#\"” ⌈# done⌉\nif-then"),
        ("SQL", "SELECT a FROM b -- c", "‹SELECT› a ‹FROM› b ⌈-- c⌉"),
        ("json", "{\"a\": [1.5e-3, \"b\", true]}", "{‹\"a\"›: [#1.5e-3#, “\"b\"”, #true#]}"),
        ("yaml", "- name: x: 1 # y\n  on: no", "- ‹name›: x: #1# ⌈# y⌉\n  ‹on›: #no#"),
        ("toml", "a-b = 'c' # d", "‹a-b› = “'c'” ⌈# d⌉"),
        ("html", "<p class=\"a\">1 < 2<!-- b --></p>", "‹<p› class=“\"a\"”‹>›1 < 2⌈<!-- b -->⌉‹</p›‹>›"),
        ("c", "#include <a.h>\nint x = 'a';", "‹#include› <a.h>\n‹int› x = “'a'”;"),
        ("unheard-of", "if (a) { return 1; }", "if (a) { return 1; }"),
        ("", "if", "if"),
    ] {
        assert_eq!(shown(language, text), wanted, "{language}");
    }
}

#[test]
fn what_is_never_closed_ends_with_its_line_or_the_text() {
    assert_eq!(shown("python", "a = 'b\nif"), "a = “'b”\n‹if›");
    assert_eq!(shown("c", "/* a\nb"), "⌈/* a\nb⌉");
    assert_eq!(shown("html", "<a b=\"c\n<d>"), "‹<a› b=“\"c\n<d>”");
    assert_eq!(shown("python", "'a\\"), "“'a\\”");
}

#[test]
fn every_keyword_is_a_word_of_its_language() {
    for language in
        ["python", "js", "rust", "java", "c", "csharp", "go", "php", "bash", "sql", "css", "r", "perl"]
    {
        let found = super::languages::named(language).expect("a language");
        for keyword in found.keywords.split(' ') {
            assert_eq!(shown(language, keyword), format!("‹{keyword}›"), "{language}");
        }
    }
}

proptest! {
    #[test]
    fn parts_lie_in_order_in_the_text(
        language in prop::sample::select(vec!["python", "rust", "js", "html", "yaml", "json", "bash", "sql"]),
        text in "([a-z0-9 \"'`#/*<>!=:\\\\\n-]|é|語|if ){0,80}",
    ) {
        let mut at = 0;
        for token in tokens(language, &text) {
            prop_assert!(token.range.start >= at && token.range.end > token.range.start);
            prop_assert!(text.get(token.range.clone()).is_some());
            at = token.range.end;
        }
        prop_assert!(at <= text.len());
    }
}
