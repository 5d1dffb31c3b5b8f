//! The contract on hyper, without any framework.

use std::convert::Infallible;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, LOCATION};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use workloads::{Answer, BODY_LIMIT_BYTES, Endpoints, Listener, Multithreaded, Stop};

/// How long nothing is accepted once it failed, as where there are no more file descriptors.
const RETRY_TIME: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    Multithreaded::live(serve)
}

async fn serve(server: Multithreaded, stop: Stop) -> Result<(), String> {
    let tell = |error: std::io::Error| error.to_string();
    let connections = Connections {
        endpoints: server.endpoints,
        speaks_http2: server.told.speaks_http2,
        graceful: GracefulShutdown::new(),
    };
    match server.listener {
        Listener::Tcp(listener) => {
            let listener = TcpListener::from_std(listener).map_err(tell)?;
            let accept = async || {
                let (connection, _) = listener.accept().await?;
                connection.set_nodelay(true)?;
                Ok(connection)
            };
            tokio::select! { () = connections.take(accept) => {}, () = stop.told() => {} }
        }
        Listener::Unix(listener) => {
            let listener = UnixListener::from_std(listener).map_err(tell)?;
            let accept = async || Ok(listener.accept().await?.0);
            tokio::select! { () = connections.take(accept) => {}, () = stop.told() => {} }
        }
    }
    connections.graceful.shutdown().await;
    Ok(())
}

struct Connections {
    endpoints: Arc<Endpoints>,
    speaks_http2: bool,
    graceful: GracefulShutdown,
}

impl Connections {
    /// Serves all that `accept` gives, without end.
    async fn take<Io: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
        &self,
        accept: impl AsyncFn() -> std::io::Result<Io>,
    ) {
        loop {
            match accept().await {
                Ok(connection) => self.begin(connection),
                Err(error) => {
                    eprintln!("cannot accept: {error}");
                    tokio::time::sleep(RETRY_TIME).await;
                }
            }
        }
    }

    fn begin(&self, connection: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        let endpoints = Arc::clone(&self.endpoints);
        let service = service_fn(move |request| {
            let endpoints = Arc::clone(&endpoints);
            async move { Ok::<_, Infallible>(reply(answer(&endpoints, request).await)) }
        });
        let mut builder = Builder::new(TokioExecutor::new());
        if !self.speaks_http2 {
            builder = builder.http1_only();
        }
        let serving = builder
            .serve_connection(TokioIo::new(connection), service)
            .into_owned();
        let serving = self.graceful.watch(serving);
        // It fails where the client is gone: nobody is left to be told.
        tokio::spawn(async move { drop(serving.await) });
    }
}

async fn answer(endpoints: &Endpoints, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    match (&head.method, head.uri.path()) {
        (&Method::GET, "/hello") => endpoints.hello(),
        (&Method::GET, "/hash-sort") => endpoints.hash_sort(query),
        (&Method::GET, "/lookup") => endpoints.lookup(query),
        (&Method::GET, "/render-name") => endpoints.render_name(query),
        (&Method::GET, "/render-table") => endpoints.render_table(),
        (&Method::GET, "/report") => endpoints.report(query),
        (&Method::GET, "/upstream") => endpoints.upstream(query).await,
        (&Method::GET, "/healthz") => endpoints.healthz().await,
        (&Method::GET, "/items") => endpoints.list_items(query).await,
        (&Method::POST, "/items") => match read(body).await {
            Ok(body) => endpoints.create_item(&body).await,
            Err(status) => endpoints.refuse_body(status),
        },
        (method, path) => match (method, item_id(path)) {
            (&Method::GET, Some(id)) => endpoints.read_item(id).await,
            (&Method::PUT, Some(id)) => match read(body).await {
                Ok(body) => endpoints.replace_item(id, &body).await,
                Err(status) => endpoints.refuse_body(status),
            },
            (&Method::DELETE, Some(id)) => endpoints.remove_item(id).await,
            _ => endpoints.not_found(),
        },
    }
}

/// The part of the path behind /items/; None where the path is another.
fn item_id(path: &str) -> Option<&str> {
    path.strip_prefix("/items/").filter(|id| !id.contains('/'))
}

/// The whole body, or the status that it is refused with.
async fn read(body: Incoming) -> Result<Bytes, u16> {
    let whole = Limited::new(body, BODY_LIMIT_BYTES).collect().await;
    whole.map(|read| read.to_bytes()).map_err(|error| {
        if error.is::<LengthLimitError>() {
            413
        } else {
            400
        }
    })
}

fn reply(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::builder().status(answer.status);
    if let Some(content_type) = answer.content_type {
        response = response.header(CONTENT_TYPE, content_type);
    }
    if let Some(location) = answer.location {
        response = response.header(LOCATION, location);
    }
    response
        .body(Full::new(answer.body))
        .expect("an answer's headers are plain text")
}
