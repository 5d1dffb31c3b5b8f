//! What every Rust stack of stackbench shares, so that stacks differ only in what is compared.
//!
//! A stack's whole program is a call of [`live`] with a function that serves [`Endpoints`], routed in its framework's
//! own way. An endpoint takes a query, a path's id or a body's bytes and gives an [`Answer`]: its own, or the refusal of
//! the request.
//!
//! A worker (`$WORKERS`) is a thread here, as tokio and actix call it: there is one process. Endpoints that compute do so
//! in the worker that has the request, as handlers mostly do.

mod answer;
mod endpoints;
mod environment;
mod hash_sort;
mod item_input;
mod items;
mod items_postgres;
mod life;
mod listener;
mod lookup;
mod query;
mod refusal;
mod render;
mod report;
mod upstream;

pub use answer::Answer;
pub use endpoints::Endpoints;
pub use environment::Environment;
pub use item_input::BODY_LIMIT_BYTES;
pub use life::{GRACE_TIME, KEEP_ALIVE_TIME, Multithreaded, Stop, live};
pub use listener::{Listener, open_listener};
