use std::time::Duration;

use hyper::Uri;

const CONNECT_TIME: Duration = Duration::from_secs(5);

/// What a stack is told through environment variables. An empty variable is an absent one.
#[derive(Clone, Debug)]
pub struct Environment {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Listen here rather than on host and port.
    pub(crate) socket_path: Option<String>,
    /// Threads that serve, of the one process that there is.
    pub workers: usize,
    /// None where no workload needs it.
    pub(crate) database: Option<tokio_postgres::Config>,
    /// Connections of the whole process.
    pub database_pool_size: usize,
    /// Where the slow upstream waits; None where no workload needs it.
    pub(crate) upstream: Option<String>,
    /// Serve HTTP/2 without TLS beside HTTP/1.1.
    pub speaks_http2: bool,
}

impl Environment {
    /// Fails with the variable, what it must be and what it is.
    pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let told = |name: &str| variable(name).filter(|value| !value.is_empty());
        let count = |name: &str, absent, most| match told(name) {
            None => Ok(absent),
            Some(given) => read_count(name, &given, most),
        };
        Ok(Environment {
            host: told("HOST").unwrap_or_else(|| "0.0.0.0".to_owned()),
            port: count("PORT", 8080, 65_535)? as u16,
            socket_path: told("SOCKET_PATH"),
            workers: count("WORKERS", 1, 1024)?,
            database: told("DATABASE_URL")
                .as_deref()
                .map(read_database)
                .transpose()?,
            database_pool_size: count("DATABASE_POOL_SIZE", 16, 10_000)?,
            upstream: told("UPSTREAM_URL")
                .as_deref()
                .map(read_upstream)
                .transpose()?,
            speaks_http2: told("HTTP2").as_deref() == Some("h2c"),
        })
    }
}

/// An integer from 1 to `most`.
fn read_count(name: &str, given: &str, most: usize) -> Result<usize, String> {
    // `parse` also takes a plus sign.
    match given.parse() {
        Ok(value) if (1..=most).contains(&value) && !given.starts_with('+') => Ok(value),
        _ => Err(format!(
            "{name}: expected an integer from 1 to {most}, got {given:?}"
        )),
    }
}

fn read_database(given: &str) -> Result<tokio_postgres::Config, String> {
    let mut config: tokio_postgres::Config = given
        .parse()
        .map_err(|error| format!("DATABASE_URL: {error}"))?;
    config.connect_timeout(CONNECT_TIME);
    Ok(config)
}

fn read_upstream(given: &str) -> Result<String, String> {
    let parsed: Uri = given
        .parse()
        .map_err(|error| format!("UPSTREAM_URL: {error}"))?;
    if parsed.scheme_str() != Some("http") || parsed.host().is_none() {
        return Err(format!("UPSTREAM_URL: expected http://…, got {given:?}"));
    }
    Ok(format!("{}/wait", given.trim_end_matches('/')))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn environment(given: &[(&str, &str)]) -> Result<Environment, String> {
        let value = |name: &str| given.iter().find(|(key, _)| *key == name);
        Environment::read(|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn variables_are_read() {
        let told = environment(&[
            ("HOST", "127.0.0.1"),
            ("PORT", "8000"),
            ("SOCKET_PATH", "/run/app.sock"),
            ("WORKERS", "3"),
            ("DATABASE_URL", "postgres://me@localhost/x"),
            ("DATABASE_POOL_SIZE", "4"),
            ("UPSTREAM_URL", "http://127.0.0.1:9100/"),
            ("HTTP2", "h2c"),
        ])
        .unwrap();
        assert_eq!(
            (told.host.as_str(), told.port, told.workers),
            ("127.0.0.1", 8000, 3)
        );
        assert_eq!(told.socket_path.as_deref(), Some("/run/app.sock"));
        assert_eq!(told.database.unwrap().get_user(), Some("me"));
        assert_eq!((told.database_pool_size, told.speaks_http2), (4, true));
        assert_eq!(told.upstream.as_deref(), Some("http://127.0.0.1:9100/wait"));
    }

    #[test]
    fn empty_variables_are_absent() {
        let empty =
            ["HOST", "PORT", "WORKERS", "DATABASE_URL", "UPSTREAM_URL"].map(|name| (name, ""));
        for given in [&[][..], &empty] {
            let told = environment(given).unwrap();
            assert_eq!(
                (told.host.as_str(), told.port, told.workers),
                ("0.0.0.0", 8080, 1)
            );
            assert_eq!((told.database_pool_size, told.speaks_http2), (16, false));
            assert!(told.database.is_none() && told.upstream.is_none());
        }
    }

    #[test]
    fn errors_name_the_variable() {
        for name in ["PORT", "WORKERS", "DATABASE_POOL_SIZE"] {
            for given in ["x", "-1", "+1", "0", "1.5", "9999999"] {
                let error = environment(&[(name, given)]).unwrap_err();
                assert!(
                    error.starts_with(&format!("{name}: expected")) && error.contains(given),
                    "{error}"
                );
            }
        }
        for (name, given) in [
            ("DATABASE_URL", "nonsense:"),
            ("UPSTREAM_URL", "http://["),
            ("UPSTREAM_URL", "x"),
        ] {
            let error = environment(&[(name, given)]).unwrap_err();
            assert!(error.starts_with(&format!("{name}: ")), "{error}");
        }
    }
}
