package workloads

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// The same spelling in all stacks, so that they send the same bytes.
const (
	jsonType = "application/json; charset=utf-8"
	textType = "text/plain; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

// answer is what an endpoint gives back, before any framework has touched it.
type answer struct {
	status int
	// Empty where there is no body (204).
	contentType string
	// Empty where it is not sent.
	location string
	body     []byte
}

// jsonAnswer is compact JSON in UTF-8, keys in the order of the struct's fields.
func jsonAnswer(status int, value any) (answer, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return answer{}, err
	}
	// The encoder ends every value with a line feed.
	body := bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
	return answer{status: status, contentType: jsonType, body: body}, nil
}

func textAnswer(text string) answer {
	return answer{status: http.StatusOK, contentType: textType, body: []byte(text)}
}

// created is 201 with the place of what was made.
func created(location string, value any) (answer, error) {
	made, err := jsonAnswer(http.StatusCreated, value)
	made.location = location
	return made, err
}

func empty() answer {
	return answer{status: http.StatusNoContent}
}

func notFound() (answer, error) {
	return errorAnswer(http.StatusNotFound, "not found")
}

// errorAnswer is `{"error":"…"}`.
func errorAnswer(status int, message string) (answer, error) {
	return jsonAnswer(status, struct {
		Error string `json:"error"`
	}{message})
}

func (given answer) write(writer http.ResponseWriter) {
	header := writer.Header()
	if given.contentType != "" {
		header.Set("Content-Type", given.contentType)
		// By itself net/http sends a body over 2 KiB in chunks, which no other stack does.
		header.Set("Content-Length", strconv.Itoa(len(given.body)))
	}
	if given.location != "" {
		header.Set("Location", given.location)
	}
	writer.WriteHeader(given.status)
	if len(given.body) > 0 {
		// It fails where the client is gone: nobody is left to be told.
		_, _ = writer.Write(given.body)
	}
}
