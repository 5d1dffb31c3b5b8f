package workloads

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"
)

const (
	upstreamTime      = 30 * time.Second
	upstreamBodyLimit = 64 * 1024
)

// upstream calls the slow upstream over connections that are kept.
type upstream struct {
	client http.Client
	// Nil where there is none.
	wait *url.URL
}

// connectUpstream connects nothing yet. It fails where the URL is none.
func connectUpstream(told environment) (*upstream, error) {
	made := &upstream{client: http.Client{
		Timeout: upstreamTime,
		Transport: &http.Transport{
			// One connection for each call under way, kept for the next: waiting for one would be measured as work.
			// By default only two are kept.
			MaxIdleConnsPerHost: math.MaxInt,
			IdleConnTimeout:     upstreamTime,
		},
	}}
	if told.upstreamURL == "" {
		return made, nil
	}
	base, err := url.Parse(told.upstreamURL)
	if err != nil {
		return nil, fmt.Errorf("UPSTREAM_URL: %w", err)
	}
	made.wait = base.JoinPath("wait")
	return made, nil
}

// answer refuses: 502 where the upstream fails, 503 where there is none.
func (slow *upstream) answer(ctx context.Context, query url.Values) (Answer, error) {
	ms, err := readInteger(query, "ms", 0, 10_000, 50)
	if err != nil {
		return Answer{}, err
	}
	if slow.wait == nil {
		return Answer{}, refuse(http.StatusServiceUnavailable, "UPSTREAM_URL is not set")
	}
	status, body, err := slow.call(ctx, ms)
	if err != nil {
		return Answer{}, refuse(http.StatusBadGateway, "upstream: %v", err)
	}
	var got struct {
		WaitedMs *int64 `json:"waitedMs"`
	}
	if err := json.Unmarshal(body, &got); err != nil || status != http.StatusOK || got.WaitedMs == nil {
		text := string(body[:min(len(body), 80)])
		return Answer{}, refuse(http.StatusBadGateway, `upstream: expected 200 {"waitedMs":n}, got %d %s`, status, text)
	}
	return jsonAnswer(http.StatusOK, got)
}

func (slow *upstream) call(ctx context.Context, ms int64) (status int, body []byte, err error) {
	place := *slow.wait
	place.RawQuery = fmt.Sprintf("ms=%d", ms)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, place.String(), nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := slow.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(io.LimitReader(response.Body, upstreamBodyLimit))
	return response.StatusCode, body, err
}

func (slow *upstream) close() {
	slow.client.CloseIdleConnections()
}
