package workloads

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func connected(t *testing.T, address string) *upstream {
	t.Helper()
	slow, err := connectUpstream(environment{upstreamURL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slow.close)
	return slow
}

func TestAnswersWhatTheUpstreamSays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(writer, `{"waitedMs":%s}`, request.URL.Query().Get("ms"))
	}))
	defer server.Close()
	slow := connected(t, server.URL)
	given, err := slow.answer(t.Context(), url.Values{})
	answers(t, given, err, 200, `{"waitedMs":50}`)
	given, err = slow.answer(t.Context(), url.Values{"ms": {"7"}})
	answers(t, given, err, 200, `{"waitedMs":7}`)
	_, err = slow.answer(t.Context(), url.Values{"ms": {"10001"}})
	isRefused(t, "ms", err, 400)
}

func TestRefusesWhenTheUpstreamFails(t *testing.T) {
	var status int
	var body string
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.WriteHeader(status)
		fmt.Fprint(writer, body)
	}))
	slow := connected(t, server.URL)
	for _, bad := range []struct {
		status int
		body   string
	}{{500, `{"waitedMs":1}`}, {200, `{}`}, {200, `{"waitedMs":"1"}`}, {200, `x`}} {
		status, body = bad.status, bad.body
		_, err := slow.answer(t.Context(), url.Values{})
		isRefused(t, body, err, 502)
	}
	server.Close()
	_, err := slow.answer(t.Context(), url.Values{})
	isRefused(t, "no server", err, 502)
}

func TestWithoutAnUpstreamItsWorkloadIsRefused(t *testing.T) {
	_, err := connected(t, "").answer(t.Context(), url.Values{})
	isRefused(t, "none", err, 503)
}
