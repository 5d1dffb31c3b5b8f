package workloads

import (
	"net/http"
	"net/url"
)

var members = func() map[int64]struct{} {
	made := make(map[int64]struct{}, 1000)
	for j := range int64(1000) {
		made[7*j] = struct{}{}
	}
	return made
}()

// lookup is the workload of that name: a loop over a set.
func lookup(query url.Values) (Answer, error) {
	seed, err := readInteger(query, "seed", 0, 1_000_000, 1)
	if err != nil {
		return Answer{}, err
	}
	return jsonAnswer(http.StatusOK, struct {
		Seed int64 `json:"seed"`
		Hits int   `json:"hits"`
	}{seed, countHits(seed)})
}

// countHits is how many of the contract's 50,000 lookups find a member.
func countHits(seed int64) int {
	hits := 0
	for i := range int64(50_000) {
		if _, found := members[(31*i+seed)%14_000]; found {
			hits++
		}
	}
	return hits
}
