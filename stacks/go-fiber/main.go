// The contract on Fiber, which serves by fasthttp in place of net/http.
package main

import (
	"context"
	"net"

	"github.com/gofiber/fiber/v2"
	"stackbench/workloads"
)

func main() {
	workloads.ServeBy(handler, route)
}

func route(endpoints *workloads.Endpoints[fiber.Handler]) workloads.Server {
	routes := fiber.New(fiber.Config{
		// Another spelling of a path is an unknown path.
		CaseSensitive:         true,
		StrictRouting:         true,
		BodyLimit:             workloads.BodyLimitBytes,
		IdleTimeout:           workloads.KeepAliveTime,
		DisableStartupMessage: true,
		ErrorHandler:          refuse,
	})
	routes.Get("/hello", endpoints.Hello)
	routes.Get("/hash-sort", endpoints.HashSort)
	routes.Get("/lookup", endpoints.Lookup)
	routes.Get("/render-name", endpoints.RenderName)
	routes.Get("/render-table", endpoints.RenderTable)
	routes.Get("/report", endpoints.Report)
	routes.Get("/upstream", endpoints.Upstream)
	routes.Get("/healthz", endpoints.Healthz)
	routes.Get("/items", endpoints.ListItems)
	routes.Post("/items", endpoints.CreateItem)
	routes.Get("/items/:id", endpoints.ReadItem)
	routes.Put("/items/:id", endpoints.ReplaceItem)
	routes.Delete("/items/:id", endpoints.RemoveItem)
	// Wrong methods come here, too.
	routes.Use(endpoints.NotFound)
	return server{routes}
}

func handler(endpoint workloads.Endpoint) fiber.Handler {
	return func(c *fiber.Ctx) error {
		answer := endpoint(request{c})
		if answer.ContentType != "" {
			c.Set(fiber.HeaderContentType, answer.ContentType)
		}
		if answer.Location != "" {
			c.Location(answer.Location)
		}
		return c.Status(answer.Status).Send(answer.Body)
	}
}

// refuse answers what fasthttp itself will not take, such as too big a body.
func refuse(c *fiber.Ctx, err error) error {
	status := fiber.StatusInternalServerError
	if refused, ok := err.(*fiber.Error); ok {
		status = refused.Code
	}
	return c.Status(status).JSON(fiber.Map{"error": err.Error()})
}

// request is one of Fiber's. Its texts are only good until it is answered, as the endpoints use them.
type request struct {
	given *fiber.Ctx
}

// Context never ends: fasthttp does not find out that a client is gone.
func (of request) Context() context.Context { return of.given.UserContext() }
func (of request) Line() string             { return of.given.Method() + " " + of.given.Path() }
func (of request) RawQuery() string         { return string(of.given.Request().URI().QueryString()) }
func (of request) ItemID() string           { return of.given.Params("id") }
func (of request) Body() ([]byte, error)    { return of.given.BodyRaw(), nil }

// server is Fiber's in the words of the shared code.
type server struct {
	app *fiber.App
}

func (of server) Serve(listener net.Listener) error    { return of.app.Listener(listener) }
func (of server) Shutdown(grace context.Context) error { return of.app.ShutdownWithContext(grace) }

// Close has nothing to do: what fasthttp still serves ends with the process.
func (of server) Close() error { return nil }
