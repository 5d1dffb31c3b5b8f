package workloads

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

type itemInput struct {
	name     string
	quantity int32
}

// readItem is the item in a request's body. Unknown fields are ignored.
//
// Not into a struct: encoding/json would take "NAME" for "name", and put the replacement character
// wherever a text is no Unicode.
func readItem(body []byte) (itemInput, error) {
	fields, err := readObject(body)
	if err != nil {
		return itemInput{}, err
	}
	name, err := readText(fields["name"])
	if err != nil {
		return itemInput{}, err
	}
	// ParseInt takes no fraction and no exponent, and JSON has no plus sign.
	quantity, err := strconv.ParseInt(string(fields["quantity"]), 10, 32)
	if err != nil {
		return itemInput{}, badInput("quantity: expected a 32-bit integer, got %s", show(fields["quantity"]))
	}
	return itemInput{name, int32(quantity)}, nil
}

func readObject(body []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(body) {
		return nil, badInput("expected JSON in UTF-8, got: invalid UTF-8")
	}
	var fields map[string]json.RawMessage
	err := json.Unmarshal(body, &fields)
	var wrongType *json.UnmarshalTypeError
	// `null` leaves the map as it was.
	if errors.As(err, &wrongType) || (err == nil && fields == nil) {
		return nil, badInput(`expected a JSON object {"name":"…","quantity":n}`)
	}
	if err != nil {
		return nil, badInput("expected JSON in UTF-8, got: %v", err)
	}
	return fields, nil
}

func readText(raw json.RawMessage) (string, error) {
	if !bytes.HasPrefix(raw, []byte{'"'}) {
		return "", badInput("name: expected a string, got %s", show(raw))
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", badInput("name: expected a string, got %s", show(raw))
	}
	if hasLoneSurrogate(raw) {
		return "", badInput("name: expected Unicode text without NUL and lone surrogates")
	}
	return checkName(text)
}

// hasLoneSurrogate looks for an escaped half of a pair in a valid JSON string, which encoding/json lets pass.
func hasLoneSurrogate(raw []byte) bool {
	for at := 0; at < len(raw); {
		if raw[at] != '\\' {
			at++
			continue
		}
		first, isEscape := escapedUnit(raw[at:])
		if !isEscape {
			at += 2
			continue
		}
		at += 6
		if !utf16.IsSurrogate(first) {
			continue
		}
		second, _ := escapedUnit(raw[at:])
		if utf16.DecodeRune(first, second) == utf8.RuneError {
			return true
		}
		at += 6
	}
	return false
}

// escapedUnit is the UTF-16 unit of the `\uXXXX` at the start of a text; false where there is none.
func escapedUnit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}

// show is for messages: what stands in the body.
func show(raw json.RawMessage) string {
	if raw == nil || string(raw) == "null" {
		return "nothing"
	}
	return cut(string(raw))
}
