package workloads

import (
	"net/http"
	"net/url"
)

const pageBytes = 4096

// report is the workload of that name: a lot of memory for a short time.
func report(query url.Values) (Answer, error) {
	mb, err := readInteger(query, "mb", 1, 1024, 64)
	if err != nil {
		return Answer{}, err
	}
	return jsonAnswer(http.StatusOK, struct {
		Mb       int64 `json:"mb"`
		Checksum int   `json:"checksum"`
	}{mb, sumPages(mb * 1024 * 1024)})
}

// sumPages takes that many bytes, touches each page, sums what was written and lets the memory go: to the
// collector, which gives it back when it likes. Making it collect in every request would measure that.
func sumPages(sizeBytes int64) int {
	memory := make([]byte, sizeBytes)
	for at := 0; at < len(memory); at += pageBytes {
		memory[at] = byte(at / pageBytes % 251)
	}
	sum := 0
	for at := 0; at < len(memory); at += pageBytes {
		sum += int(memory[at])
	}
	return sum
}
