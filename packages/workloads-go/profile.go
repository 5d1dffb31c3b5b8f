package workloads

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
)

// serveProfile lets whoever shares the network of this process take a CPU profile of it: POST /start, and POST /stop,
// which answers it. It listens on a unix socket named by `name` and the process's number; with an empty name, on none.
// Not net/http/pprof: that would add to the routes of whatever serves http.DefaultServeMux.
func serveProfile(name string) error {
	if name == "" {
		return nil
	}
	address := fmt.Sprintf("%s-%d", name, os.Getpid())
	listener, err := net.Listen("unix", address)
	if err != nil {
		return fmt.Errorf("PROFILE_SOCKET: cannot listen on %s: %w", address, err)
	}
	go http.Serve(listener, profileRoutes())
	return nil
}

func profileRoutes() http.Handler {
	var profile bytes.Buffer
	routes := http.NewServeMux()
	routes.HandleFunc("POST /start", func(answer http.ResponseWriter, _ *http.Request) {
		profile.Reset()
		if err := pprof.StartCPUProfile(&profile); err != nil {
			http.Error(answer, err.Error(), http.StatusConflict)
		}
	})
	routes.HandleFunc("POST /stop", func(answer http.ResponseWriter, _ *http.Request) {
		pprof.StopCPUProfile()
		answer.Write(profile.Bytes())
	})
	return routes
}
