package workloads

import (
	"errors"
	"testing"
)

// isRefused checks that this is the answer to bad input, with the status and some words.
func isRefused(t *testing.T, what string, err error, status int) {
	t.Helper()
	var refused *refusal
	if !errors.As(err, &refused) || refused.status != status || refused.message == "" {
		t.Errorf("%.60q: expected a refusal with status %d, got %v", what, status, err)
	}
}

// answers checks status and body of what an endpoint gives.
func answers(t *testing.T, given Answer, err error, status int, body string) {
	t.Helper()
	if err != nil || given.Status != status || string(given.Body) != body {
		t.Errorf("expected %d %s, got %d %s, %v", status, body, given.Status, given.Body, err)
	}
}
