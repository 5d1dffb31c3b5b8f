//! The contract on axum.

use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, UnixListener};
use workloads::{Answer, BODY_LIMIT_BYTES, Endpoints, Listener, Multithreaded, Stop};

type Shared = State<Arc<Endpoints>>;
type WholeBody = Result<Bytes, BytesRejection>;

fn main() -> ExitCode {
    Multithreaded::live(serve)
}

/// `axum::serve` finds out by a connection's first bytes which HTTP it speaks.
async fn serve(server: Multithreaded, stop: Stop) -> Result<(), String> {
    let router = route(server.endpoints);
    let served = match server.listener {
        Listener::Tcp(listener) => {
            // It leaves the delay on by itself.
            let listener = TcpListener::from_std(listener)
                .map_err(tell)?
                .tap_io(|connection| {
                    let _ = connection.set_nodelay(true);
                });
            axum::serve(listener, router)
                .with_graceful_shutdown(stop.told())
                .await
        }
        Listener::Unix(listener) => {
            let listener = UnixListener::from_std(listener).map_err(tell)?;
            axum::serve(listener, router)
                .with_graceful_shutdown(stop.told())
                .await
        }
    };
    served.map_err(tell)
}

fn tell(error: std::io::Error) -> String {
    error.to_string()
}

fn route(endpoints: Arc<Endpoints>) -> Router {
    Router::new()
        .route("/hello", get(hello))
        .route("/hash-sort", get(hash_sort))
        .route("/lookup", get(lookup))
        .route("/render-name", get(render_name))
        .route("/render-table", get(render_table))
        .route("/report", get(report))
        .route("/upstream", get(upstream))
        .route("/healthz", get(healthz))
        .route("/items", get(list_items).post(create_item))
        .route(
            "/items/{id}",
            get(read_item).put(replace_item).delete(remove_item),
        )
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(endpoints)
}

/// An answer as axum takes it.
struct Reply(Answer);

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.0.status);
        if let Some(content_type) = self.0.content_type {
            response = response.header(CONTENT_TYPE, content_type);
        }
        if let Some(location) = self.0.location {
            response = response.header(LOCATION, location);
        }
        response
            .body(Body::from(self.0.body))
            .expect("an answer's headers are plain text")
    }
}

async fn hello(State(endpoints): Shared) -> Reply {
    Reply(endpoints.hello())
}

async fn hash_sort(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(endpoints.hash_sort(query.as_deref().unwrap_or_default()))
}

async fn lookup(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(endpoints.lookup(query.as_deref().unwrap_or_default()))
}

async fn render_name(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(endpoints.render_name(query.as_deref().unwrap_or_default()))
}

async fn render_table(State(endpoints): Shared) -> Reply {
    Reply(endpoints.render_table())
}

async fn report(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(endpoints.report(query.as_deref().unwrap_or_default()))
}

async fn upstream(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(
        endpoints
            .upstream(query.as_deref().unwrap_or_default())
            .await,
    )
}

async fn healthz(State(endpoints): Shared) -> Reply {
    Reply(endpoints.healthz().await)
}

async fn list_items(State(endpoints): Shared, RawQuery(query): RawQuery) -> Reply {
    Reply(
        endpoints
            .list_items(query.as_deref().unwrap_or_default())
            .await,
    )
}

async fn create_item(State(endpoints): Shared, body: WholeBody) -> Reply {
    match body {
        Ok(body) => Reply(endpoints.create_item(&body).await),
        Err(error) => Reply(endpoints.refuse_body(error.status().as_u16())),
    }
}

async fn read_item(State(endpoints): Shared, Path(id): Path<String>) -> Reply {
    Reply(endpoints.read_item(&id).await)
}

async fn replace_item(State(endpoints): Shared, Path(id): Path<String>, body: WholeBody) -> Reply {
    match body {
        Ok(body) => Reply(endpoints.replace_item(&id, &body).await),
        Err(error) => Reply(endpoints.refuse_body(error.status().as_u16())),
    }
}

async fn remove_item(State(endpoints): Shared, Path(id): Path<String>) -> Reply {
    Reply(endpoints.remove_item(&id).await)
}

async fn not_found(State(endpoints): Shared) -> Reply {
    Reply(endpoints.not_found())
}
