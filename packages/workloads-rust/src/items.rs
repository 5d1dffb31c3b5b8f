use serde::Serialize;

use crate::answer::Answer;
use crate::item_input::read_item;
use crate::items_postgres::Repository;
use crate::query::{read_id, read_integer};
use crate::refusal::{Outcome, Refusal};

/// The contract's keys in the contract's order.
#[derive(Serialize)]
pub(crate) struct Item {
    pub id: i64,
    pub name: String,
    pub quantity: i32,
}

/// The endpoints of `items`. All refuse: 400 for bad input, 503 without a repository.
pub(crate) struct Items {
    pub repository: Option<Repository>,
}

impl Items {
    pub async fn list(&self, query: &str) -> Outcome {
        let after = read_integer(query, "after", 0..=i64::MAX, 0)?;
        let limit = read_integer(query, "limit", 1..=100, 20)?;
        Answer::json(&self.repository()?.list(after, limit).await?)
    }

    pub async fn create(&self, body: &[u8]) -> Outcome {
        let given = read_item(body)?;
        let made = self.repository()?.create(given).await?;
        Answer::created(format!("/items/{}", made.id), &made)
    }

    pub async fn read(&self, id: &str) -> Outcome {
        let id = possible(id)?;
        found(self.repository()?.read(id).await?)
    }

    pub async fn replace(&self, id: &str, body: &[u8]) -> Outcome {
        let given = read_item(body)?;
        let id = possible(id)?;
        found(self.repository()?.replace(id, given).await?)
    }

    pub async fn remove(&self, id: &str) -> Outcome {
        let id = possible(id)?;
        let was_there = self.repository()?.remove(id).await?;
        if was_there {
            Ok(Answer::empty())
        } else {
            Err(Refusal::not_found())
        }
    }

    /// 200 once the server can serve; 503 while its database does not answer.
    pub async fn healthz(&self) -> Outcome {
        if let Some(repository) = &self.repository {
            let refused =
                |error| Refusal::new(503, format!("the database does not answer: {error}"));
            repository.ping().await.map_err(refused)?;
        }
        Ok(Answer::text("ok"))
    }

    fn repository(&self) -> Outcome<&Repository> {
        self.repository
            .as_ref()
            .ok_or_else(|| Refusal::new(503, "DATABASE_URL is not set"))
    }
}

/// An id that an item can have.
fn possible(given: &str) -> Outcome<i64> {
    read_id(given)?.ok_or_else(Refusal::not_found)
}

fn found(item: Option<Item>) -> Outcome {
    Answer::json(&item.ok_or_else(Refusal::not_found)?)
}
