//! The gate of the pages: a page is shown if the table knows it and the role of whoever is signed in is in its row.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::table::{Sees, find};
use super::{cookie, fault, language};
use crate::app::App;
use crate::auth::Identity;
use crate::problem::Problem;

/// Nothing from elsewhere, no script that is not ours, in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = passed(app, request, next).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        // The browser says where a form was filled in, to ourselves alone.
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

async fn passed(app: App, mut request: Request, next: Next) -> Response {
    let language = language::of(request.headers());
    request.extensions_mut().insert(language);
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method =
        if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(sees) = path.and_then(|path| find(&method, &path)) else {
        return fault::page(&app, language, &Problem::own("not-found"));
    };
    let session = cookie::read(request.headers(), cookie::SESSION).map(str::to_owned);
    let identity = match &session {
        Some(session) => match app.session(session).await {
            Ok(identity) => identity,
            Err(error) => return fault::page(&app, language, &Problem::from(error)),
        },
        None => None,
    };
    match (sees, &identity) {
        (Sees::Anybody, _) => {}
        (Sees::SignedIn(roles), Some(identity)) if roles.contains(&identity.role) => {}
        (Sees::SignedIn(_), Some(_)) => {
            return fault::page(&app, language, &Problem::own("role-forbids"));
        }
        (Sees::SignedIn(_), None) => return to_the_door(&request, session.is_some()),
    }
    if let Some(identity) = identity.clone() {
        request.extensions_mut().insert::<Identity>(identity);
    }
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return fault::page(&app, language, &problem);
    }
    if let Some(identity) = identity {
        response.extensions_mut().insert(identity);
    }
    response
}

/// Who has to sign in comes back to where they wanted to go.
fn to_the_door(request: &Request, had_session: bool) -> Response {
    let wanted = match request.method() {
        &Method::GET | &Method::HEAD => request.uri().path(),
        _ => "/",
    };
    let door = if wanted == "/" { "/enter".to_owned() } else { format!("/enter?next={wanted}") };
    let led = Redirect::to(&door);
    if had_session {
        ([(header::SET_COOKIE, cookie::no_session())], led).into_response()
    } else {
        led.into_response()
    }
}
