package workloads

import (
	"fmt"
	"strings"
	"testing"
)

func TestTakesAll32BitQuantitiesAndIgnoresOtherFields(t *testing.T) {
	for _, quantity := range []int32{-2147483648, 0, 2147483647} {
		body := fmt.Sprintf(` {"x":["\ud800",null],"quantity": %d ,"name":"é"} `, quantity)
		if given, err := readItem([]byte(body)); err != nil || given != (itemInput{"é", quantity}) {
			t.Errorf("%s: got %+v, %v", body, given, err)
		}
	}
}

func TestReadsEscapesOfNames(t *testing.T) {
	for escaped, expected := range map[string]string{
		`\ud83d\ude80`:      "🚀",
		`\ufffd`:            "\ufffd",
		`\\ud800`:           `\ud800`,
		`\"\\\/\n\u00e9`:    "\"\\/\né",
		`\u2028`:            "\u2028",
		"\ufffd":            "\ufffd",
		`\\\ud83d\ude80\\u`: `\🚀\u`,
	} {
		given, err := readItem([]byte(`{"name":"` + escaped + `","quantity":1}`))
		if err != nil || given.name != expected {
			t.Errorf("%s: expected %q, got %q, %v", escaped, expected, given.name, err)
		}
	}
}

func TestTheLastOfEqualFieldsCounts(t *testing.T) {
	given, err := readItem([]byte(`{"name":1,"quantity":"x","name":"a","quantity":2}`))
	if err != nil || given != (itemInput{"a", 2}) {
		t.Errorf("got %+v, %v", given, err)
	}
}

func TestRefusesWrongFields(t *testing.T) {
	for _, body := range []string{
		`null`,
		`[]`,
		`"x"`,
		`1`,
		`{}`,
		`{"name":"a"}`,
		`{"quantity":1}`,
		`{"NAME":"a","quantity":1}`,
		`{"name":1,"quantity":1}`,
		`{"name":null,"quantity":1}`,
		`{"name":"a","quantity":"1"}`,
		`{"name":"a","quantity":true}`,
		`{"name":"a","quantity":null}`,
		`{"name":"a","quantity":1.5}`,
		`{"name":"a","quantity":1.0}`,
		`{"name":"a","quantity":1e0}`,
		`{"name":"a","quantity":2147483648}`,
		`{"name":"a","quantity":-2147483649}`,
		`{"name":"a\u0000","quantity":1}`,
		`{"name":"\ud800","quantity":1}`,
		`{"name":"\ud800x","quantity":1}`,
		`{"name":"\ud800\u0041","quantity":1}`,
		`{"name":"\ude80\ud83d","quantity":1}`,
		`{"name":"` + strings.Repeat("x", 201) + `","quantity":1}`,
	} {
		_, err := readItem([]byte(body))
		isRefused(t, body, err, 400)
	}
}

func TestRefusesWhatIsNoJSON(t *testing.T) {
	for _, body := range []string{
		``,
		`{`,
		`{'name':'a','quantity':1}`,
		`{"name":"a","quantity":1}x`,
		`{"name":"a","quantity":NaN}`,
		`{"name":"a","quantity":+1}`,
		`{"name":"a","quantity":01}`,
		`{"name":"a","quantity":` + strings.Repeat("9", 5000) + `}`,
		"{\"name\":\"\xff\",\"quantity\":1}",
		"{\"name\":\"a\nb\",\"quantity\":1}",
		"\ufeff{\"name\":\"a\",\"quantity\":1}",
		"\xff\xfe{\x00}\x00",
		strings.Repeat("[", 30_000),
	} {
		_, err := readItem([]byte(body))
		isRefused(t, body, err, 400)
	}
}
