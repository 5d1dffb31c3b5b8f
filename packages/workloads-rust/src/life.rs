use std::future::Future;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::endpoints::Endpoints;
use crate::environment::Environment;
use crate::listener::{Listener, open_listener};

/// Longer than a proxy in front keeps its connections: it must be the one that closes them.
pub const KEEP_ALIVE_TIME: Duration = Duration::from_secs(120);
/// How long requests under way may take once the server shall stop.
pub const GRACE_TIME: Duration = Duration::from_millis(800);

/// The whole life of a stack's process, until SIGTERM (exit status 0). What keeps it from serving goes to stderr in one
/// line, exit status 1.
pub fn live(serve: impl FnOnce(Environment) -> Result<(), String>) -> ExitCode {
    match Environment::read(|name| std::env::var(name).ok()).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// A server on tokio's runtime of many threads, one a worker, which share all connections, also those of the database.
pub struct Multithreaded {
    pub listener: Listener,
    pub endpoints: Arc<Endpoints>,
    pub told: Environment,
}

impl Multithreaded {
    /// `serve` is given the server and ends, once SIGTERM came, with the requests under way; what takes longer than
    /// [`GRACE_TIME`] ends with the process.
    pub fn live<F: Future<Output = Result<(), String>>>(
        serve: impl FnOnce(Self, Stop) -> F,
    ) -> ExitCode {
        live(|told| {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(told.workers)
                .enable_all()
                .build()
                .map_err(|error| format!("cannot start {} threads: {error}", told.workers))?;
            let served = runtime.block_on(async {
                let listener = open_listener(&told)?;
                let endpoints = Arc::new(Endpoints::new(&told, told.database_pool_size));
                let stop = Stop::watch()?;
                let serving = serve(Self { listener, endpoints, told }, stop.clone());
                tokio::select! {
                    served = serving => served,
                    () = async { stop.clone().told().await; tokio::time::sleep(GRACE_TIME).await } => Ok(()),
                }
            });
            runtime.shutdown_background();
            served
        })
    }
}

/// Tells when the process shall stop.
#[derive(Clone)]
pub struct Stop(tokio::sync::watch::Receiver<bool>);

impl Stop {
    fn watch() -> Result<Self, String> {
        let (tell, told) = tokio::sync::watch::channel(false);
        let watching =
            |kind| signal(kind).map_err(|error| format!("cannot watch signals: {error}"));
        let (mut terminate, mut interrupt) = (
            watching(SignalKind::terminate())?,
            watching(SignalKind::interrupt())?,
        );
        tokio::spawn(async move {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            tell.send_replace(true);
        });
        Ok(Stop(told))
    }

    /// Ends when SIGTERM or SIGINT has come.
    pub async fn told(mut self) {
        // It fails where the runtime has ended, which is a stop too.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
