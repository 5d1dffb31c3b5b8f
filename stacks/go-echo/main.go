// The contract on Echo, without its logger.
package main

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"stackbench/workloads"
)

func main() {
	workloads.Serve(route)
}

func route(endpoints *workloads.Handlers) http.Handler {
	routes := echo.New()
	routes.GET("/hello", echo.WrapHandler(endpoints.Hello))
	routes.GET("/hash-sort", echo.WrapHandler(endpoints.HashSort))
	routes.GET("/lookup", echo.WrapHandler(endpoints.Lookup))
	routes.GET("/render-name", echo.WrapHandler(endpoints.RenderName))
	routes.GET("/render-table", echo.WrapHandler(endpoints.RenderTable))
	routes.GET("/report", echo.WrapHandler(endpoints.Report))
	routes.GET("/upstream", echo.WrapHandler(endpoints.Upstream))
	routes.GET("/healthz", echo.WrapHandler(endpoints.Healthz))
	routes.GET("/items", echo.WrapHandler(endpoints.ListItems))
	routes.POST("/items", echo.WrapHandler(endpoints.CreateItem))
	routes.GET("/items/:id", ofItem(endpoints.ReadItem))
	routes.PUT("/items/:id", ofItem(endpoints.ReplaceItem))
	routes.DELETE("/items/:id", ofItem(endpoints.RemoveItem))
	routes.RouteNotFound("/*", echo.WrapHandler(endpoints.NotFound))
	return routes
}

// ofItem hands on the id that Echo found in the path.
func ofItem(endpoint http.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Request().SetPathValue("id", c.Param("id"))
		endpoint(c.Response(), c.Request())
		return nil
	}
}
