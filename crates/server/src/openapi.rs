//! The API described for programs: OpenAPI 3.1, made from the handlers and the route table, never written by hand.

use std::sync::LazyLock;

use axum::http::Method;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref,
    RefOr, Required, Response, ResponseBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::access::Access;
use crate::problem::{MEDIA_TYPE, OWN, ProblemView};
use crate::recorded::RecordedView;
use crate::routes::{documented, table};

const BEARER: &str = "bearer";

/// What stands before the routes.
pub fn head() -> OpenApi {
    let scheme = Http::builder()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("almoner_ and 43 characters of base64url")
        .description(Some("A token, issued by an administrator to one person in one role."))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(BEARER, SecurityScheme::Http(scheme))
        .schema(ProblemView::name(), ProblemView::schema())
        .build();
    let info = InfoBuilder::new()
        .title("Almoner")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The books of a small association's emergency-aid fund: income by source in, aid under four eyes out.\n\n\
             Amounts are decimal text (`\"1500.50\"`), days are ISO dates of the association, instants are UTC. \
             Everything that books answers with the number of its act in the log and can be repeated safely under its \
             `Idempotency-Key`.",
        ))
        .license(Some(LicenseBuilder::new().name("AGPL-3.0-or-later").identifier(Some("AGPL-3.0-or-later")).build()));
    OpenApiBuilder::new().info(info.build()).components(Some(components)).build()
}

/// The whole description.
pub fn api() -> OpenApi {
    let mut api = documented().to_openapi();
    for (path, item) in &mut api.paths.paths {
        let operations = [
            (Method::GET, &mut item.get),
            (Method::POST, &mut item.post),
            (Method::PUT, &mut item.put),
        ];
        for (method, operation) in operations {
            if let (Some(operation), Some(access)) =
                (operation.as_mut(), table::find(&method, path))
            {
                adorn(operation, &method, path, access);
            }
        }
    }
    api
}

/// The description as JSON, made once.
pub fn json() -> &'static str {
    static JSON: LazyLock<String> = LazyLock::new(|| api().to_json().unwrap_or_default());
    &JSON
}

/// Adds to an operation what the table and the gate decide: who may, under which key, and what can go wrong.
fn adorn(operation: &mut Operation, method: &Method, path: &str, access: Access) {
    operation.operation_id = Some(operation_id(method, path));
    if path.contains('{') {
        refuse(operation, "404");
    }
    if access.is_public() {
        operation.security = Some(Vec::new());
        return;
    }
    operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], _>(BEARER, [])]);
    let roles: Vec<&str> = access.roles().iter().map(|role| role.code()).collect();
    let said = operation.description.take().map(|text| format!("{text}\n\n")).unwrap_or_default();
    operation.description = Some(format!("{said}Roles: {}.", roles.join(", ")));
    for status in ["401", "403", "503"] {
        refuse(operation, status);
    }
    if matches!(access, Access::Command(_)) {
        operation.parameters.get_or_insert_default().push(RefOr::T(key_parameter(method)));
        let answered = operation.responses.responses.entry("200".to_owned());
        answered.or_insert_with(|| RefOr::T(replayed()));
        for status in ["400", "409", "413", "415", "422", "507"] {
            refuse(operation, status);
        }
    } else {
        refuse(operation, "422");
    }
}

/// `post /api/v1/payouts/{payout}/approval` as `post_payouts_approval`.
fn operation_id(method: &Method, path: &str) -> String {
    let parts = path.trim_start_matches("/api/v1").split('/').filter(|part| !part.is_empty());
    let words: Vec<String> = parts
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(noun) => format!("by_{noun}"),
            None => part.replace(['-', '.'], "_"),
        })
        .collect();
    let method = method.as_str().to_ascii_lowercase();
    if words.is_empty() {
        format!("{method}_index")
    } else {
        format!("{method}_{}", words.join("_"))
    }
}

fn key_parameter(method: &Method) -> Parameter {
    let required = if *method == Method::POST { Required::True } else { Required::False };
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(200))
        .pattern(Some("^[!-~]+$"))
        .build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(
            "A new key for each new intention; the same key again when repeating, which is then answered and not done twice.",
        ))
        .schema(Some(schema))
        .build()
}

fn replayed() -> Response {
    let header =
        HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).build();
    ResponseBuilder::new()
        .description("The same request was answered before; nothing new was recorded.")
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name(RecordedView::name()))).build(),
        )
        .header("Idempotent-Replay", header)
        .build()
}

fn refuse(operation: &mut Operation, status: &str) {
    let names: Vec<&str> =
        OWN.iter().filter(|(_, own, _)| own.as_str() == status).map(|(name, _, _)| *name).collect();
    let text = match (status, names.is_empty()) {
        ("409", _) => {
            "The state of the books forbids it now; the problem's `type` says what.".to_owned()
        }
        ("403", _) => "This role or this person may not do it.".to_owned(),
        ("404", _) => "What the path names is not there.".to_owned(),
        ("422", _) => {
            "A field or a rule is broken; `field` names it where one field is meant.".to_owned()
        }
        (_, false) => format!("One of: {}.", names.join(", ")),
        (_, true) => "A problem.".to_owned(),
    };
    let content =
        ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemView::name()))).build();
    let response = ResponseBuilder::new().description(text).content(MEDIA_TYPE, content).build();
    operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_and_the_router_know_the_same_routes() {
        let mut routed = BTreeSet::new();
        for (path, item) in documented().to_openapi().paths.paths {
            for (method, operation) in [("GET", item.get), ("POST", item.post), ("PUT", item.put)] {
                if operation.is_some() {
                    routed.insert(format!("{method} {path}"));
                }
            }
        }
        let listed: BTreeSet<String> =
            table::TABLE.iter().map(|row| format!("{} {}", row.method, row.path)).collect();
        assert_eq!(routed, listed);
    }

    #[test]
    fn every_reference_of_the_description_leads_somewhere() {
        let text = json();
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(value["openapi"], "3.1.0");
        for part in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(
                value["components"]["schemas"][name].is_object(),
                "{name} is referred to and not described"
            );
        }
    }

    #[test]
    fn every_operation_has_an_id_of_its_own() {
        let value: serde_json::Value = serde_json::from_str(json()).unwrap();
        let mut ids = BTreeSet::new();
        for item in value["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                assert!(ids.insert(id.clone()), "{id} twice");
            }
        }
    }
}
