use crate::answer::Answer;
use crate::environment::Environment;
use crate::hash_sort::hash_sort;
use crate::item_input::BODY_LIMIT_BYTES;
use crate::items::Items;
use crate::items_postgres::Repository;
use crate::lookup::lookup;
use crate::refusal::{Refusal, settle};
use crate::render::{render_name, render_table};
use crate::report::report;
use crate::upstream::Upstream;

/// The whole contract for a framework to route to. A `query` is as it was sent, in percent-encoding and without its `?`;
/// an `id` is the part of the path that names an item; a `body` is whole, and no longer than [`BODY_LIMIT_BYTES`].
pub struct Endpoints {
    items: Items,
    upstream: Upstream,
}

impl Endpoints {
    /// Connects nothing yet. `pool_size` is the connections of those who share it: of the process, or of one worker.
    pub fn new(told: &Environment, pool_size: usize) -> Self {
        let repository = told
            .database
            .as_ref()
            .map(|config| Repository::new(config, pool_size));
        Endpoints {
            items: Items { repository },
            upstream: Upstream::new(told.upstream.clone()),
        }
    }

    pub fn hello(&self) -> Answer {
        Answer::text("Hello, world!")
    }

    pub fn hash_sort(&self, query: &str) -> Answer {
        settle(hash_sort(query))
    }

    pub fn lookup(&self, query: &str) -> Answer {
        settle(lookup(query))
    }

    pub fn report(&self, query: &str) -> Answer {
        settle(report(query))
    }

    pub fn render_name(&self, query: &str) -> Answer {
        settle(render_name(query))
    }

    pub fn render_table(&self) -> Answer {
        settle(render_table())
    }

    pub async fn upstream(&self, query: &str) -> Answer {
        settle(self.upstream.answer(query).await)
    }

    pub async fn healthz(&self) -> Answer {
        settle(self.items.healthz().await)
    }

    pub async fn list_items(&self, query: &str) -> Answer {
        settle(self.items.list(query).await)
    }

    pub async fn create_item(&self, body: &[u8]) -> Answer {
        settle(self.items.create(body).await)
    }

    pub async fn read_item(&self, id: &str) -> Answer {
        settle(self.items.read(id).await)
    }

    pub async fn replace_item(&self, id: &str, body: &[u8]) -> Answer {
        settle(self.items.replace(id, body).await)
    }

    pub async fn remove_item(&self, id: &str) -> Answer {
        settle(self.items.remove(id).await)
    }

    /// For everything that is not routed.
    pub fn not_found(&self) -> Answer {
        settle(Err(Refusal::not_found()))
    }

    /// For a body that the framework did not read: 413 where it is too long, else 400.
    pub fn refuse_body(&self, status: u16) -> Answer {
        let refusal = match status {
            413 => Refusal::new(
                413,
                format!("body: expected at most {BODY_LIMIT_BYTES} bytes"),
            ),
            _ => Refusal::bad_input("body: it breaks off"),
        };
        settle(Err(refusal))
    }
}
