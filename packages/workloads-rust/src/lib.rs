//! What all Rust stacks share: the whole contract but for the routes, so that they differ only in what is compared.

mod answer;
mod endpoints;
mod environment;
mod hash_sort;
mod item;
mod items;
mod listener;
mod lookup;
mod query;
mod refusal;
mod render;
mod report;
mod serve;
mod upstream;

pub use answer::Answer;
pub use endpoints::Endpoints;
pub use listener::Listener;
pub use serve::{KEEP_ALIVE, Told, serve, until_stopped};

/// The biggest request body that is read; beyond it 413.
pub const BODY_LIMIT_BYTES: usize = 64 * 1024;
