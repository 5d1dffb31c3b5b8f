package stackbench.quarkus;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.core.Application;

/**
 * In the build for virtual threads every method that waits runs on one. In the other, which lacks this class, it runs on a worker
 * thread, as is Quarkus's way by itself.
 */
@RunOnVirtualThread
@IfBuildProfile("virtual")
public class OnVirtualThreads extends Application {}
