package workloads

import (
	"fmt"
	"strconv"
)

// environment is what a stack is told through environment variables. An empty variable is an absent one.
type environment struct {
	host string
	port int
	// Listen here rather than on host and port.
	socketPath string
	// Empty where no workload needs it.
	databaseURL string
	// Connections of the one process that there is.
	databasePoolSize int
	// Empty where no workload needs it.
	upstreamURL string
	// Empty where nobody profiles it.
	profileSocket string
	// Serve HTTP/2 without TLS beside HTTP/1.1.
	speaksHTTP2 bool
}

// readEnvironment fails with the variable, what it must be and what it is.
func readEnvironment(variable func(string) string) (environment, error) {
	read := environment{
		host:        variable("HOST"),
		socketPath:  variable("SOCKET_PATH"),
		databaseURL: variable("DATABASE_URL"),
		upstreamURL: variable("UPSTREAM_URL"),

		profileSocket: variable("PROFILE_SOCKET"),
		speaksHTTP2:   variable("HTTP2") == "h2c",
	}
	if read.host == "" {
		read.host = "0.0.0.0"
	}
	// One process serves on all CPUs that it may use: a variant that wants more is refused, not obeyed in part.
	var workers int
	for _, count := range []struct {
		into         *int
		name         string
		absent, most int
	}{
		{&read.port, "PORT", 8080, 65_535},
		{&workers, "WORKERS", 1, 1},
		{&read.databasePoolSize, "DATABASE_POOL_SIZE", 16, 10_000},
	} {
		var err error
		if *count.into, err = readCount(count.name, variable(count.name), count.absent, count.most); err != nil {
			return environment{}, err
		}
	}
	return read, nil
}

// readCount reads an integer from 1 to `most`.
func readCount(name, given string, absent, most int) (int, error) {
	if given == "" {
		return absent, nil
	}
	// ParseUint takes no sign.
	value, err := strconv.ParseUint(given, 10, 31)
	if err != nil || value < 1 || value > uint64(most) {
		return 0, fmt.Errorf("%s: expected an integer from 1 to %d, got %q", name, most, given)
	}
	return int(value), nil
}
