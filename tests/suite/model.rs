//! The JSON form of the model: what is written reads back as the same model, and keeps its own schema.

use crate::outline::read_as;
use serde_json::Value;
use stationer::model::{Content, Document};
use stationer::reader::ReadOptions;
use std::path::Path;

fn lessons() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join("content"), root.join("tests/fixtures")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("the folder can be listed").path();
            let suffix = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if suffix == "md" || suffix == "txt" {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn lessons_read_back_from_json_and_keep_the_schema() {
    let schema: Value = serde_json::from_str(&Document::schema()).expect("the schema is JSON");
    for path in lessons() {
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
        let fits = |one: &Value| faults(value, one, root).is_empty();
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
