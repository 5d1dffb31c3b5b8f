//! The contract on Actix Web.

use std::process::ExitCode;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::web::{Bytes, Data, Path, PayloadConfig, ServiceConfig, get, resource};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, web};
use workloads::{Answer, BODY_LIMIT_BYTES, Endpoints, KEEP_ALIVE, Listener, Told, until_stopped};

type Shared = Data<Endpoints>;
type Given = Result<Bytes, Error>;

#[actix_web::main]
async fn main() -> ExitCode {
    workloads::serve(run).await
}

async fn run(Told { endpoints, listener, speaks_http2 }: Told) -> Result<(), String> {
    let endpoints = Data::new(endpoints);
    // A worker thread for each CPU that the process may use.
    let server = HttpServer::new(move || App::new().app_data(endpoints.clone()).configure(routes))
        .keep_alive(KEEP_ALIVE)
        .disable_signals();
    let bound = match listener {
        Listener::Tcp(listener) if speaks_http2 => server.listen_auto_h2c(listener),
        Listener::Tcp(listener) => server.listen(listener),
        Listener::Unix(listener) => server.listen_uds(listener),
    };
    let running = bound.map_err(|error| error.to_string())?.run();
    let handle = running.handle();
    let stopping = async {
        until_stopped().await;
        handle.stop(true).await;
        Ok(())
    };
    tokio::select! {
        ended = running => ended.map_err(|error| error.to_string()),
        ended = stopping => ended,
    }
}

fn routes(config: &mut ServiceConfig) {
    config
        .app_data(PayloadConfig::new(BODY_LIMIT_BYTES))
        .route("/hello", get().to(async |all: Shared| sent(all.hello())))
        .route("/hash-sort", get().to(async |all: Shared, asked: HttpRequest| sent(all.hash_sort(asked.query_string()).await)))
        .route("/lookup", get().to(async |all: Shared, asked: HttpRequest| sent(all.lookup(asked.query_string()).await)))
        .route("/render-name", get().to(async |all: Shared, asked: HttpRequest| sent(all.render_name(asked.query_string()))))
        .route("/render-table", get().to(async |all: Shared| sent(all.render_table())))
        .route("/report", get().to(async |all: Shared, asked: HttpRequest| sent(all.report(asked.query_string()).await)))
        .route("/upstream", get().to(async |all: Shared, asked: HttpRequest| sent(all.upstream(asked.query_string()).await)))
        .route("/healthz", get().to(async |all: Shared| sent(all.healthz().await)))
        .service(resource("/items").get(list_items).post(create_item))
        .service(resource("/items/{id}").get(read_item).put(replace_item).delete(remove_item))
        .default_service(web::to(async || sent(Answer::not_found())));
}

async fn list_items(all: Shared, asked: HttpRequest) -> HttpResponse {
    sent(all.list_items(asked.query_string()).await)
}

async fn create_item(all: Shared, body: Given) -> HttpResponse {
    match body {
        Ok(body) => sent(all.create_item(&body).await),
        Err(rejected) => refused(&rejected),
    }
}

async fn read_item(all: Shared, id: Path<String>) -> HttpResponse {
    sent(all.read_item(&id).await)
}

async fn replace_item(all: Shared, id: Path<String>, body: Given) -> HttpResponse {
    match body {
        Ok(body) => sent(all.replace_item(&id, &body).await),
        Err(rejected) => refused(&rejected),
    }
}

async fn remove_item(all: Shared, id: Path<String>) -> HttpResponse {
    sent(all.remove_item(&id).await)
}

/// What Actix would not take, as the contract wants it told.
fn refused(rejected: &Error) -> HttpResponse {
    let status = rejected.as_response_error().status_code();
    sent(Answer::error(status.as_u16(), &rejected.to_string()))
}

fn sent(Answer { status, content_type, location, body }: Answer) -> HttpResponse {
    let mut builder = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Some(value) = content_type {
        builder.insert_header((CONTENT_TYPE, value));
    }
    if let Some(value) = location {
        builder.insert_header((LOCATION, value));
    }
    builder.body(body)
}
