package workloads

import (
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// BodyLimitBytes is the biggest request body that is read; beyond it 413.
	BodyLimitBytes = 64 * 1024
	// In code points.
	nameLimit = 200
)

// readQuery refuses what url.URL.Query would silently leave out.
func readQuery(given string) (url.Values, error) {
	query, err := url.ParseQuery(given)
	if err != nil {
		return nil, badInput("expected a query in percent-encoding, got: %v", err)
	}
	return query, nil
}

// readBody is a refusal (413) beyond the limit, and (400) where the body breaks off.
func readBody(request *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, request.Body, BodyLimitBytes))
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return nil, refuse(http.StatusRequestEntityTooLarge, "body: expected at most %d bytes", tooLong.Limit)
	}
	if err != nil {
		return nil, badInput("body: %v", err)
	}
	return body, nil
}

// readInteger is a decimal integer of the query; `absent` where it is not given.
func readInteger(query url.Values, name string, least, most, absent int64) (int64, error) {
	if !query.Has(name) {
		return absent, nil
	}
	given := query.Get(name)
	value, err := strconv.ParseInt(given, 10, 64)
	// ParseInt also takes a plus sign.
	if err != nil || value < least || value > most || strings.HasPrefix(given, "+") {
		return 0, badInput("%s: expected an integer from %d to %d, got %s", name, least, most, quote(given))
	}
	return value, nil
}

// readAfter is the id after which a list of items starts.
func readAfter(query url.Values) (int64, error) {
	return readInteger(query, "after", 0, math.MaxInt64, 0)
}

func readLimit(query url.Values) (int64, error) {
	return readInteger(query, "limit", 1, 100, 20)
}

// readName is the `name` of the query, which must be there.
func readName(query url.Values) (string, error) {
	if !query.Has("name") {
		return "", badInput("name: expected a string, got nothing")
	}
	return checkName(query.Get("name"))
}

// readID is an item's id; false where it is beyond PostgreSQL's bigint, so that no item can have it.
func readID(given string) (int64, bool, error) {
	// ParseUint takes no sign, but zeros in front.
	id, err := strconv.ParseUint(given, 10, 63)
	if errors.Is(err, strconv.ErrSyntax) || strings.HasPrefix(given, "0") {
		return 0, false, badInput("id: expected a positive integer, got %s", quote(given))
	}
	return int64(id), err == nil, nil
}

func checkName(name string) (string, error) {
	if length := utf8.RuneCountInString(name); length > nameLimit {
		return "", badInput("name: expected at most %d characters, got %d", nameLimit, length)
	}
	// PostgreSQL's text holds neither NUL nor half a character.
	if strings.ContainsRune(name, 0) || !utf8.ValidString(name) {
		return "", badInput("name: expected Unicode text without NUL and lone surrogates")
	}
	return name, nil
}

// quote is for messages: as JSON would have it, in ASCII, and cut short.
func quote(given string) string {
	return cut(strconv.QuoteToASCII(given))
}

func cut(text string) string {
	if len(text) <= 60 {
		return text
	}
	return strings.ToValidUTF8(text[:57], "") + "..."
}
