//! The JSON form of the model: what is written reads back as the same model, and keeps its own schema.

use crate::cli::run;
use crate::lessons::lessons;
use crate::outline::read_as;
use serde_json::Value;
use stationer::model::{Content, Document, Inline, walk};
use stationer::reader::{DialectChoice, ReadOptions};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn lessons_read_back_from_json_and_keep_the_schema() {
    let schema: Value = serde_json::from_str(&Document::schema()).expect("the schema is JSON");
    for path in lessons("content").into_iter().chain(lessons("tests/fixtures")) {
        let bytes = std::fs::read(&path).expect("the lesson can be read");
        let (lesson, _, _) = read_as(&path.display().to_string(), &bytes, &ReadOptions::default());
        let document = Document::lesson(lesson);
        let json = document.json().expect("every model has a JSON form");
        assert_eq!(Document::from_json(&json).as_ref(), Ok(&document), "{}", path.display());
        let value: Value = serde_json::from_str(&json).expect("JSON");
        let faults = faults(&value, &schema, &schema);
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
}

/// Whole books, as the program prints them: their references are resolved, their notes numbered.
#[test]
fn books_read_back_from_json_and_keep_the_schema() {
    let schema: Value = serde_json::from_str(&Document::schema()).expect("the schema is JSON");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut books = 0;
    for entry in std::fs::read_dir(root.join("content")).expect("there are paths") {
        let path = entry.expect("the folder can be listed").path();
        if !path.join("path.toml").exists() {
            continue;
        }
        let name = path.display().to_string();
        let (code, json, findings) = run(root, &["model", &name]);
        assert_eq!(code, 0, "{name}: {findings}");
        let document = Document::from_json(&json).expect("what is printed reads back");
        assert!(matches!(document.content, Content::Book(_)), "{name}");
        assert_eq!(document.json().map(|json| json + "\n"), Some(json), "{name}");
        let json = document.json().expect("every model has a JSON form");
        let value: Value = serde_json::from_str(&json).expect("JSON");
        let faults = faults(&value, &schema, &schema);
        assert!(faults.is_empty(), "{name}: {faults:?}");
        books += 1;
    }
    assert!(books > 1, "{books}");
}

/// The manual shows every kind of block and running text: what an author writes, and the model of it.
#[test]
fn the_manual_shows_every_kind_as_it_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md");
    let manual = std::fs::read_to_string(&path).expect("the manual is there");
    let schema: Value = serde_json::from_str(&Document::schema()).expect("the schema is JSON");
    let mut shown = BTreeSet::new();
    let mut anew = String::new();
    for section in manual.split_inclusive("\n### ") {
        let example = section.split_once("markdown\n").and_then(|(head, rest)| {
            let ticks = head.rsplit('\n').next().filter(|ticks| ticks.starts_with("```"))?;
            let (source, rest) = rest.split_once(&format!("\n{ticks}\n"))?;
            let (_, rest) = rest.split_once("```json\n")?;
            let (json, _) = rest.split_once("\n```\n")?;
            Some((source, json))
        });
        let Some((source, json)) = example else {
            anew.push_str(section);
            continue;
        };
        let given: Value = serde_json::from_str(json).expect("an example is JSON");
        let (member, definition) =
            if given.get("block").is_some() { ("block", "Block") } else { ("inline", "Inline") };
        let name = given[member].as_str().expect("an example names its kind").to_owned();
        let read = example_of(source, member, &name);
        let faults = faults(&read, &schema["$defs"][definition], &schema);
        assert!(faults.is_empty(), "{name}: {faults:?}");
        if std::env::var_os("UPDATE_DOCS").is_none() {
            assert_eq!(given, read, "{member} {name}");
        }
        anew.push_str(&section.replace(&format!("```json\n{json}"), &format!("```json\n{}", set(&read, 0))));
        shown.insert(format!("{member} {name}"));
    }
    let all: BTreeSet<String> =
        ["Block", "Inline"].into_iter().flat_map(|of| kinds(&schema["$defs"][of])).collect();
    // Made by resolving: no lesson has it, so no source can show it.
    let resolved: BTreeSet<String> = ["inline term-ref".to_owned()].into();
    assert_eq!(shown, &all - &resolved);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, anew).expect("the manual can be written");
    }
}

/// The first block or piece of running text of a kind in a lesson.
fn example_of(source: &str, member: &str, name: &str) -> Value {
    let options = ReadOptions { dialect: DialectChoice::Markdown, ..ReadOptions::default() };
    let (lesson, _, _) = read_as("01-example.md", source.as_bytes(), &options);
    let mut found: Vec<Value> = Vec::new();
    let json = |value: &Inline| serde_json::to_value(value).expect("every model has a JSON form");
    walk::blocks(&lesson.blocks, &mut |block| {
        if member == "block" {
            found.push(serde_json::to_value(block).expect("every model has a JSON form"));
        } else {
            walk::each_line(&block.kind, |line| walk::content(line, &mut |inline| found.push(json(inline))));
        }
    });
    let first = found.into_iter().find(|value| value[member] == name);
    first.unwrap_or_else(|| panic!("{source:?} holds no {member} {name}"))
}

