// The contract on fasthttp, without any framework.
package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/valyala/fasthttp"
	"stackbench/workloads"
)

func main() {
	workloads.ServeBy(handler, route)
}

func route(endpoints *workloads.Endpoints[fasthttp.RequestHandler]) workloads.Server {
	// By method, then by path: looked up by bytes, without a copy.
	routes := map[string]map[string]fasthttp.RequestHandler{
		"GET": {
			"/hello":        endpoints.Hello,
			"/hash-sort":    endpoints.HashSort,
			"/lookup":       endpoints.Lookup,
			"/render-name":  endpoints.RenderName,
			"/render-table": endpoints.RenderTable,
			"/report":       endpoints.Report,
			"/upstream":     endpoints.Upstream,
			"/healthz":      endpoints.Healthz,
			"/items":        endpoints.ListItems,
		},
		"POST": {"/items": endpoints.CreateItem},
	}
	// By method.
	ofItem := map[string]fasthttp.RequestHandler{
		"GET":    endpoints.ReadItem,
		"PUT":    endpoints.ReplaceItem,
		"DELETE": endpoints.RemoveItem,
	}
	handle := func(ctx *fasthttp.RequestCtx) {
		found := routes[string(ctx.Method())][string(ctx.Path())]
		if _, isItem := itemID(ctx); isItem {
			found = ofItem[string(ctx.Method())]
		}
		if found == nil {
			found = endpoints.NotFound
		}
		found(ctx)
	}
	return server{&fasthttp.Server{
		Handler:            handle,
		ErrorHandler:       refuse,
		IdleTimeout:        workloads.KeepAliveTime,
		MaxRequestBodySize: workloads.BodyLimitBytes,
	}}
}

func handler(endpoint workloads.Endpoint) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		answer := endpoint(request{ctx})
		ctx.SetStatusCode(answer.Status)
		if answer.ContentType != "" {
			ctx.SetContentType(answer.ContentType)
		}
		if answer.Location != "" {
			ctx.Response.Header.Set(fasthttp.HeaderLocation, answer.Location)
		}
		ctx.SetBody(answer.Body)
	}
}

// refuse answers what fasthttp itself will not take: too big a body, or what is no request.
func refuse(ctx *fasthttp.RequestCtx, err error) {
	status := fasthttp.StatusBadRequest
	if errors.Is(err, fasthttp.ErrBodyTooLarge) {
		status = fasthttp.StatusRequestEntityTooLarge
	}
	ctx.SetStatusCode(status)
	ctx.SetContentType("application/json; charset=utf-8")
	ctx.SetBodyString(`{"error":"` + fasthttp.StatusMessage(status) + `"}`)
}

// itemID is the part of the path behind /items/; false where the path is another.
func itemID(ctx *fasthttp.RequestCtx) ([]byte, bool) {
	id, found := bytes.CutPrefix(ctx.Path(), []byte("/items/"))
	return id, found && bytes.IndexByte(id, '/') < 0
}

// request is one of fasthttp's.
type request struct {
	given *fasthttp.RequestCtx
}

// Context never ends: fasthttp does not find out that a client is gone.
func (of request) Context() context.Context { return context.Background() }
func (of request) Line() string             { return string(of.given.Method()) + " " + string(of.given.Path()) }
func (of request) RawQuery() string         { return string(of.given.URI().QueryString()) }
func (of request) Body() ([]byte, error)    { return of.given.PostBody(), nil }

func (of request) ItemID() string {
	id, _ := itemID(of.given)
	return string(id)
}

// server is fasthttp's in the words of the shared code.
type server struct {
	*fasthttp.Server
}

func (of server) Shutdown(grace context.Context) error { return of.ShutdownWithContext(grace) }

// Close has nothing to do: what is still served ends with the process.
func (of server) Close() error { return nil }
