use std::path::PathBuf;

/// What a stack is told through environment variables. An empty variable is an absent one.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Listen here rather than on host and port.
    pub(crate) socket_path: Option<PathBuf>,
    /// None where no workload needs it.
    pub(crate) database_url: Option<String>,
    /// Connections of the one process that there is.
    pub(crate) database_pool_size: usize,
    /// None where no workload needs it.
    pub(crate) upstream_url: Option<String>,
    /// Serve HTTP/2 without TLS beside HTTP/1.1.
    pub(crate) speaks_http2: bool,
}

/// Fails with the variable, what it must be and what it is.
pub(crate) fn read_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Environment, String> {
    let given = |name: &str| variable(name).filter(|value| !value.is_empty());
    // One process serves on all CPUs that it may use: a variant that wants more is refused, not obeyed in part.
    read_count("WORKERS", given("WORKERS"), 1, 1)?;
    Ok(Environment {
        host: given("HOST").unwrap_or_else(|| "0.0.0.0".to_owned()),
        // In range, as just read.
        port: read_count("PORT", given("PORT"), 8080, 65_535)? as u16,
        socket_path: given("SOCKET_PATH").map(PathBuf::from),
        database_url: given("DATABASE_URL"),
        database_pool_size: read_count("DATABASE_POOL_SIZE", given("DATABASE_POOL_SIZE"), 16, 10_000)?,
        upstream_url: given("UPSTREAM_URL").map(|url| url.trim_end_matches('/').to_owned()),
        speaks_http2: given("HTTP2").as_deref() == Some("h2c"),
    })
}

/// An integer from 1 to `most`.
fn read_count(name: &str, given: Option<String>, absent: usize, most: usize) -> Result<usize, String> {
    let Some(text) = given else { return Ok(absent) };
    match text.parse::<usize>() {
        Ok(value) if (1..=most).contains(&value) && !text.starts_with('+') => Ok(value),
        _ => Err(format!("{name}: expected an integer from 1 to {most}, got {text:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_defaults_and_takes_an_empty_variable_for_an_absent_one() {
        let read = read_environment(|name| (name == "PORT").then(String::new)).unwrap();
        assert_eq!((read.host.as_str(), read.port, read.database_pool_size), ("0.0.0.0", 8080, 16));
        assert!(read.database_url.is_none() && !read.speaks_http2);
    }

    #[test]
    fn refuses_what_it_cannot_do() {
        for (name, value) in [("PORT", "0"), ("PORT", "65536"), ("PORT", "+80"), ("WORKERS", "2"), ("DATABASE_POOL_SIZE", "x")] {
            let message = read_environment(|asked| (asked == name).then(|| value.to_owned())).unwrap_err();
            assert!(message.starts_with(name) && message.contains(value), "{message}");
        }
    }
}
