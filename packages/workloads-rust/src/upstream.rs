use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::query::{Query, quote};
use crate::refusal::{Outcome, Refusal};

const TIME: Duration = Duration::from_secs(30);

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Waited {
    waited_ms: i64,
}

/// The slow upstream, over connections that are kept: one for each call under way.
pub(crate) struct Upstream {
    client: reqwest::Client,
    /// None where no workload needs it.
    url: Option<String>,
}

impl Upstream {
    /// Connects nothing yet.
    pub(crate) fn new(url: Option<String>) -> Result<Self, String> {
        let client = reqwest::Client::builder().timeout(TIME).no_proxy().build();
        Ok(Self { client: client.map_err(|error| error.to_string())?, url })
    }

    /// Refuses: 502 where the upstream fails, 503 where there is none.
    pub(crate) async fn answer(&self, query: &str) -> Outcome {
        let ms = Query::parse(query)?.integer("ms", 0, 10_000, 50)?;
        let Some(url) = &self.url else {
            return Err(Refusal::Unavailable("UPSTREAM_URL is not set".to_owned()));
        };
        let failed = |error: reqwest::Error| Refusal::Upstream(format!("upstream: {error}"));
        let response = self.client.get(format!("{url}/wait?ms={ms}")).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(failed)?;
        match serde_json::from_slice::<Waited>(&body) {
            Ok(waited) if status == 200 => Ok(Answer::json(200, &waited)),
            _ => {
                let got = quote(&String::from_utf8_lossy(&body));
                Err(Refusal::Upstream(format!("upstream: expected 200 {{\"waitedMs\":n}}, got {status} {got}")))
            }
        }
    }
}
