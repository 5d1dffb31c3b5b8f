package workloads

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	connectTime = 5 * time.Second
	closeTime   = 50 * time.Millisecond
)

// pgxItems is an itemRepository over a pool of pgx, with pgx's defaults but for its size.
type pgxItems struct {
	pool *pgxpool.Pool
}

// connectItems opens connections when they are needed. It fails where the URL is none.
func connectItems(told environment) (itemEndpoints, error) {
	if told.databaseURL == "" {
		return itemEndpoints{}, nil
	}
	config, err := pgxpool.ParseConfig(told.databaseURL)
	if err != nil {
		return itemEndpoints{}, fmt.Errorf("DATABASE_URL: %w", err)
	}
	config.MaxConns = int32(told.databasePoolSize)
	config.ConnConfig.ConnectTimeout = connectTime
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		return itemEndpoints{}, fmt.Errorf("DATABASE_URL: %w", err)
	}
	return itemEndpoints{pgxItems{pool}}, nil
}

func (items pgxItems) list(ctx context.Context, after, limit int64) ([]item, error) {
	query := "select id, name, quantity from items where id > $1 order by id limit $2"
	// What fails in Query fails in CollectRows too.
	rows, _ := items.pool.Query(ctx, query, after, limit)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[item])
}

func (items pgxItems) create(ctx context.Context, given itemInput) (item, error) {
	query := "insert into items(name, quantity) values ($1, $2) returning id, name, quantity"
	return items.one(ctx, query, given.name, given.quantity)
}

func (items pgxItems) read(ctx context.Context, id int64) (*item, error) {
	query := "select id, name, quantity from items where id = $1"
	return ifAny(items.one(ctx, query, id))
}

func (items pgxItems) replace(ctx context.Context, id int64, given itemInput) (*item, error) {
	query := "update items set name = $2, quantity = $3 where id = $1 returning id, name, quantity"
	return ifAny(items.one(ctx, query, id, given.name, given.quantity))
}

func (items pgxItems) remove(ctx context.Context, id int64) (bool, error) {
	done, err := items.pool.Exec(ctx, "delete from items where id = $1", id)
	return done.RowsAffected() > 0, err
}

func (items pgxItems) ping(ctx context.Context) error {
	return items.pool.Ping(ctx)
}

// close does not wait for queries of requests that are too late: their connections end with the process.
func (items pgxItems) close() {
	closed := make(chan struct{})
	go func() {
		items.pool.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(closeTime):
	}
}

// one fails with pgx.ErrNoRows where the query gives no row.
func (items pgxItems) one(ctx context.Context, query string, values ...any) (item, error) {
	var read item
	err := items.pool.QueryRow(ctx, query, values...).Scan(&read.ID, &read.Name, &read.Quantity)
	return read, err
}

func ifAny(read item, err error) (*item, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &read, err
}
