package workloads

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// item has the contract's keys in the contract's order.
type item struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Quantity int32  `json:"quantity"`
}

// itemRepository is the table `items`. Methods fail as the database driver fails.
type itemRepository interface {
	// list gives up to `limit` items with an id over `after`, in id order; never nil.
	list(ctx context.Context, after, limit int64) ([]item, error)
	create(ctx context.Context, given itemInput) (item, error)
	// read gives nil where there is none.
	read(ctx context.Context, id int64) (*item, error)
	// replace gives nil where there is none.
	replace(ctx context.Context, id int64, given itemInput) (*item, error)
	// remove gives false where there was none.
	remove(ctx context.Context, id int64) (bool, error)
	ping(ctx context.Context) error
	close()
}

// itemEndpoints are the endpoints of `items`. All refuse: 400 for bad input, 503 without a repository.
type itemEndpoints struct {
	// Nil where there is none.
	repository itemRepository
}

func (items itemEndpoints) list(ctx context.Context, query url.Values) (Answer, error) {
	after, err := readAfter(query)
	if err != nil {
		return Answer{}, err
	}
	limit, err := readLimit(query)
	if err != nil {
		return Answer{}, err
	}
	if items.repository == nil {
		return Answer{}, noDatabase()
	}
	listed, err := items.repository.list(ctx, after, limit)
	if err != nil {
		return Answer{}, err
	}
	return jsonAnswer(http.StatusOK, listed)
}

func (items itemEndpoints) create(ctx context.Context, body []byte) (Answer, error) {
	given, err := readItem(body)
	if err != nil {
		return Answer{}, err
	}
	if items.repository == nil {
		return Answer{}, noDatabase()
	}
	made, err := items.repository.create(ctx, given)
	if err != nil {
		return Answer{}, err
	}
	return created("/items/"+strconv.FormatInt(made.ID, 10), made)
}

func (items itemEndpoints) read(ctx context.Context, givenID string) (Answer, error) {
	return items.withID(givenID, func(id int64) (Answer, error) {
		return found(items.repository.read(ctx, id))
	})
}

func (items itemEndpoints) replace(ctx context.Context, givenID string, body []byte) (Answer, error) {
	given, err := readItem(body)
	if err != nil {
		return Answer{}, err
	}
	return items.withID(givenID, func(id int64) (Answer, error) {
		return found(items.repository.replace(ctx, id, given))
	})
}

func (items itemEndpoints) remove(ctx context.Context, givenID string) (Answer, error) {
	return items.withID(givenID, func(id int64) (Answer, error) {
		wasThere, err := items.repository.remove(ctx, id)
		if err != nil {
			return Answer{}, err
		}
		if !wasThere {
			return notFound()
		}
		return empty(), nil
	})
}

// healthz is 200 once the server can serve; 503 while its database does not answer.
func (items itemEndpoints) healthz(ctx context.Context) (Answer, error) {
	if items.repository != nil {
		if err := items.repository.ping(ctx); err != nil {
			return Answer{}, refuse(http.StatusServiceUnavailable, "the database does not answer: %v", err)
		}
	}
	return textAnswer("ok"), nil
}

func (items itemEndpoints) close() {
	if items.repository != nil {
		items.repository.close()
	}
}

// withID asks the repository only for an id that an item can have.
func (items itemEndpoints) withID(given string, ask func(id int64) (Answer, error)) (Answer, error) {
	id, possible, err := readID(given)
	if err != nil {
		return Answer{}, err
	}
	if !possible {
		return notFound()
	}
	if items.repository == nil {
		return Answer{}, noDatabase()
	}
	return ask(id)
}

func found(one *item, err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	if one == nil {
		return notFound()
	}
	return jsonAnswer(http.StatusOK, one)
}

func noDatabase() error {
	return refuse(http.StatusServiceUnavailable, "DATABASE_URL is not set")
}
