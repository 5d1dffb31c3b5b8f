//! The contract on Axum, served by hyper.

use std::process::ExitCode;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::serve::ListenerExt;
use axum::{Router, serve};
use workloads::{Answer, BODY_LIMIT_BYTES, Endpoints, Listener, Told, until_stopped};

type Shared = State<Arc<Endpoints>>;
type Id = Result<Path<String>, PathRejection>;
type Given = Result<Bytes, BytesRejection>;

fn main() -> ExitCode {
    // A thread for each CPU that the process may use.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("threads can be started");
    let code = runtime.block_on(workloads::serve(run));
    // Not waiting for what still computes.
    runtime.shutdown_background();
    code
}

async fn run(Told { endpoints, listener, .. }: Told) -> Result<(), String> {
    let routes = routes().with_state(Arc::new(endpoints));
    let served = match listener {
        Listener::Tcp(listener) => {
            let listener = tokio::net::TcpListener::from_std(listener).map_err(|error| error.to_string())?;
            // It fails where the client is gone again.
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            serve(listener, routes).with_graceful_shutdown(until_stopped()).await
        }
        Listener::Unix(listener) => {
            let listener = tokio::net::UnixListener::from_std(listener).map_err(|error| error.to_string())?;
            serve(listener, routes).with_graceful_shutdown(until_stopped()).await
        }
    };
    served.map_err(|error| error.to_string())
}

fn routes() -> Router<Arc<Endpoints>> {
    Router::new()
        .route("/hello", get(async |State(all): Shared| sent(all.hello())))
        .route("/hash-sort", get(async |State(all): Shared, query: RawQuery| sent(all.hash_sort(&text(query)).await)))
        .route("/lookup", get(async |State(all): Shared, query: RawQuery| sent(all.lookup(&text(query)).await)))
        .route("/render-name", get(async |State(all): Shared, query: RawQuery| sent(all.render_name(&text(query)))))
        .route("/render-table", get(async |State(all): Shared| sent(all.render_table())))
        .route("/report", get(async |State(all): Shared, query: RawQuery| sent(all.report(&text(query)).await)))
        .route("/upstream", get(async |State(all): Shared, query: RawQuery| sent(all.upstream(&text(query)).await)))
        .route("/healthz", get(async |State(all): Shared| sent(all.healthz().await)))
        .route("/items", get(list_items).post(create_item))
        .route("/items/{id}", item())
        .fallback(async || sent(Answer::not_found()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
}

fn item() -> MethodRouter<Arc<Endpoints>> {
    get(read_item).put(replace_item).delete(remove_item)
}

async fn list_items(State(all): Shared, query: RawQuery) -> Response {
    sent(all.list_items(&text(query)).await)
}

async fn create_item(State(all): Shared, body: Given) -> Response {
    match body {
        Ok(body) => sent(all.create_item(&body).await),
        Err(rejected) => refused(rejected.status().as_u16(), &rejected.body_text()),
    }
}

async fn read_item(State(all): Shared, id: Id) -> Response {
    match id {
        Ok(Path(id)) => sent(all.read_item(&id).await),
        Err(rejected) => refused(rejected.status().as_u16(), &rejected.body_text()),
    }
}

async fn replace_item(State(all): Shared, id: Id, body: Given) -> Response {
    match (id, body) {
        (Ok(Path(id)), Ok(body)) => sent(all.replace_item(&id, &body).await),
        (Err(rejected), _) => refused(rejected.status().as_u16(), &rejected.body_text()),
        (_, Err(rejected)) => refused(rejected.status().as_u16(), &rejected.body_text()),
    }
}

async fn remove_item(State(all): Shared, id: Id) -> Response {
    match id {
        Ok(Path(id)) => sent(all.remove_item(&id).await),
        Err(rejected) => refused(rejected.status().as_u16(), &rejected.body_text()),
    }
}

fn text(RawQuery(query): RawQuery) -> String {
    query.unwrap_or_default()
}

/// What Axum would not take, as the contract wants it told.
fn refused(status: u16, message: &str) -> Response {
    sent(Answer::error(status, message))
}

fn sent(Answer { status, content_type, location, body }: Answer) -> Response {
    let mut builder = Response::builder().status(status);
    if let Some(value) = content_type {
        builder = builder.header(CONTENT_TYPE, value);
    }
    if let Some(value) = location {
        builder = builder.header(LOCATION, value);
    }
    builder.body(Body::from(body)).map_err(|error| error.to_string()).into_response()
}
