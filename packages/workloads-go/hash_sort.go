package workloads

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

const numbersPerLoop = 10_000

// hashSort is the workload of that name: hashing, sorting and allocating.
func hashSort(query url.Values) (Answer, error) {
	loopCount, err := readInteger(query, "loopCount", 1, 1000, 10)
	if err != nil {
		return Answer{}, err
	}
	seed, err := readInteger(query, "seed", 0, 1_000_000, 1)
	if err != nil {
		return Answer{}, err
	}
	return jsonAnswer(http.StatusOK, struct {
		LoopCount int64  `json:"loopCount"`
		Seed      int64  `json:"seed"`
		Checksum  string `json:"checksum"`
	}{loopCount, seed, hashSortChecksum(loopCount, seed)})
}

// hashSortChecksum is 64 hex digits; the contract gives the algorithm. All of the work is done in every call.
func hashSortChecksum(loopCount, seed int64) string {
	checksum := sha256.New()
	for loop := range loopCount {
		first := numbersPerLoop*loop + seed
		digests := make([]string, numbersPerLoop)
		for i := range digests {
			number := 10_000 + (first+int64(i))*7919%9_990_000
			digest := sha256.Sum256([]byte(strconv.FormatInt(number, 10)))
			digests[i] = hex.EncodeToString(digest[:])
		}
		slices.Sort(digests)
		for i := 0; i < numbersPerLoop; i += 1000 {
			checksum.Write([]byte(digests[i]))
		}
		checksum.Write([]byte(digests[numbersPerLoop-1]))
	}
	return hex.EncodeToString(checksum.Sum(nil))
}
