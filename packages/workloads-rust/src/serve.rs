use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::endpoints::Endpoints;
use crate::environment::read_environment;
use crate::listener::{Listener, listen};

/// Longer than a proxy in front keeps its connections: it must be the one that closes them.
pub const KEEP_ALIVE: Duration = Duration::from_secs(120);
/// How long requests under way may take once the server shall stop: the whole takes less than a second.
const GRACE: Duration = Duration::from_millis(800);

/// What a stack's server serves, and where.
pub struct Told {
    pub endpoints: Endpoints,
    /// Listens already.
    pub listener: Listener,
    /// Serve HTTP/2 without TLS beside HTTP/1.1.
    pub speaks_http2: bool,
}

/// The whole life of a stack's process, until SIGTERM (exit status 0). `server` serves until `until_stopped` is over and
/// then lets requests under way finish; what has not by then ends with the process. What keeps it from serving goes to
/// stderr in one line, exit status 1.
pub async fn serve<S>(server: impl FnOnce(Told) -> S) -> ExitCode
where
    S: Future<Output = Result<(), String>>,
{
    let served = async {
        let environment = read_environment(|name| std::env::var(name).ok())?;
        let endpoints = Endpoints::new(&environment)?;
        let listener = listen(&environment)?;
        server(Told { endpoints, listener, speaks_http2: environment.speaks_http2 }).await
    };
    let late = async {
        until_stopped().await;
        tokio::time::sleep(GRACE).await;
        Ok(())
    };
    let ended = tokio::select! { ended = served => ended, ended = late => ended };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Over once the process is told to end.
pub async fn until_stopped() {
    let mut terminated = signal(SignalKind::terminate()).expect("signals can be waited for");
    let mut interrupted = signal(SignalKind::interrupt()).expect("signals can be waited for");
    tokio::select! { _ = terminated.recv() => {}, _ = interrupted.recv() => {} }
}
