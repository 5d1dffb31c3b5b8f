package workloads

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"syscall"
)

// openListener listens already; on a unix socket everyone may connect to.
//
// The backlog needs no setting: Go asks for as much as the kernel allows (it reads somaxconn), so that
// the limit is the one that is tuned.
func openListener(told environment) (net.Listener, error) {
	path := told.socketPath
	if path == "" {
		address := net.JoinHostPort(told.host, strconv.Itoa(told.port))
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
		}
		return listener, nil
	}
	if err := clearPlace(path); err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", path, err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// clearPlace removes the socket file that a dead server left. It fails where it is alive, or no socket.
func clearPlace(path string) error {
	found, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if found.Mode().Type() != fs.ModeSocket {
		return errors.New("expected a socket or nothing, got another file")
	}
	probe, err := net.Dial("unix", path)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return os.Remove(path)
	}
	if err != nil {
		return err
	}
	return errors.Join(errors.New("a running server has it"), probe.Close())
}
