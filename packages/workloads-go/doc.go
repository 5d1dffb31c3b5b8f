// Package workloads is what every Go stack of stackbench shares, so that stacks differ only in what
// is compared.
//
// A stack's whole program is a call of [Serve] with a function that routes to [Handlers] in its
// framework's own way, or of [ServeBy] where the framework brings a server of its own. Inside, an endpoint
// takes a query, a path's id or a body's bytes and gives an answer, or a refusal as its error.
package workloads
