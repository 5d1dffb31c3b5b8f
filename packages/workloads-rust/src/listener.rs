use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::net::{TcpListener, ToSocketAddrs};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::environment::Environment;

/// The kernel cuts it to somaxconn, so that the limit is the one that is tuned.
const BACKLOG: i32 = 65_535;

/// A socket that listens, and never blocks.
#[derive(Debug)]
pub enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// Listens already; on a unix socket everyone may connect to. Fails with the place.
pub fn open_listener(told: &Environment) -> std::result::Result<Listener, String> {
    let (place, opened) = match &told.socket_path {
        Some(path) => (path.clone(), open_unix(path)),
        None => {
            let Environment { host, port, .. } = told;
            (format!("{host}:{port}"), open_tcp((host.as_str(), *port)))
        }
    };
    opened.map_err(|error| format!("cannot listen on {place}: {error}"))
}

fn open_tcp(place: impl ToSocketAddrs) -> Result<Listener> {
    let none = || Error::new(ErrorKind::AddrNotAvailable, "it has no address");
    let address = place.to_socket_addrs()?.next().ok_or_else(none)?;
    let socket = listen(Domain::for_address(address), &address.into())?;
    Ok(Listener::Tcp(socket.into()))
}

fn open_unix(path: &str) -> Result<Listener> {
    clear_place(path)?;
    let socket = listen(Domain::UNIX, &SockAddr::unix(path)?)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o666))?;
    Ok(Listener::Unix(socket.into()))
}

fn listen(domain: Domain, address: &SockAddr) -> Result<Socket> {
    let socket = Socket::new(domain, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    // A server that ended a moment ago still has connections in TIME_WAIT.
    socket.set_reuse_address(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

/// Removes the socket file that a dead server left. Fails where it is alive, or no socket.
fn clear_place(path: &str) -> Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(Error::other(
                "expected a socket or nothing, got another file",
            ));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path),
        Err(error) => Err(error),
        Ok(_) => Err(Error::other("a running server has it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::tests::environment;

    #[test]
    fn a_dead_servers_socket_is_taken_over_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("workloads-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("app.sock");
        let told = environment(&[("SOCKET_PATH", path.to_str().unwrap())]).unwrap();
        let first = open_listener(&told).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o666
        );
        assert!(
            open_listener(&told)
                .unwrap_err()
                .ends_with("a running server has it")
        );
        drop(first);
        drop(open_listener(&told).unwrap());
        fs::remove_file(&path).unwrap();
        fs::write(&path, "").unwrap();
        assert!(
            open_listener(&told)
                .unwrap_err()
                .ends_with("got another file")
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let told = environment(&[("HOST", "127.0.0.1"), ("PORT", &port)]).unwrap();
        let error = open_listener(&told).unwrap_err();
        assert!(
            error.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
            "{error}"
        );
    }
}
