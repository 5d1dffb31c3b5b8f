package workloads

import (
	"context"
	"net/http"
)

// Request is what endpoints read of a request, whatever server took it.
type Request interface {
	// Context ends when the client is gone, where the server finds that out.
	Context() context.Context
	// Line is what stands in messages: method and path.
	Line() string
	// RawQuery is the query as it was sent, in percent-encoding.
	RawQuery() string
	// ItemID is the part of the path that names an item.
	ItemID() string
	// Body is the whole body, or a refusal where it breaks off or is over BodyLimitBytes.
	Body() ([]byte, error)
}

// httpRequest is one of net/http, whose router left the item's id as the path value "id".
type httpRequest struct {
	given *http.Request
}

func (request httpRequest) Context() context.Context { return request.given.Context() }
func (request httpRequest) Line() string             { return request.given.Method + " " + request.given.URL.Path }
func (request httpRequest) RawQuery() string         { return request.given.URL.RawQuery }
func (request httpRequest) ItemID() string           { return request.given.PathValue("id") }
func (request httpRequest) Body() ([]byte, error)    { return readBody(request.given) }
