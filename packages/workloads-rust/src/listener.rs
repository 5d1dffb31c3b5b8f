use std::fs::{Permissions, remove_file, set_permissions, symlink_metadata};
use std::io::{self, ErrorKind};
use std::net::{TcpListener, ToSocketAddrs};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use socket2::{Domain, SockAddr, Socket, Type};

use crate::environment::Environment;

/// The kernel cuts it to somaxconn, so that the limit is the one that is tuned.
const BACKLOG: i32 = 65_535;

/// Listens already, without blocking.
pub enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// On the unix socket that is told, to which everyone may connect, or on host and port. Fails with where it could not.
pub(crate) fn listen(told: &Environment) -> Result<Listener, String> {
    let (place, opened) = match &told.socket_path {
        Some(path) => (path.display().to_string(), listen_on_path(path)),
        None => (format!("{}:{}", told.host, told.port), listen_on_port(&told.host, told.port)),
    };
    opened.map_err(|error| format!("cannot listen on {place}: {error}"))
}


fn listen_on_port(host: &str, port: u16) -> io::Result<Listener> {
    let address = (host, port).to_socket_addrs()?.next().ok_or(ErrorKind::AddrNotAvailable)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(Listener::Tcp(socket.into()))
}

fn listen_on_path(path: &Path) -> io::Result<Listener> {
    clear_place(path)?;
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.bind(&SockAddr::unix(path)?)?;
    set_permissions(path, Permissions::from_mode(0o666))?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(Listener::Unix(socket.into()))
}

/// Removes the socket file that a dead server left. Fails where it is alive, or no socket.
fn clear_place(path: &Path) -> io::Result<()> {
    let found = match symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !found.file_type().is_socket() {
        return Err(io::Error::other("expected a socket or nothing, got another file"));
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(io::Error::other("a running server has it")),
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => remove_file(path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_place_of_a_dead_server_and_of_nothing_else() {
        let path = std::env::temp_dir().join(format!("workloads-{}.sock", std::process::id()));
        drop(UnixListener::bind(&path).unwrap());
        let alive = listen_on_path(&path).unwrap();
        assert!(listen_on_path(&path).is_err());
        drop(alive);
        remove_file(&path).unwrap();
        std::fs::write(&path, "").unwrap();
        assert!(listen_on_path(&path).is_err());
        remove_file(&path).unwrap();
    }
}
