// The CPU-bound workloads against figures that other languages worked out.

package workloads

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestHashSortAgreesWithTheContract(t *testing.T) {
	for loopCount, start := range map[int64]string{1: "d7e2cba749472cbd", 10: "c2e2f97838f71337"} {
		if checksum := hashSortChecksum(loopCount, 1); !strings.HasPrefix(checksum, start) || len(checksum) != 64 {
			t.Errorf("%d loops: expected %s…, got %s", loopCount, start, checksum)
		}
	}
	if hashSortChecksum(1, 1) == hashSortChecksum(1, 2) {
		t.Error("the seed does not count")
	}
}

func TestHashSortAnswersCompactJSONInTheContractsOrder(t *testing.T) {
	given, err := hashSort(url.Values{"loopCount": {"1"}, "seed": {"1"}})
	answers(t, given, err, 200, fmt.Sprintf(`{"loopCount":1,"seed":1,"checksum":"%s"}`, hashSortChecksum(1, 1)))
}

func TestHashSortHasTheContractsDefaults(t *testing.T) {
	given, err := hashSort(url.Values{})
	answers(t, given, err, 200, fmt.Sprintf(`{"loopCount":10,"seed":1,"checksum":"%s"}`, hashSortChecksum(10, 1)))
}

func TestWorkloadsRefuseWhatIsOutOfRange(t *testing.T) {
	for endpoint, serve := range map[string]func(url.Values) (Answer, error){
		"loopCount=0":    hashSort,
		"loopCount=1001": hashSort,
		"seed=-1":        hashSort,
		"seed=1000001":   lookup,
		"mb=0":           report,
		"mb=1025":        report,
		"mb=1.5":         report,
		"mb=":            report,
	} {
		query, err := url.ParseQuery(endpoint)
		if err != nil {
			t.Fatal(err)
		}
		_, err = serve(query)
		isRefused(t, endpoint, err, 400)
	}
}

func TestLookupCountsWhatAPlainSearchFinds(t *testing.T) {
	given, err := lookup(url.Values{})
	answers(t, given, err, 200, `{"seed":1,"hits":3583}`)
	for _, seed := range []int64{0, 13_999, 1_000_000} {
		found := 0
		for i := range int64(50_000) {
			if number := (31*i + seed) % 14_000; number%7 == 0 && number < 7000 {
				found++
			}
		}
		if hits := countHits(seed); hits != found {
			t.Errorf("seed %d: expected %d, got %d", seed, found, hits)
		}
	}
}

func TestReportSumsWhatThePagesHold(t *testing.T) {
	if sum := sumPages(4096 * 3); sum != 0+1+2 {
		t.Errorf("got %d", sum)
	}
	// 256 pages: 0 to 250, then 0 to 4.
	given, err := report(url.Values{"mb": {"1"}})
	answers(t, given, err, 200, fmt.Sprintf(`{"mb":1,"checksum":%d}`, 250*251/2+0+1+2+3+4))
	given, err = report(url.Values{})
	answers(t, given, err, 200, `{"mb":64,"checksum":2041721}`)
}

func TestRenderEscapesNames(t *testing.T) {
	given, err := renderName(url.Values{"name": {`<b>"R&D" & 'Q'</b> Żółć 🚀`}})
	answers(t, given, err, 200, `<p>Hello, &lt;b&gt;&#34;R&amp;D&#34; &amp; &#39;Q&#39;&lt;/b&gt; Żółć 🚀!</p>`)
}

func TestRenderMakesATableOfSixByFour(t *testing.T) {
	given, err := renderTable()
	expected := "<table>"
	for row := range 6 {
		expected += "<tr>"
		for column := range 4 {
			expected += fmt.Sprintf("<td>%d,%d</td>", row, column)
		}
		expected += "</tr>"
	}
	given.Body = []byte(strings.Join(strings.Fields(string(given.Body)), ""))
	answers(t, given, err, 200, expected+"</table>")
}

func TestHelloIsPlainText(t *testing.T) {
	given := hello()
	answers(t, given, nil, 200, "Hello, world!")
	if given.ContentType != "text/plain; charset=utf-8" {
		t.Errorf("got %s", given.ContentType)
	}
}
