package stackbench.quarkus;

/**
 * Says nothing. In the build for worker threads it goes before Quarkus's annotation of the same name, so that what is marked
 * for virtual threads is as if it had never been marked.
 */
@interface RunOnVirtualThread {}
