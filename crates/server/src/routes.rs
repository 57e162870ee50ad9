//! The table of routes: each mounted with who may call it, and written into the API's document.

use axum::{
    Router,
    handler::Handler,
    routing::{MethodFilter, on},
};
use pingan_api::{Endpoint, Method};

pub(crate) use crate::access::Access;
use crate::{access::Guarded, openapi::Document, state::State};

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// Routes under construction.
#[derive(Default)]
pub(crate) struct Routes {
    pub(crate) router: Router<State>,
    pub(crate) document: Document,
    pub(crate) table: Vec<Line>,
    /// What is for people and not for programs.
    pub(crate) pages: Vec<Line>,
}

impl Routes {
    /// Mounts the handler of an endpoint of the contract and documents it.
    pub(crate) fn endpoint<E, H, T>(mut self, access: Access, handler: H) -> Self
    where
        E: Endpoint,
        H: Handler<T, State>,
        T: 'static,
    {
        self.document.add::<E>(access, false);
        self.mount(E::METHOD, E::PATH, access, handler)
    }

    /// The same for an endpoint that makes something: it needs an `Idempotency-Key` and answers 201.
    pub(crate) fn create<E, H, T>(mut self, access: Access, handler: H) -> Self
    where
        E: Endpoint,
        H: Handler<T, State>,
        T: 'static,
    {
        self.document.add::<E>(access, true);
        self.mount(E::METHOD, E::PATH, access, handler)
    }

    /// Mounts a handler whose bodies are not JSON, with its operation written by hand (an OpenAPI Operation Object).
    pub(crate) fn raw<H, T>(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        operation: serde_json::Value,
        handler: H,
    ) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.document.add_raw(method, path, access, operation);
        self.mount(method, path, access, handler)
    }

    /// Mounts a page that the server draws itself: it is in a table of its own, and not in the API's document.
    pub(crate) fn page<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter(method), Guarded { access, handler }));
        self.pages.push(Line { method, path, access });
        self
    }

    /// Puts a route of the API onto the router, behind the guard.
    fn mount<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, State>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter(method), Guarded { access, handler }));
        self.table.push(Line { method, path, access });
        self
    }
}

fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
    }
}