/// The kinds that a definition of the schema knows.
fn kinds(definition: &Value) -> Vec<String> {
    let kinds = definition["oneOf"].as_array().into_iter().flatten();
    let name = |kind: &Value| {
        ["block", "inline"]
            .into_iter()
            .find_map(|member| Some(format!("{member} {}", kind["properties"][member]["const"].as_str()?)))
    };
    kinds.filter_map(name).collect()
}

/// JSON in lines of a bearable length.
fn set(value: &Value, indent: usize) -> String {
    let line = match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("\"{key}\": {}", set(value, 1000))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| set(item, 1000)).collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    };
    if indent >= 1000 || line.len() + indent <= 110 {
        return line;
    }
    let (open, close, parts): (_, _, Vec<String>) = match value {
        Value::Object(members) => {
            let part = |(key, value): (&String, &Value)| format!("\"{key}\": {}", set(value, indent + 2));
            ('{', '}', members.iter().map(part).collect())
        }
        Value::Array(items) => ('[', ']', items.iter().map(|item| set(item, indent + 2)).collect()),
        _ => return line,
    };
    let inner = " ".repeat(indent + 2);
    format!("{open}\n{inner}{}\n{}{close}", parts.join(&format!(",\n{inner}")), " ".repeat(indent))
}

#[test]
fn the_schema_refuses_what_is_no_model() {
    let schema: Value = serde_json::from_str(&Document::schema()).expect("the schema is JSON");
    for wrong in [r#"{}"#, r#"{"stationer-model":1}"#, r#"{"stationer-model":1,"lesson":{}}"#, "[]"] {
        let value: Value = serde_json::from_str(wrong).expect("JSON");
        assert!(!faults(&value, &schema, &schema).is_empty(), "{wrong}");
        assert!(Document::from_json(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_document_says_what_it_holds() {
    let (lesson, _, _) = read_as("a.md", b"# A\n\nB\n", &ReadOptions::default());
    assert!(matches!(Document::lesson(lesson).content, Content::Lesson(_)));
}

/// What a value lacks of a schema: the keywords that the schema of the model uses, and no others.
fn faults(value: &Value, schema: &Value, root: &Value) -> Vec<String> {
    let Value::Object(rules) = schema else {
        return if *schema == Value::Bool(false) {
            vec![format!("nothing may be here: {value}")]
        } else {
            vec![]
        };
    };
    let mut found = Vec::new();
    for (rule, given) in rules {
        let all = |given: &Value| given.as_array().cloned().unwrap_or_default();
        let fits = |one: &Value| may_fit(value, one) && faults(value, one, root).is_empty();
        let holds = match rule.as_str() {
            "$ref" => {
                let name = given.as_str().unwrap_or_default().trim_start_matches('#');
                let target = root.pointer(name).expect("a reference leads to a definition");
                found.extend(faults(value, target, root));
                true
            }
            "type" => match given {
                Value::String(name) => is_of(value, name),
                names => all(names).iter().filter_map(Value::as_str).any(|name| is_of(value, name)),
            },
            "const" => value == given,
            "enum" => all(given).contains(value),
            "oneOf" => all(given).iter().filter(|one| fits(one)).count() == 1,
            "anyOf" => all(given).iter().any(fits),
            "allOf" => all(given).iter().all(fits),
            "required" => all(given).iter().filter_map(Value::as_str).all(|key| value.get(key).is_some()),
            "properties" => {
                for (key, one) in given.as_object().into_iter().flatten() {
                    found.extend(value.get(key).into_iter().flat_map(|value| faults(value, one, root)));
                }
                true
            }
            "additionalProperties" if *given == Value::Bool(false) => {
                let known = rules.get("properties").and_then(Value::as_object);
                let keys = value.as_object().into_iter().flatten().map(|(key, _)| key);
                keys.into_iter().all(|key| known.is_some_and(|known| known.contains_key(key)))
            }
            "additionalProperties" if *given == Value::Bool(true) => true,
            "prefixItems" => {
                let pairs = all(given).into_iter().zip(all(value));
                found.extend(pairs.flat_map(|(one, value)| faults(&value, &one, root)));
                true
            }
            "items" => {
                let fixed = rules.get("prefixItems").map_or(0, |fixed| all(fixed).len());
                found.extend(all(value).iter().skip(fixed).flat_map(|value| faults(value, given, root)));
                true
            }
            "minItems" => {
                value.as_array().is_none_or(|list| list.len() as u64 >= given.as_u64().unwrap_or(0))
            }
            "maxItems" => {
                value.as_array().is_none_or(|list| list.len() as u64 <= given.as_u64().unwrap_or(0))
            }
            "minimum" => value.as_i64().is_none_or(|number| number >= given.as_i64().unwrap_or(0)),
            "maximum" => value.as_i64().is_none_or(|number| number <= given.as_i64().unwrap_or(0)),
            "$schema" | "$defs" | "title" | "description" | "format" | "default" => true,
            other => panic!("the schema uses `{other}`, which this test does not know"),
        };
        if !holds {
            found.push(format!("{rule} {given}: {value}"));
        }
    }
    found
}

/// Whether the fixed members of a schema are those of a value: saves a walk through all that is inside.
fn may_fit(value: &Value, schema: &Value) -> bool {
    let members = schema["properties"].as_object().into_iter().flatten();
    let mut fixed = members.filter_map(|(key, rules)| Some((key, rules.get("const")?)));
    fixed.all(|(key, given)| value.get(key).is_none_or(|value| value == given))
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}
