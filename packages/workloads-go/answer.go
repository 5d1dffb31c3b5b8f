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

// Answer is what an endpoint gives back, before any framework has touched it.
type Answer struct {
	Status int
	// Empty where there is no body (204).
	ContentType string
	// Empty where it is not sent.
	Location string
	Body     []byte
}

// jsonAnswer is compact JSON in UTF-8, keys in the order of the struct's fields.
func jsonAnswer(status int, value any) (Answer, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return Answer{}, err
	}
	// The encoder ends every value with a line feed.
	body := bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
	return Answer{Status: status, ContentType: jsonType, Body: body}, nil
}

func textAnswer(text string) Answer {
	return Answer{Status: http.StatusOK, ContentType: textType, Body: []byte(text)}
}

// created is 201 with the place of what was made.
func created(location string, value any) (Answer, error) {
	made, err := jsonAnswer(http.StatusCreated, value)
	made.Location = location
	return made, err
}

func empty() Answer {
	return Answer{Status: http.StatusNoContent}
}

func notFound() (Answer, error) {
	return errorAnswer(http.StatusNotFound, "not found")
}

// errorAnswer is `{"error":"…"}`.
func errorAnswer(status int, message string) (Answer, error) {
	return jsonAnswer(status, struct {
		Error string `json:"error"`
	}{message})
}

func (given Answer) write(writer http.ResponseWriter) {
	header := writer.Header()
	if given.ContentType != "" {
		header.Set("Content-Type", given.ContentType)
		// By itself net/http sends a body over 2 KiB in chunks, which no other stack does.
		header.Set("Content-Length", strconv.Itoa(len(given.Body)))
	}
	if given.Location != "" {
		header.Set("Location", given.Location)
	}
	writer.WriteHeader(given.Status)
	if len(given.Body) > 0 {
		// It fails where the client is gone: nobody is left to be told.
		_, _ = writer.Write(given.Body)
	}
}
