//! The one gate: a request passes if the route table knows its path and method, and its role is in the row.

use almoner_ledger::authority::Permission;
use almoner_ledger::codes::Role;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::auth::{Identity, bearer};
use crate::problem::Problem;
use crate::routes::table;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Public,
    Read(&'static [Role]),
    Command(Permission),
}

impl Access {
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Public => Role::ALL,
            Self::Read(roles) => roles,
            Self::Command(permission) => permission.roles,
        }
    }

    pub const fn is_public(self) -> bool {
        matches!(self, Self::Public)
    }
}

/// Lets a request through, or answers it. What the table does not know is refused, whatever the router thinks of it.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned())
    else {
        return Problem::own("not-found").into_response();
    };
    let method =
        if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(access) = table::find(&method, &path) else {
        return refuse_method(&path).into_response();
    };
    if access.is_public() {
        return next.run(request).await;
    }
    let token = bearer(request.headers()).map(str::to_owned);
    let identity = match identify(&app, token).await {
        Ok(identity) => identity,
        Err(problem) => return problem.into_response(),
    };
    if !access.roles().contains(&identity.role) {
        let detail =
            format!("the role {} may not do this; ask someone whose role may", identity.role);
        let mut response = Problem::own("role-forbids").detail(detail).into_response();
        response.extensions_mut().insert(identity);
        return response;
    }
    request.extensions_mut().insert(identity.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(identity);
    response
}

async fn identify(app: &App, token: Option<String>) -> Result<Identity, Problem> {
    let token = token.ok_or_else(|| Problem::own("not-signed-in"))?;
    let identity = app.directory.identify(&app.store, &token, app.clock.now()).await?;
    identity.ok_or_else(|| {
        Problem::own("not-signed-in").detail("this token is unknown, has expired, or was revoked")
    })
}

fn refuse_method(path: &str) -> Problem {
    let known: Vec<&str> = table::methods(path).collect();
    if known.is_empty() {
        return Problem::own("not-found");
    }
    let mut problem = Problem::own("method-not-allowed");
    problem.allow = Some(known.join(", "));
    problem
}
