package workloads

import (
	"fmt"
	"net/http"
)

// refusal is the error of an endpoint that will not serve a request. The message goes to the client.
type refusal struct {
	status  int
	message string
}

func (given *refusal) Error() string {
	return given.message
}

func refuse(status int, format string, values ...any) error {
	return &refusal{status, fmt.Sprintf(format, values...)}
}

func badInput(format string, values ...any) error {
	return refuse(http.StatusBadRequest, format, values...)
}
