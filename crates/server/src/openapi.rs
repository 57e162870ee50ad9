//! The API's document (OpenAPI 3.1), gathered from the endpoints as they are mounted.

mod page;

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};
use pingan_api::{
    Endpoint, Method, Problem,
    endpoint::{IDEMPOTENCY_KEY, REQUEST_ID, Schema},
};
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema as OpenApiSchema};

use crate::routes::Access;

pub(crate) const DOCUMENT_PATH: &str = "/api/openapi.json";
pub(crate) const PAGE_PATH: &str = "/api/docs";

/// Under construction.
#[derive(Default)]
pub(crate) struct Document {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
}

impl Document {
    pub(crate) fn add<E: Endpoint>(&mut self, access: Access, creates: bool) {
        let mut parameters = path_parameters(E::PATH);
        let mut operation = Map::new();
        match E::METHOD {
            Method::Get => parameters.extend(query_parameters(&self.inline::<E::Request>())),
            Method::Post => {
                let schema = self.schema::<E::Request>();
                operation.insert(
                    "requestBody".to_owned(),
                    json!({ "required": true, "content": { "application/json": { "schema": schema } } }),
                );
            }
        }
        if creates {
            parameters.push(idempotency_key());
        }
        let status = if creates { "201" } else { "200" };
        let answer = self.schema::<E::Answer>();
        operation.insert("summary".to_owned(), E::SUMMARY.into());
        operation.insert("parameters".to_owned(), parameters.into());
        operation.insert(
            "responses".to_owned(),
            json!({ status: { "description": "Done", "content": { "application/json": { "schema": answer } } } }),
        );
        self.add_raw(E::METHOD, E::PATH, access, operation.into());
    }

    /// Adds what all operations have: how they fail, who may call them.
    pub(crate) fn add_raw(&mut self, method: Method, path: &str, access: Access, mut operation: Value) {
        let problem = self.schema::<Problem>();
        operation["responses"]["default"] = json!({
            "description": "A problem (RFC 9457)",
            "content": { "application/problem+json": { "schema": problem } },
        });
        operation["x-access"] = match access {
            Access::Public => "public".into(),
            Access::CodeHolder => "code holder".into(),
            Access::SignedIn => "signed in".into(),
            Access::Staff(permission) => format!("staff: {permission}").into(),
        };
        operation["tags"] = json!([path.split('/').nth(3).unwrap_or_default()]);
        let word = match method {
            Method::Get => "get",
            Method::Post => "post",
        };
        let item = self.paths.entry(path).or_insert_with(|| json!({}));
        item[word] = operation;
    }

    pub(crate) fn finish(self) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Ping An E Family",
                "version": env!("CARGO_PKG_VERSION"),
                "description": format!(
                    "REST, JSON, snake_case. Times are UTC (RFC 3339), places WGS-84 unless a datum is given. Every \
                     answer carries {REQUEST_ID}. Every create needs an {IDEMPOTENCY_KEY}, a UUID made by the client: \
                     the same key and body get the same answer, for ever."
                ),
                "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
            },
            "paths": self.paths,
            "components": { "schemas": self.schemas },
        })
    }

    /// A reference to a named schema, which is added with all that it refers to; anything else as it is.
    fn schema<T: Schema>(&mut self) -> Value {
        let mut nested = Vec::new();
        T::schemas(&mut nested);
        for (name, schema) in nested {
            self.schemas.entry(name).or_insert_with(|| value(&schema));
        }
        let own = T::schema();
        match &own {
            // `()` has no name, and a generic type has one name for all its kinds.
            RefOr::T(OpenApiSchema::Object(_)) if !std::any::type_name::<T>().contains(['(', '<']) => {
                let name = T::name().into_owned();
                let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
                self.schemas.entry(name).or_insert_with(|| value(&own));
                reference
            }
            _ => value(&own),
        }
    }

    /// The schema itself, with what it refers to added.
    fn inline<T: Schema>(&mut self) -> Value {
        let mut nested = Vec::new();
        T::schemas(&mut nested);
        for (name, schema) in nested {
            self.schemas.entry(name).or_insert_with(|| value(&schema));
        }
        value(&T::schema())
    }
}

fn value(schema: &RefOr<OpenApiSchema>) -> Value {
    serde_json::to_value(schema).expect("a schema is plain data")
}

/// The Parameter Object of the header that every create needs.
pub(crate) fn idempotency_key() -> Value {
    json!({
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": true,
        "description": "Names this create; a repeat with the same body gets the same answer.",
        "schema": { "type": "string", "format": "uuid" },
    })
}

/// The `{name}`s of a path.
pub(crate) fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })).collect()
}

/// The fields of a query's schema, as parameters.
pub(crate) fn query_parameters(schema: &Value) -> Vec<Value> {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, schema)| {
            let mut schema = without_null(schema.clone());
            let description = schema.as_object_mut().and_then(|object| object.remove("description"));
            json!({
                "name": name,
                "in": "query",
                "required": required.iter().any(|word| word == name),
                "description": description.unwrap_or_else(|| "".into()),
                "schema": schema,
            })
        })
        .collect()
}

/// A query leaves out what JSON would say `null` for.
fn without_null(mut schema: Value) -> Value {
    if let Some(options) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        options.retain(|option| option["type"] != "null");
        if let [only] = options.as_mut_slice() {
            return only.take();
        }
    }
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|word| word != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema["type"] = only;
        }
    }
    schema
}

/// The document and its page, made once and served as they are.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(document: &Value) -> axum::Router<S> {
    let json = bytes::Bytes::from(serde_json::to_vec(document).expect("the document is plain data"));
    let page = bytes::Bytes::from(page::render(document));
    let policy = page::policy();
    let serve_json = move || async move { ([(header::CONTENT_TYPE, "application/json")], json).into_response() };
    let serve_page = move || async move {
        let mut response: Response = Html(page).into_response();
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        response
    };
    axum::Router::new()
        .route(DOCUMENT_PATH, axum::routing::get(serve_json))
        .route(PAGE_PATH, axum::routing::get(serve_page))
}
