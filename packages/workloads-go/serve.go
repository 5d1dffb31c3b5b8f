package workloads

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// A proxy in front keeps its connections for a minute; it must be the one that closes them.
	keepAliveTime = 120 * time.Second
	// How long requests under way may take once the server shall stop: the whole takes less than a second.
	graceTime = 800 * time.Millisecond
)

// Route makes a stack's handler, in its framework's own way.
type Route func(*Endpoints) http.Handler

// Serve is the whole life of a stack's process, until SIGTERM (exit status 0). What keeps it from serving
// goes to stderr in one line, exit status 1.
//
// It serves on as many CPUs as the process may use: Go sets GOMAXPROCS by the CPU set when it starts.
func Serve(route Route) {
	stop, ignore := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer ignore()
	if err := serve(stop, os.Getenv, route); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(stop context.Context, variable func(string) string, route Route) error {
	told, err := readEnvironment(variable)
	if err != nil {
		return err
	}
	if err := serveProfile(told.profileSocket); err != nil {
		return err
	}
	endpoints, err := connectEndpoints(told)
	if err != nil {
		return err
	}
	defer endpoints.close()
	listener, err := openListener(told)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: route(endpoints), IdleTimeout: keepAliveTime}
	if told.speaksHTTP2 {
		server.Protocols = new(http.Protocols)
		server.Protocols.SetHTTP1(true)
		server.Protocols.SetUnencryptedHTTP2(true)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-stop.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), graceTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		// Requests that are late, and connections that never sent one.
		return server.Close()
	}
	return nil
}
