package workloads

import (
	"strings"
	"testing"
)

// variables gives what a process would find in its environment.
func variables(given map[string]string) func(string) string {
	return func(name string) string { return given[name] }
}

func TestVariablesAreRead(t *testing.T) {
	read, err := readEnvironment(variables(map[string]string{
		"HOST":               "127.0.0.1",
		"PORT":               "8000",
		"SOCKET_PATH":        "/run/app.sock",
		"WORKERS":            "1",
		"DATABASE_URL":       "postgres://localhost/x",
		"DATABASE_POOL_SIZE": "4",
		"UPSTREAM_URL":       "http://127.0.0.1:9100",
		"PROFILE_SOCKET":     "@profile",
		"HTTP2":              "h2c",
	}))
	expected := environment{"127.0.0.1", 8000, "/run/app.sock", "postgres://localhost/x", 4, "http://127.0.0.1:9100", "@profile", true}
	if err != nil || read != expected {
		t.Errorf("expected %+v, got %+v, %v", expected, read, err)
	}
}

func TestEmptyVariablesAreAbsent(t *testing.T) {
	expected := environment{host: "0.0.0.0", port: 8080, databasePoolSize: 16}
	for _, given := range []map[string]string{{}, {"HOST": "", "PORT": "", "WORKERS": "", "DATABASE_POOL_SIZE": ""}} {
		if read, err := readEnvironment(variables(given)); err != nil || read != expected {
			t.Errorf("expected %+v, got %+v, %v", expected, read, err)
		}
	}
}

func TestErrorsNameTheVariable(t *testing.T) {
	for _, name := range []string{"PORT", "WORKERS", "DATABASE_POOL_SIZE"} {
		for _, given := range []string{"x", "-1", "+1", "0", "1.5", "9999999"} {
			_, err := readEnvironment(variables(map[string]string{name: given}))
			if err == nil || !strings.HasPrefix(err.Error(), name+": expected") || !strings.Contains(err.Error(), given) {
				t.Errorf("%s=%s: got %v", name, given, err)
			}
		}
	}
}

func TestMoreThanOneProcessIsRefused(t *testing.T) {
	_, err := readEnvironment(variables(map[string]string{"WORKERS": "2"}))
	if err == nil || err.Error() != `WORKERS: expected an integer from 1 to 1, got "2"` {
		t.Errorf("got %v", err)
	}
}
