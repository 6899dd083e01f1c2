//! The API described for people: one page of plain HTML, rendered from the OpenAPI description.
//!
//! No script and no network: it reads the same on a machine that has never seen the internet.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

use crate::openapi;

pub const CSS: &str = include_str!("reference.css");

/// The page, made once.
pub fn html() -> &'static str {
    static HTML: LazyLock<String> = LazyLock::new(|| {
        let description: Value = serde_json::from_str(openapi::json()).unwrap_or_default();
        render(&description)
    });
    &HTML
}

fn render(api: &Value) -> String {
    let mut page = String::with_capacity(200_000);
    let title = text(&api["info"]["title"]);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}: reference</title><link rel=\"stylesheet\" href=\"/api/reference.css\"></head><body>\
         <header><h1>{title}</h1><p class=\"version\">{}</p>{}\
         <p><a href=\"/api/openapi.json\">The same for programs (OpenAPI 3.1)</a></p></header>",
        text(&api["info"]["version"]),
        paragraphs(&api["info"]["description"]),
    );
    contents(api, &mut page);
    page.push_str("<main>");
    for (path, method, operation) in operations(api) {
        render_operation(path, method, operation, &mut page);
    }
    page.push_str("<h2 id=\"schemas\">Shapes</h2>");
    for (name, schema) in api["components"]["schemas"].as_object().into_iter().flatten() {
        let _ = write!(page, "<section id=\"schema-{}\"><h3>{}</h3>", escape(name), escape(name));
        page.push_str(&paragraphs(&schema["description"]));
        render_schema(schema, &mut page);
        page.push_str("</section>");
    }
    page.push_str("</main></body></html>\n");
    page
}

fn operations(api: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    api["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn contents(api: &Value, page: &mut String) {
    page.push_str("<nav><h2>Routes</h2><ul>");
    for (path, method, operation) in operations(api) {
        let _ = write!(
            page,
            "<li><a href=\"#{}\"><code>{} {}</code></a> {}</li>",
            text(&operation["operationId"]),
            escape(&method.to_uppercase()),
            escape(path),
            text(&operation["summary"]),
        );
    }
    page.push_str("<li><a href=\"#schemas\">Shapes</a></li></ul></nav>");
}

fn render_operation(path: &str, method: &str, operation: &Value, page: &mut String) {
    let _ = write!(
        page,
        "<section id=\"{}\"><h3><code>{} {}</code></h3><p class=\"summary\">{}</p>{}",
        text(&operation["operationId"]),
        escape(&method.to_uppercase()),
        escape(path),
        text(&operation["summary"]),
        paragraphs(&operation["description"]),
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        page.push_str("<table><caption>Parameters</caption><tbody>");
        for parameter in parameters {
            let _ = write!(
                page,
                "<tr><th><code>{}</code></th><td>{}{}</td><td>{}</td><td>{}</td></tr>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                if parameter["required"] == true { ", required" } else { "" },
                shape(&parameter["schema"]),
                text(&parameter["description"]),
            );
        }
        page.push_str("</tbody></table>");
    }
    for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(
            page,
            "<p>Body: {} as <code>{}</code></p>",
            shape(&content.1["schema"]),
            escape(content.0)
        );
    }
    page.push_str("<table><caption>Answers</caption><tbody>");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let shapes: Vec<String> = response["content"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, content)| shape(&content["schema"]))
            .collect();
        let _ = write!(
            page,
            "<tr><th>{}</th><td>{}</td><td>{}</td></tr>",
            escape(status),
            shapes.join(", "),
            text(&response["description"]),
        );
    }
    page.push_str("</tbody></table></section>");
}

fn render_schema(schema: &Value, page: &mut String) {
    for part in
        ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
    {
        render_schema(part, page);
    }
    let Some(fields) = schema["properties"].as_object() else {
        if schema["oneOf"].is_null() {
            let _ = write!(page, "<p>{}</p>", shape(schema));
        }
        return;
    };
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    page.push_str("<table><tbody>");
    for (name, field) in fields {
        let must = required.iter().any(|required| required == name);
        let _ = write!(
            page,
            "<tr><th><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(name),
            if must { "required" } else { "" },
            shape(field),
            text(&field["description"]),
        );
    }
    page.push_str("</tbody></table>");
}

/// A schema in a few words, with a link where it has a name.
fn shape(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escape(name));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> =
            words.iter().map(|word| format!("<code>{}</code>", text(word))).collect();
        return words.join(" · ");
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[key].as_array() {
            let parts: Vec<String> =
                parts.iter().filter(|part| part["type"] != "null").map(shape).collect();
            return parts.join(" or ");
        }
    }
    let kind = match schema["type"].as_array() {
        Some(kinds) => {
            kinds.iter().map(text).filter(|kind| kind != "null").collect::<Vec<_>>().join(" or ")
        }
        None => text(&schema["type"]),
    };
    let mut said =
        if kind == "array" { format!("list of {}", shape(&schema["items"])) } else { kind };
    for key in ["format", "pattern"] {
        if let Some(found) = schema[key].as_str() {
            let _ = write!(said, " <code>{}</code>", escape(found));
        }
    }
    let example = schema["examples"]
        .as_array()
        .and_then(|examples| examples.first())
        .unwrap_or(&schema["example"]);
    if !example.is_null() {
        let shown = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        let _ = write!(said, ", as <code>{}</code>", escape(&shown));
    }
    said
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn paragraphs(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.split("\n\n")
        .filter(|part| !part.is_empty())
        .map(|part| format!("<p>{}</p>", escape(part)))
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_route_and_asks_nobody_else() {
        let page = html();
        for row in crate::routes::table::TABLE {
            assert!(page.contains(&format!("{} {}", row.method, escape(row.path))), "{}", row.path);
        }
        for foreign in ["<script", "http://", "https://", "style="] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
