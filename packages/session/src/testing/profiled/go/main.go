// Three quarters of its time are in one function, one quarter in another.
package main

import (
	"math"
	"net/http"

	"stackbench/workloads"
)

// sink keeps the work from being left out.
var sink float64

// burn does as much work each time: of a span of time, whoever is held up in it would take more.
func burn(millions int) {
	sum := 0.0
	for index := range millions * 1_000_000 {
		sum += math.Sqrt(float64(index))
	}
	sink = sum
}

//go:noinline
func hot() { burn(9) }

//go:noinline
func cold() { burn(3) }

func main() {
	go func() {
		for {
			hot()
			cold()
		}
	}()
	workloads.Serve(func(endpoints *workloads.Handlers) http.Handler {
		return http.HandlerFunc(endpoints.Hello)
	})
}
