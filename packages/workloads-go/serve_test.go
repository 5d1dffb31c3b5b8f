package workloads

import (
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// serving starts a stack of its own on a unix socket. `stop` gives what its whole life ended with.
func serving(t *testing.T, route func(*Handlers) http.Handler) (client *http.Client, stop func() error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.sock")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	routed := make(chan struct{})
	go func() {
		ended <- serve(ctx, variables(map[string]string{"SOCKET_PATH": path}), handler, serverOf(func(endpoints *Handlers) http.Handler {
			defer close(routed)
			return route(endpoints)
		}))
	}()
	// It listens before it asks for its routes.
	<-routed
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "unix", path)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}, func() error {
		cancel()
		return <-ended
	}
}

func allEndpoints(endpoints *Handlers) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /hello", endpoints.Hello)
	routes.HandleFunc("GET /hash-sort", endpoints.HashSort)
	routes.HandleFunc("POST /items", endpoints.CreateItem)
	routes.HandleFunc("/", endpoints.NotFound)
	return routes
}

func TestAnswersAndEndsInPeace(t *testing.T) {
	client, stop := serving(t, allEndpoints)
	for _, one := range []struct {
		method, path, body string
		status             int
		expected           string
	}{
		{"GET", "/hello", "", 200, "Hello, world!"},
		{"GET", "/hash-sort?seed=x", "", 400, `{"error":"seed: expected an integer from 0 to 1000000, got \"x\""}`},
		{"GET", "/hash-sort?seed=%zz", "", 400, `{"error":"expected a query in percent-encoding, got: invalid URL escape \"%zz\""}`},
		{"GET", "/unknown", "", 404, missing},
		{"POST", "/hello", "", 404, missing},
		{"POST", "/items", "{", 400, `{"error":"expected JSON in UTF-8, got: unexpected end of JSON input"}`},
		{"POST", "/items", strings.Repeat("x", 65*1024), 413, `{"error":"body: expected at most 65536 bytes"}`},
		{"POST", "/items", `{"name":"a","quantity":1}`, 503, `{"error":"DATABASE_URL is not set"}`},
	} {
		request, err := http.NewRequest(one.method, "http://app"+one.path, strings.NewReader(one.body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != one.status || string(body) != one.expected {
			t.Errorf("%s %s: expected %d %s, got %d %s, %v", one.method, one.path, one.status, one.expected, response.StatusCode, body, err)
		}
		if response.ContentLength != int64(len(body)) {
			t.Errorf("%s %s: expected a length, got %v", one.method, one.path, response.Header)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestFinishesARequestUnderWay(t *testing.T) {
	arrived, finish := make(chan struct{}), make(chan struct{})
	client, stop := serving(t, func(endpoints *Handlers) http.Handler {
		return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
			close(arrived)
			<-finish
			endpoints.Hello(writer, request)
		})
	})
	answered := make(chan string, 1)
	go func() {
		response, err := client.Get("http://app/hello")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-arrived
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	close(finish)
	if body := <-answered; body != "Hello, world!" {
		t.Errorf("got %s", body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestSaysWhatKeepsItFromServing(t *testing.T) {
	for name, given := range map[string]string{"PORT": "x", "DATABASE_URL": "nonsense:", "UPSTREAM_URL": "http://[", "WORKERS": "2"} {
		err := serve(t.Context(), variables(map[string]string{name: given}), handler, serverOf(allEndpoints))
		if err == nil || !strings.HasPrefix(err.Error(), name+":") {
			t.Errorf("%s=%s: got %v", name, given, err)
		}
	}
}
