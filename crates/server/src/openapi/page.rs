//! The API's document as a page for people: plain HTML made on the server, without scripts and without strangers.

use std::fmt::Write;

use axum::http::HeaderValue;
use serde_json::Value;

use crate::site::policy::source_of;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#8882}\
body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}\
h2{margin-top:3rem}h3{margin:2rem 0 .25rem;overflow-wrap:anywhere}\
code,pre{font:14px/1.5 ui-monospace,monospace}\
pre{background:var(--soft);padding:.75rem;overflow:auto;border-radius:.5rem}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;\
border-bottom:1px solid var(--line)}\
.method{font-weight:700;text-transform:uppercase}.access{color:GrayText}";

/// The page's own policy: nothing but its one style sheet.
pub(super) fn policy() -> HeaderValue {
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        source_of(STYLE)
    );
    HeaderValue::from_str(&policy).expect("a policy is ASCII")
}

pub(super) fn render(document: &Value) -> String {
    let mut page = String::new();
    let info = &document["info"];
    let title = escaped(text(&info["title"]));
    let _ = write!(
        page,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} · API</title><style>{STYLE}</style><main><h1>{title}: API {}</h1><p>{}</p>\
         <p>The same for machines: <a href=\"{}\">OpenAPI 3.1</a>.</p>",
        escaped(text(&info["version"])),
        escaped(text(&info["description"])),
        super::DOCUMENT_PATH,
    );
    page.push_str("<h2>Operations</h2>");
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            write_operation(&mut page, path, method, operation);
        }
    }
    page.push_str("<h2>Schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let _ = write!(page, "<h3 id=\"{0}\"><code>{0}</code></h3>", escaped(name));
        write_schema(&mut page, schema);
    }
    page.push_str("</main></html>");
    page
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        page,
        "<h3><code><span class=\"method\">{}</span> {}</code></h3><p>{} <span class=\"access\">({})</span></p>",
        escaped(method),
        escaped(path),
        escaped(text(&operation["summary"])),
        escaped(text(&operation["x-access"])),
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        page.push_str("<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>");
        for parameter in parameters {
            let required = if parameter["required"] == Value::Bool(true) { "required. " } else { "" };
            let _ = write!(
                page,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{required}{}</td></tr>",
                escaped(text(&parameter["name"])),
                escaped(text(&parameter["in"])),
                kind(&parameter["schema"]),
                escaped(text(&parameter["description"])),
            );
        }
        page.push_str("</table>");
    }
    for (media, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(page, "<p>Body, <code>{}</code>: {}</p>", escaped(media), kind(&content["schema"]));
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        for (media, content) in response["content"].as_object().into_iter().flatten() {
            let _ = write!(
                page,
                "<p>{}, <code>{}</code>: {}</p>",
                escaped(status),
                escaped(media),
                kind(&content["schema"])
            );
        }
    }
}

fn write_schema(page: &mut String, schema: &Value) {
    let _ = write!(page, "<p>{}</p>", escaped(text(&schema["description"])));
    let Some(properties) = schema["properties"].as_object() else {
        let _ = write!(page, "<p>{}</p>", kind(schema));
        return;
    };
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    page.push_str("<table><tr><th>Field</th><th>Type</th><th></th></tr>");
    for (name, field) in properties {
        let needed = if required.iter().any(|word| word == name) { "" } else { "optional. " };
        let _ = write!(
            page,
            "<tr><td><code>{}</code></td><td>{}</td><td>{needed}{}</td></tr>",
            escaped(name),
            kind(field),
            escaped(text(&field["description"])),
        );
    }
    page.push_str("</table>");
}

/// A schema in one line, with links to the named ones.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escaped(reference.rsplit('/').next().unwrap_or(reference));
        return format!("<a href=\"#{name}\"><code>{name}</code></a>");
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        if let Some(options) = schema[word].as_array() {
            return options.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(|word| format!("<code>{}</code>", escaped(text(word))));
        return words.collect::<Vec<_>>().join(" · ");
    }
    if schema["type"] == "array" {
        return format!("list of {}", kind(&schema["items"]));
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        one => text(one).to_owned(),
    };
    let detail = schema["format"].as_str().or(schema["pattern"].as_str());
    escaped(&match detail {
        Some(detail) => format!("{types} ({detail})"),
        None => types,
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
