package workloads

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func readN(given string) (int64, error) {
	return readInteger(url.Values{"n": {given}}, "n", -5, 100, 7)
}

func TestTakesDecimalIntegersInRange(t *testing.T) {
	for given, expected := range map[string]int64{"-5": -5, "0": 0, "-0": 0, "007": 7, "100": 100} {
		if value, err := readN(given); err != nil || value != expected {
			t.Errorf("%s: got %d, %v", given, value, err)
		}
	}
}

func TestTakesTheDefaultOnlyWhereNothingIsGiven(t *testing.T) {
	if value, err := readInteger(url.Values{}, "n", 0, 9, 7); err != nil || value != 7 {
		t.Errorf("got %d, %v", value, err)
	}
	_, err := readN("")
	isRefused(t, "", err, 400)
}

func TestRefusesWhatIsNoDecimalInteger(t *testing.T) {
	for _, given := range []string{"+1", " 1", "1 ", "1\n", "1_0", "\u0663", "0x1", "1.0", "1e1", strings.Repeat("9", 5000)} {
		_, err := readN(given)
		isRefused(t, given, err, 400)
	}
}

func TestSaysWhatWasExpectedAndGot(t *testing.T) {
	_, err := readN("101")
	given := answerTo(err, httpRequest{httptest.NewRequest(http.MethodGet, "/", nil)})
	answers(t, given, nil, 400, `{"error":"n: expected an integer from -5 to 100, got \"101\""}`)
}

func TestRefusesAQueryThatCannotBeDecoded(t *testing.T) {
	// Left out, the default would be served in its place.
	for _, query := range []string{"seed=%zz", "seed=1;loopCount=2"} {
		_, err := readQuery(query)
		isRefused(t, query, err, 400)
	}
}

func TestTakesIdsUpToBigint(t *testing.T) {
	for given, expected := range map[string]int64{"1": 1, "9223372036854775807": 9223372036854775807} {
		if id, possible, err := readID(given); err != nil || !possible || id != expected {
			t.Errorf("%s: got %d, %v, %v", given, id, possible, err)
		}
	}
	for _, given := range []string{"9223372036854775808", strings.Repeat("9", 300)} {
		if _, possible, err := readID(given); err != nil || possible {
			t.Errorf("%.30s: got %v, %v", given, possible, err)
		}
	}
}

func TestRefusesWhatIsNoID(t *testing.T) {
	for _, given := range []string{"", "0", "-1", "+1", "01", "abc", "1.5"} {
		_, _, err := readID(given)
		isRefused(t, given, err, 400)
	}
}

func TestCountsCodePointsOfANameInTheQuery(t *testing.T) {
	rockets := strings.Repeat("🚀", 200)
	if name, err := readName(url.Values{"name": {rockets}}); err != nil || name != rockets {
		t.Errorf("got %q, %v", name, err)
	}
	for _, given := range []string{strings.Repeat("x", 201), "\xff", "a\x00"} {
		_, err := readName(url.Values{"name": {given}})
		isRefused(t, given, err, 400)
	}
	_, err := readName(url.Values{})
	isRefused(t, "no name", err, 400)
}

func TestReadsBodiesUpToTheLimit(t *testing.T) {
	read := func(length int) ([]byte, error) {
		body := strings.NewReader(strings.Repeat("x", length))
		return readBody(httptest.NewRequest(http.MethodPost, "/items", body))
	}
	if body, err := read(64 * 1024); err != nil || len(body) != 64*1024 {
		t.Errorf("got %d bytes, %v", len(body), err)
	}
	_, err := read(64*1024 + 1)
	isRefused(t, "too long", err, 413)
}
