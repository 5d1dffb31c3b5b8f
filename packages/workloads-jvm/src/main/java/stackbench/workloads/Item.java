package stackbench.workloads;

/** A row, its keys in the contract's order. */
public record Item(long id, String name, int quantity) {}
