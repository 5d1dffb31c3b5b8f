use crate::answer::Answer;
use crate::environment::Environment;
use crate::hash_sort::hash_sort;
use crate::items::Items;
use crate::lookup::lookup;
use crate::query::Query;
use crate::refusal::{Outcome, Refusal, answer_of};
use crate::render::{render_name, render_table};
use crate::report::report;
use crate::upstream::Upstream;

/// The whole contract for a framework to route to. Queries and ids are as they were sent, but that ids are decoded.
pub struct Endpoints {
    items: Items,
    upstream: Upstream,
}

impl Endpoints {
    /// Connects nothing yet. Fails with the variable that is wrong.
    pub(crate) fn new(told: &Environment) -> Result<Self, String> {
        Ok(Self {
            items: Items::new(told.database_url.as_deref(), told.database_pool_size)?,
            upstream: Upstream::new(told.upstream_url.clone())?,
        })
    }

    pub fn hello(&self) -> Answer {
        Answer::text("Hello, world!")
    }

    pub async fn hash_sort(&self, query: &str) -> Answer {
        computing(query, hash_sort).await
    }

    pub async fn lookup(&self, query: &str) -> Answer {
        computing(query, lookup).await
    }

    pub async fn report(&self, query: &str) -> Answer {
        computing(query, report).await
    }

    pub fn render_name(&self, query: &str) -> Answer {
        answer_of(Query::parse(query).and_then(|query| render_name(&query)))
    }

    pub fn render_table(&self) -> Answer {
        answer_of(render_table())
    }

    pub async fn upstream(&self, query: &str) -> Answer {
        answer_of(self.upstream.answer(query).await)
    }

    pub async fn healthz(&self) -> Answer {
        answer_of(self.items.healthz().await)
    }

    pub async fn list_items(&self, query: &str) -> Answer {
        answer_of(self.items.list(query).await)
    }

    pub async fn create_item(&self, body: &[u8]) -> Answer {
        answer_of(self.items.create(body).await)
    }

    pub async fn read_item(&self, id: &str) -> Answer {
        answer_of(self.items.read(id).await)
    }

    pub async fn replace_item(&self, id: &str, body: &[u8]) -> Answer {
        answer_of(self.items.replace(id, body).await)
    }

    pub async fn remove_item(&self, id: &str) -> Answer {
        answer_of(self.items.remove(id).await)
    }
}

/// On a thread that may be kept busy: what computes for a millisecond or more would hold up all other connections of a
/// thread that serves them.
async fn computing(query: &str, serve: fn(&Query) -> Outcome) -> Answer {
    let query = match Query::parse(query) {
        Ok(query) => query,
        Err(refusal) => return answer_of(Err(refusal)),
    };
    let done = tokio::task::spawn_blocking(move || serve(&query)).await;
    answer_of(done.unwrap_or_else(|error| Err(Refusal::failure(error))))
}
