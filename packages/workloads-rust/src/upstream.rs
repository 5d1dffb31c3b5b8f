use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::query::read_integer;
use crate::refusal::{Outcome, Refusal, quote};

const UPSTREAM_TIME: Duration = Duration::from_secs(30);
const BODY_LIMIT_BYTES: usize = 64 * 1024;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Waited {
    waited_ms: i64,
}

/// Calls the slow upstream over connections that are kept: one for each call under way.
pub(crate) struct Upstream {
    client: Client<HttpConnector, Empty<Bytes>>,
    /// None where there is none.
    wait: Option<String>,
}

impl Upstream {
    /// Connects nothing yet.
    pub fn new(wait: Option<String>) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(UPSTREAM_TIME)
            .build(connector);
        Upstream { client, wait }
    }

    /// Refuses: 502 where the upstream fails, 503 where there is none.
    pub async fn answer(&self, query: &str) -> Outcome {
        let ms = read_integer(query, "ms", 0..=10_000, 50)?;
        let wait = self.wait.as_ref();
        let wait = wait.ok_or_else(|| Refusal::new(503, "UPSTREAM_URL is not set"))?;
        let failed = |why: String| Refusal::new(502, format!("upstream: {why}"));
        let called =
            tokio::time::timeout(UPSTREAM_TIME, self.call(format!("{wait}?ms={ms}"))).await;
        let (status, body) = called
            .map_err(|_| failed(format!("no answer within {} s", UPSTREAM_TIME.as_secs())))?
            .map_err(|error| failed(error.to_string()))?;
        match serde_json::from_slice::<Waited>(&body) {
            Ok(waited) if status == 200 => Answer::json(&waited),
            _ => {
                let got = quote(&String::from_utf8_lossy(&body));
                Err(failed(format!(
                    r#"expected 200 {{"waitedMs":n}}, got {status} {got}"#
                )))
            }
        }
    }

    async fn call(&self, place: String) -> Result<(u16, Bytes), Box<dyn Error + Send + Sync>> {
        let place: Uri = place.parse()?;
        let response = self.client.get(place).await?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), BODY_LIMIT_BYTES)
            .collect()
            .await?;
        Ok((status, body.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// What /upstream comes to where the upstream sends these bytes.
    fn asked(sent: &'static str) -> Outcome {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let place = format!("http://{}/wait", listener.local_addr().unwrap());
        let upstream = std::thread::spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let size = connection.read(&mut request).unwrap();
            connection.write_all(sent.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..size]).into_owned()
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let outcome = runtime.block_on(Upstream::new(Some(place)).answer("ms=7"));
        assert!(
            upstream
                .join()
                .unwrap()
                .starts_with("GET /wait?ms=7 HTTP/1.1\r\n")
        );
        outcome
    }

    #[test]
    fn answers_what_the_upstream_says() {
        let answer =
            asked("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"waitedMs\":7}").unwrap();
        assert_eq!(
            (answer.status, &answer.body[..]),
            (200, &br#"{"waitedMs":7}"#[..])
        );
    }

    #[test]
    fn refuses_where_the_upstream_fails() {
        for sent in [
            "HTTP/1.1 500 No\r\nContent-Length: 14\r\n\r\n{\"waitedMs\":7}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "nonsense",
        ] {
            assert_eq!(asked(sent).unwrap_err().status, 502, "{sent}");
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let none = runtime.block_on(Upstream::new(None).answer(""));
        assert_eq!(none.unwrap_err().status, 503);
    }
}
