package workloads

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
)

type itemsInMemory struct {
	rows    map[int64]item
	silence error
}

func (items *itemsInMemory) list(_ context.Context, after, limit int64) ([]item, error) {
	listed := []item{}
	for id, row := range items.rows {
		if id > after {
			listed = append(listed, row)
		}
	}
	slices.SortFunc(listed, func(a, b item) int { return int(a.ID - b.ID) })
	return listed[:min(int(limit), len(listed))], nil
}

func (items *itemsInMemory) create(_ context.Context, given itemInput) (item, error) {
	id := int64(len(items.rows) + 1)
	items.rows[id] = item{id, given.name, given.quantity}
	return items.rows[id], nil
}

func (items *itemsInMemory) read(_ context.Context, id int64) (*item, error) {
	if row, there := items.rows[id]; there {
		return &row, nil
	}
	return nil, nil
}

func (items *itemsInMemory) replace(ctx context.Context, id int64, given itemInput) (*item, error) {
	if _, there := items.rows[id]; there {
		items.rows[id] = item{id, given.name, given.quantity}
	}
	return items.read(ctx, id)
}

func (items *itemsInMemory) remove(_ context.Context, id int64) (bool, error) {
	_, there := items.rows[id]
	delete(items.rows, id)
	return there, nil
}

func (items *itemsInMemory) ping(context.Context) error { return items.silence }
func (items *itemsInMemory) close()                     {}

const missing = `{"error":"not found"}`

func TestTakesAnItemThroughItsLife(t *testing.T) {
	items, ctx := itemEndpoints{&itemsInMemory{rows: map[int64]item{}}}, t.Context()
	expected := `{"id":1,"name":"<é> \" ✓","quantity":1}`
	made, err := items.create(ctx, []byte(`{"quantity":1,"name":"<é> \" ✓"}`))
	answers(t, made, err, 201, expected)
	if made.Location != "/items/1" {
		t.Errorf("got %s", made.Location)
	}
	given, err := items.read(ctx, "1")
	answers(t, given, err, 200, expected)
	given, err = items.replace(ctx, "1", []byte(`{"name":"b","quantity":2}`))
	answers(t, given, err, 200, `{"id":1,"name":"b","quantity":2}`)
	given, err = items.remove(ctx, "1")
	answers(t, given, err, 204, "")
	given, err = items.read(ctx, "1")
	answers(t, given, err, 404, missing)
	given, err = items.remove(ctx, "1")
	answers(t, given, err, 404, missing)
	given, err = items.replace(ctx, "1", []byte(`{"name":"b","quantity":2}`))
	answers(t, given, err, 404, missing)
}

func TestListsInPages(t *testing.T) {
	items, ctx := itemEndpoints{&itemsInMemory{rows: map[int64]item{}}}, t.Context()
	given, err := items.list(ctx, url.Values{})
	answers(t, given, err, 200, "[]")
	for range 25 {
		if _, err := items.create(ctx, []byte(`{"name":"n","quantity":7}`)); err != nil {
			t.Fatal(err)
		}
	}
	given, err = items.list(ctx, url.Values{"after": {"3"}, "limit": {"2"}})
	answers(t, given, err, 200, `[{"id":4,"name":"n","quantity":7},{"id":5,"name":"n","quantity":7}]`)
	given, err = items.list(ctx, url.Values{})
	if count := strings.Count(string(given.Body), `"id"`); err != nil || count != 20 {
		t.Errorf("expected 20 items, got %d, %v", count, err)
	}
	for _, query := range []url.Values{{"limit": {"0"}}, {"limit": {"101"}}, {"after": {"-1"}}} {
		_, err := items.list(ctx, query)
		isRefused(t, query.Encode(), err, 400)
	}
}

func TestFindsNothingBeyondBigint(t *testing.T) {
	items, ctx := itemEndpoints{&itemsInMemory{rows: map[int64]item{}}}, t.Context()
	const big = "9223372036854775808"
	given, err := items.read(ctx, big)
	answers(t, given, err, 404, missing)
	given, err = items.remove(ctx, big)
	answers(t, given, err, 404, missing)
	given, err = items.replace(ctx, big, []byte(`{"name":"b","quantity":2}`))
	answers(t, given, err, 404, missing)
}

func TestHealthzAsksTheDatabase(t *testing.T) {
	repository := &itemsInMemory{}
	items := itemEndpoints{repository}
	given, err := items.healthz(t.Context())
	answers(t, given, err, 200, "ok")
	repository.silence = errors.New("nobody there")
	_, err = items.healthz(t.Context())
	isRefused(t, "healthz", err, 503)
}

func TestWithoutADatabaseOnlyItemsAreRefused(t *testing.T) {
	items := itemEndpoints{}
	given, err := items.healthz(t.Context())
	answers(t, given, err, 200, "ok")
	_, err = items.list(t.Context(), url.Values{})
	isRefused(t, "list", err, 503)
	_, err = items.read(t.Context(), "1")
	isRefused(t, "read", err, 503)
	_, err = items.create(t.Context(), []byte(`{"name":"b","quantity":2}`))
	isRefused(t, "create", err, 503)
}
