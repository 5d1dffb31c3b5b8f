// The contract on chi.
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"stackbench/workloads"
)

func main() {
	workloads.Serve(route)
}

func route(endpoints *workloads.Handlers) http.Handler {
	routes := chi.NewRouter()
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
	routes.Get("/items/{id}", endpoints.ReadItem)
	routes.Put("/items/{id}", endpoints.ReplaceItem)
	routes.Delete("/items/{id}", endpoints.RemoveItem)
	routes.NotFound(endpoints.NotFound)
	return routes
}
