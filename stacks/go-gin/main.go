// The contract on Gin, without its logger.
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"stackbench/workloads"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	workloads.Serve(route)
}

func route(endpoints *workloads.Handlers) http.Handler {
	routes := gin.New()
	// Another spelling of a path is an unknown path.
	routes.RedirectTrailingSlash = false
	routes.GET("/hello", gin.WrapF(endpoints.Hello))
	routes.GET("/hash-sort", gin.WrapF(endpoints.HashSort))
	routes.GET("/lookup", gin.WrapF(endpoints.Lookup))
	routes.GET("/render-name", gin.WrapF(endpoints.RenderName))
	routes.GET("/render-table", gin.WrapF(endpoints.RenderTable))
	routes.GET("/report", gin.WrapF(endpoints.Report))
	routes.GET("/upstream", gin.WrapF(endpoints.Upstream))
	routes.GET("/healthz", gin.WrapF(endpoints.Healthz))
	routes.GET("/items", gin.WrapF(endpoints.ListItems))
	routes.POST("/items", gin.WrapF(endpoints.CreateItem))
	routes.GET("/items/:id", ofItem(endpoints.ReadItem))
	routes.PUT("/items/:id", ofItem(endpoints.ReplaceItem))
	routes.DELETE("/items/:id", ofItem(endpoints.RemoveItem))
	routes.NoRoute(gin.WrapF(endpoints.NotFound))
	return routes
}

// ofItem hands on the id that Gin found in the path.
func ofItem(endpoint http.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.SetPathValue("id", c.Param("id"))
		endpoint(c.Writer, c.Request)
	}
}
