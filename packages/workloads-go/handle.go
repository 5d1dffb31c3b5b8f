package workloads

import (
	"context"
	"errors"
	"log"
	"net/http"
	"net/url"
)

// Endpoint gives what is to be sent: an endpoint's own answer, or the refusal of a request.
type Endpoint func(Request) Answer

// handle makes refusals and failures answers.
func handle(serve func(Request) (Answer, error)) Endpoint {
	return func(request Request) Answer {
		given, err := serve(request)
		if err != nil {
			return answerTo(err, request)
		}
		return given
	}
}

// handler makes an endpoint a handler of net/http.
func handler(endpoint Endpoint) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		endpoint(httpRequest{request}).write(writer)
	}
}

// handleComputing is for endpoints that wait for nothing.
func handleComputing(serve func(url.Values) (Answer, error)) Endpoint {
	return handleQuery(func(_ context.Context, query url.Values) (Answer, error) { return serve(query) })
}

func handleQuery(serve func(context.Context, url.Values) (Answer, error)) Endpoint {
	return handle(func(request Request) (Answer, error) {
		query, err := readQuery(request.RawQuery())
		if err != nil {
			return Answer{}, err
		}
		return serve(request.Context(), query)
	})
}

func handleBody(serve func(Request, []byte) (Answer, error)) Endpoint {
	return handle(func(request Request) (Answer, error) {
		body, err := request.Body()
		if err != nil {
			return Answer{}, err
		}
		return serve(request, body)
	})
}

// answerTo is a refusal's own answer, or 500 for anything else, which is told on stderr.
func answerTo(err error, request Request) Answer {
	var refused *refusal
	if !errors.As(err, &refused) {
		// A client that goes away ends its query: that is no failure of the server.
		if request.Context().Err() == nil {
			log.Printf("%s: %v", request.Line(), err)
		}
		refused = &refusal{http.StatusInternalServerError, "internal error"}
	}
	given, err := errorAnswer(refused.status, refused.message)
	if err != nil {
		return Answer{Status: http.StatusInternalServerError}
	}
	return given
}
