// The contract on net/http and its own router.
package main

import (
	"net/http"

	"stackbench/workloads"
)

func main() {
	workloads.Serve(route)
}

func route(endpoints *workloads.Handlers) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /hello", endpoints.Hello)
	routes.HandleFunc("GET /hash-sort", endpoints.HashSort)
	routes.HandleFunc("GET /lookup", endpoints.Lookup)
	routes.HandleFunc("GET /render-name", endpoints.RenderName)
	routes.HandleFunc("GET /render-table", endpoints.RenderTable)
	routes.HandleFunc("GET /report", endpoints.Report)
	routes.HandleFunc("GET /upstream", endpoints.Upstream)
	routes.HandleFunc("GET /healthz", endpoints.Healthz)
	routes.HandleFunc("GET /items", endpoints.ListItems)
	routes.HandleFunc("POST /items", endpoints.CreateItem)
	routes.HandleFunc("GET /items/{id}", endpoints.ReadItem)
	routes.HandleFunc("PUT /items/{id}", endpoints.ReplaceItem)
	routes.HandleFunc("DELETE /items/{id}", endpoints.RemoveItem)
	// Wrong methods come here, too.
	routes.HandleFunc("/", endpoints.NotFound)
	return routes
}
