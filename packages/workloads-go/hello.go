package workloads

// hello is the workload of that name.
func hello() answer {
	return textAnswer("Hello, world!")
}
