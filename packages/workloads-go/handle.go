package workloads

import (
	"context"
	"errors"
	"log"
	"net/http"
	"net/url"
)

// handle makes an endpoint a handler of net/http.
func handle(serve func(*http.Request) (answer, error)) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		given, err := serve(request)
		if err != nil {
			given = answerTo(err, request)
		}
		given.write(writer)
	}
}

// handleComputing is for endpoints that wait for nothing.
func handleComputing(serve func(url.Values) (answer, error)) http.HandlerFunc {
	return handleQuery(func(_ context.Context, query url.Values) (answer, error) { return serve(query) })
}

func handleQuery(serve func(context.Context, url.Values) (answer, error)) http.HandlerFunc {
	return handle(func(request *http.Request) (answer, error) {
		query, err := readQuery(request)
		if err != nil {
			return answer{}, err
		}
		return serve(request.Context(), query)
	})
}

func handleBody(serve func(*http.Request, []byte) (answer, error)) http.HandlerFunc {
	return handle(func(request *http.Request) (answer, error) {
		body, err := readBody(request)
		if err != nil {
			return answer{}, err
		}
		return serve(request, body)
	})
}

// answerTo is a refusal's own answer, or 500 for anything else, which is told on stderr.
func answerTo(err error, request *http.Request) answer {
	var refused *refusal
	if !errors.As(err, &refused) {
		// A client that goes away ends its query: that is no failure of the server.
		if request.Context().Err() == nil {
			log.Printf("%s %s: %v", request.Method, request.URL.Path, err)
		}
		refused = &refusal{http.StatusInternalServerError, "internal error"}
	}
	given, err := errorAnswer(refused.status, refused.message)
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	return given
}
