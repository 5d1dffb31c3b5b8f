package workloads

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// KeepAliveTime is longer than a proxy in front keeps its connections: it must be the one that closes them.
	KeepAliveTime = 120 * time.Second
	// How long requests under way may take once the server shall stop: the whole takes less than a second.
	graceTime = 800 * time.Millisecond
)

// Server is what takes a stack's requests: net/http's server, or a framework's own.
type Server interface {
	// Serve ends with an error, or once it is shut down.
	Serve(net.Listener) error
	// Shutdown lets requests under way finish. It fails where some had not when the context ended.
	Shutdown(context.Context) error
	Close() error
}

// Handlers are the endpoints as net/http and the frameworks on it take them.
type Handlers = Endpoints[http.HandlerFunc]

// Serve is the life of a stack on net/http, whose handler `route` makes in its framework's own way.
func Serve(route func(*Handlers) http.Handler) {
	ServeBy(handler, serverOf(route))
}

func serverOf(route func(*Handlers) http.Handler) func(*Handlers) Server {
	return func(endpoints *Handlers) Server {
		return &http.Server{Handler: route(endpoints), IdleTimeout: KeepAliveTime}
	}
}

// ServeBy is the whole life of a stack's process, until SIGTERM (exit status 0). What keeps it from serving
// goes to stderr in one line, exit status 1. `as` makes an endpoint a handler of the framework's kind, and
// `route` the server that has them all.
//
// It serves on as many CPUs as the process may use: Go sets GOMAXPROCS by the CPU set when it starts.
func ServeBy[Handler any](as func(Endpoint) Handler, route func(*Endpoints[Handler]) Server) {
	stop, ignore := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer ignore()
	if err := serve(stop, os.Getenv, as, route); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve[Handler any](
	stop context.Context,
	variable func(string) string,
	as func(Endpoint) Handler,
	route func(*Endpoints[Handler]) Server,
) error {
	told, err := readEnvironment(variable)
	if err != nil {
		return err
	}
	if err := serveProfile(told.profileSocket); err != nil {
		return err
	}
	endpoints, err := connectEndpoints(told, as)
	if err != nil {
		return err
	}
	defer endpoints.close()
	listener, err := openListener(told)
	if err != nil {
		return err
	}
	server := route(endpoints)
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
