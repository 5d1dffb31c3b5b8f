package workloads

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAProfileIsTakenBetweenStartAndStop(t *testing.T) {
	server := httptest.NewServer(profileRoutes())
	defer server.Close()
	for _, path := range []string{"/start", "/stop"} {
		response, err := http.Post(server.URL+path, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: expected 200, got %d", path, response.StatusCode)
		}
		// Gzipped, as profiles are.
		start := make([]byte, 2)
		if read, _ := response.Body.Read(start); path == "/stop" && (read != 2 || start[0] != 0x1f || start[1] != 0x8b) {
			t.Errorf("expected a profile, got %x", start[:read])
		}
	}
}

func TestWithoutANameNoProfileIsServed(t *testing.T) {
	if err := serveProfile(""); err != nil {
		t.Error(err)
	}
}
