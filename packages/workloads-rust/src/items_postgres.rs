use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};

use crate::item_input::ItemInput;
use crate::items::Item;
use crate::refusal::{Outcome, Refusal};

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// The table `items` over a pool of tokio-postgres connections, which keep their prepared statements. What fails is
/// told on stderr, and 500.
pub(crate) struct Repository {
    pool: Pool,
}

impl Repository {
    /// Opens connections when they are needed.
    pub fn new(config: &Config, pool_size: usize) -> Self {
        let recycling_method = RecyclingMethod::Fast;
        let manager =
            Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method });
        let pool = Pool::builder(manager).max_size(pool_size).build();
        Repository {
            pool: pool.expect("a pool without time limits needs no runtime"),
        }
    }

    /// Up to `limit` items with an id over `after`, in id order.
    pub async fn list(&self, after: i64, limit: i64) -> Outcome<Vec<Item>> {
        let query = "select id, name, quantity from items where id > $1 order by id limit $2";
        self.query(query, &[&after, &limit]).await
    }

    pub async fn create(&self, given: ItemInput) -> Outcome<Item> {
        let query =
            "insert into items(name, quantity) values ($1, $2) returning id, name, quantity";
        let made = self
            .query(query, &[&given.name, &given.quantity])
            .await?
            .pop();
        made.ok_or_else(|| Refusal::failure("the insert gave no row"))
    }

    pub async fn read(&self, id: i64) -> Outcome<Option<Item>> {
        let query = "select id, name, quantity from items where id = $1";
        Ok(self.query(query, &[&id]).await?.pop())
    }

    pub async fn replace(&self, id: i64, given: ItemInput) -> Outcome<Option<Item>> {
        let query =
            "update items set name = $2, quantity = $3 where id = $1 returning id, name, quantity";
        Ok(self
            .query(query, &[&id, &given.name, &given.quantity])
            .await?
            .pop())
    }

    /// False where there was none.
    pub async fn remove(&self, id: i64) -> Outcome<bool> {
        let removed = async {
            let client = self.pool.get().await?;
            let statement = client
                .prepare_cached("delete from items where id = $1")
                .await?;
            Ok(client.execute(&statement, &[&id]).await? > 0)
        };
        removed
            .await
            .map_err(|error: PoolError| Refusal::failure(error))
    }

    pub async fn ping(&self) -> Result<(), PoolError> {
        Ok(self.pool.get().await?.batch_execute("").await?)
    }

    async fn query(&self, query: &str, values: Values<'_>) -> Outcome<Vec<Item>> {
        let found = async {
            let client = self.pool.get().await?;
            let statement = client.prepare_cached(query).await?;
            let rows = client.query(&statement, values).await?;
            Ok(rows.iter().map(item).collect::<Result<_, _>>()?)
        };
        found
            .await
            .map_err(|error: PoolError| Refusal::failure(error))
    }
}

fn item(row: &Row) -> Result<Item, tokio_postgres::Error> {
    Ok(Item {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        quantity: row.try_get(2)?,
    })
}
