package workloads

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func connects(t *testing.T, network, address string) {
	t.Helper()
	client, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
}

func TestEveryoneMayConnectToTheSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.sock")
	listener, err := openListener(environment{socketPath: path})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if found, err := os.Stat(path); err != nil || found.Mode().Perm() != 0o666 {
		t.Errorf("expected mode 0666, got %v, %v", found, err)
	}
	connects(t, "unix", path)
}

func TestReplacesWhatADeadServerLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.sock")
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	dead.Close()
	listener, err := openListener(environment{socketPath: path})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	connects(t, "unix", path)
}

func TestLeavesARunningServerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.sock")
	listener, err := openListener(environment{socketPath: path})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if _, err := openListener(environment{socketPath: path}); err == nil || !strings.Contains(err.Error(), "running server") {
		t.Errorf("got %v", err)
	}
	connects(t, "unix", path)
}

func TestLeavesOtherFilesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.sock")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openListener(environment{socketPath: path}); err == nil || !strings.Contains(err.Error(), "another file") {
		t.Errorf("got %v", err)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "mine" {
		t.Errorf("got %q, %v", kept, err)
	}
}

func TestSaysWhereItCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	_, err = openListener(environment{host: "127.0.0.1", port: port})
	if err == nil || !strings.HasPrefix(err.Error(), "cannot listen on "+taken.Addr().String()) {
		t.Errorf("got %v", err)
	}
}
