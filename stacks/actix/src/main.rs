//! The contract on actix-web.

use std::process::ExitCode;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::rt::System;
use actix_web::web::{
    Bytes, Data, Path, PayloadConfig, ServiceConfig, delete, get, post, put, resource, to,
};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer};
use workloads::{
    Answer, BODY_LIMIT_BYTES, Endpoints, Environment, KEEP_ALIVE_TIME, Listener, live,
    open_listener,
};

type Shared = Data<Endpoints>;
type WholeBody = Result<Bytes, Error>;

fn main() -> ExitCode {
    live(|told| {
        let listener = open_listener(&told)?;
        System::new()
            .block_on(serve(told, listener))
            .map_err(|error| error.to_string())
    })
}

/// Each worker has a runtime of one thread, connections of its own and its part of the database's.
async fn serve(told: Environment, listener: Listener) -> std::io::Result<()> {
    let (workers, speaks_http2) = (told.workers, told.speaks_http2);
    let pool_share = (told.database_pool_size / workers).max(1);
    let app = move || {
        App::new()
            .app_data(Data::new(Endpoints::new(&told, pool_share)))
            .app_data(PayloadConfig::new(BODY_LIMIT_BYTES))
            .configure(route)
            .default_service(to(not_found))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        .keep_alive(KEEP_ALIVE_TIME)
        // Clients may connect long before they ask.
        .client_request_timeout(Duration::ZERO)
        // In seconds: it ends on SIGTERM by itself, idle connections or not.
        .shutdown_timeout(1);
    let server = match listener {
        Listener::Tcp(listener) if speaks_http2 => server.listen_auto_h2c(listener)?,
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    server.run().await
}

fn route(routes: &mut ServiceConfig) {
    routes
        .service(resource("/hello").route(get().to(hello)))
        .service(resource("/hash-sort").route(get().to(hash_sort)))
        .service(resource("/lookup").route(get().to(lookup)))
        .service(resource("/render-name").route(get().to(render_name)))
        .service(resource("/render-table").route(get().to(render_table)))
        .service(resource("/report").route(get().to(report)))
        .service(resource("/upstream").route(get().to(upstream)))
        .service(resource("/healthz").route(get().to(healthz)))
        .service(
            resource("/items")
                .route(get().to(list_items))
                .route(post().to(create_item)),
        )
        .service(
            resource("/items/{id}")
                .route(get().to(read_item))
                .route(put().to(replace_item))
                .route(delete().to(remove_item)),
        );
}

/// An answer as actix takes it.
fn reply(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).expect("an answer has a status of HTTP");
    let mut response = HttpResponse::build(status);
    if let Some(content_type) = answer.content_type {
        response.insert_header((CONTENT_TYPE, content_type));
    }
    if let Some(location) = answer.location {
        response.insert_header((LOCATION, location));
    }
    response.body(answer.body)
}

fn refuse_body(endpoints: &Endpoints, error: &Error) -> HttpResponse {
    reply(endpoints.refuse_body(error.as_response_error().status_code().as_u16()))
}

async fn hello(endpoints: Shared) -> HttpResponse {
    reply(endpoints.hello())
}

async fn hash_sort(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.hash_sort(request.query_string()))
}

async fn lookup(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.lookup(request.query_string()))
}

async fn render_name(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.render_name(request.query_string()))
}

async fn render_table(endpoints: Shared) -> HttpResponse {
    reply(endpoints.render_table())
}

async fn report(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.report(request.query_string()))
}

async fn upstream(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.upstream(request.query_string()).await)
}

async fn healthz(endpoints: Shared) -> HttpResponse {
    reply(endpoints.healthz().await)
}

async fn list_items(endpoints: Shared, request: HttpRequest) -> HttpResponse {
    reply(endpoints.list_items(request.query_string()).await)
}

async fn create_item(endpoints: Shared, body: WholeBody) -> HttpResponse {
    match body {
        Ok(body) => reply(endpoints.create_item(&body).await),
        Err(error) => refuse_body(&endpoints, &error),
    }
}

async fn read_item(endpoints: Shared, id: Path<String>) -> HttpResponse {
    reply(endpoints.read_item(&id).await)
}

async fn replace_item(endpoints: Shared, id: Path<String>, body: WholeBody) -> HttpResponse {
    match body {
        Ok(body) => reply(endpoints.replace_item(&id, &body).await),
        Err(error) => refuse_body(&endpoints, &error),
    }
}

async fn remove_item(endpoints: Shared, id: Path<String>) -> HttpResponse {
    reply(endpoints.remove_item(&id).await)
}

async fn not_found(endpoints: Shared) -> HttpResponse {
    reply(endpoints.not_found())
}
