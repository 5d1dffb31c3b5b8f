package workloads

// hello is the workload of that name.
func hello() Answer {
	return textAnswer("Hello, world!")
}
