use std::time::Duration;

use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};

use crate::answer::Answer;
use crate::item::{Item, ItemInput, read_id, read_item};
use crate::query::Query;
use crate::refusal::{Outcome, Refusal};

const CONNECT_TIME: Duration = Duration::from_secs(5);

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// The table `items`, over a pool of tokio-postgres by deadpool; statements are prepared once a connection.
pub(crate) struct Items {
    /// None where no workload needs it.
    pool: Option<Pool>,
}

impl Items {
    /// Opens connections when they are needed. Fails where the URL is none.
    pub(crate) fn new(url: Option<&str>, pool_size: usize) -> Result<Self, String> {
        let Some(url) = url else { return Ok(Self { pool: None }) };
        let mut config: Config = url.parse().map_err(|error| format!("DATABASE_URL: {error}"))?;
        config.connect_timeout(CONNECT_TIME);
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager).max_size(pool_size).build();
        Ok(Self { pool: Some(pool.map_err(|error| format!("DATABASE_URL: {error}"))?) })
    }

    pub(crate) async fn list(&self, query: &str) -> Outcome {
        let query = Query::parse(query)?;
        let after = query.integer("after", 0, i64::MAX, 0)?;
        let limit = query.integer("limit", 1, 100, 20)?;
        let statement = "select id, name, quantity from items where id > $1 order by id limit $2";
        let rows = self.rows(statement, &[&after, &limit]).await?;
        let listed: Vec<Item> = rows.iter().map(item_of).collect();
        Ok(Answer::json(200, &listed))
    }

    pub(crate) async fn create(&self, body: &[u8]) -> Outcome {
        let ItemInput { name, quantity } = read_item(body)?;
        let statement = "insert into items(name, quantity) values ($1, $2) returning id, name, quantity";
        let rows = self.rows(statement, &[&name, &quantity]).await?;
        let made = rows.first().map(item_of).ok_or_else(|| Refusal::failure("the insert gave no row"))?;
        Ok(Answer::created(format!("/items/{}", made.id), &made))
    }

    pub(crate) async fn read(&self, given: &str) -> Outcome {
        let Some(id) = read_id(given)? else { return Ok(Answer::not_found()) };
        self.found("select id, name, quantity from items where id = $1", &[&id]).await
    }

    pub(crate) async fn replace(&self, given: &str, body: &[u8]) -> Outcome {
        let ItemInput { name, quantity } = read_item(body)?;
        let Some(id) = read_id(given)? else { return Ok(Answer::not_found()) };
        let statement = "update items set name = $2, quantity = $3 where id = $1 returning id, name, quantity";
        self.found(statement, &[&id, &name, &quantity]).await
    }

    pub(crate) async fn remove(&self, given: &str) -> Outcome {
        let Some(id) = read_id(given)? else { return Ok(Answer::not_found()) };
        let client = self.client().await?;
        let statement = client.prepare_cached("delete from items where id = $1").await.map_err(Refusal::failure)?;
        let removed = client.execute(&statement, &[&id]).await.map_err(Refusal::failure)?;
        Ok(if removed > 0 { Answer::empty() } else { Answer::not_found() })
    }

    /// 200 once the server can serve; 503 while its database does not answer.
    pub(crate) async fn healthz(&self) -> Outcome {
        if self.pool.is_some() {
            let asked = async { self.client().await?.simple_query("select 1").await.map_err(Refusal::failure) };
            if let Err(error) = asked.await {
                return Err(Refusal::Unavailable(format!("the database does not answer: {error:?}")));
            }
        }
        Ok(Answer::text("ok"))
    }

    async fn found(&self, statement: &str, values: Values<'_>) -> Outcome {
        let rows = self.rows(statement, values).await?;
        Ok(rows.first().map_or_else(Answer::not_found, |row| Answer::json(200, &item_of(row))))
    }

    async fn rows(&self, statement: &str, values: Values<'_>) -> Outcome<Vec<Row>> {
        let client = self.client().await?;
        let prepared = client.prepare_cached(statement).await.map_err(Refusal::failure)?;
        client.query(&prepared, values).await.map_err(Refusal::failure)
    }

    async fn client(&self) -> Outcome<Client> {
        let Some(pool) = &self.pool else {
            return Err(Refusal::Unavailable("DATABASE_URL is not set".to_owned()));
        };
        pool.get().await.map_err(Refusal::failure)
    }
}

fn item_of(row: &Row) -> Item {
    Item { id: row.get(0), name: row.get(1), quantity: row.get(2) }
}
