/*
 * hold-frames <interface> <interface> <µs>: hands on each Ethernet frame that comes in at one interface at the other, so much later. What
 * `scripts/test-cluster delay` puts between a node and the bridge: `tc` can do it only where the kernel has netem.
 *
 * Frames are read and sent with the header of virtio in front of them (packet(7), PACKET_VNET_HDR): it carries what of a checksum the sender
 * left to its interface. What it cannot carry is a tunnel's frame that is still to be cut up, so that senders are to cut by
 * themselves (gso_max_segs 1). A queue that is full drops, as a switch does.
 *
 * Ends when an interface is gone, or by a signal; one that is only down is waited for.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

/* 1500 bytes of payload, and room for the heads of Ethernet, a VLAN and virtio. */
enum { frame_bytes = 1600, queued_frames = 16384, read_buffer_bytes = 16 << 20 };

struct frame {
  long long due_ns;
  size_t length;
  char bytes[frame_bytes];
};

/* One way through: read at one end of `from`, sent at `to`. Frames leave in the order in which they came. */
struct way {
  int from, to;
  unsigned long first, last; /* counted for ever; the place of one is its remainder */
  struct frame *frames;
};

static void fail(const char *what) {
  fprintf(stderr, "hold-frames: ");
  perror(what);
  exit(1);
}

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int open_end(const char *name) {
  int end = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (end < 0) fail("socket");
  int on = 1, bytes = read_buffer_bytes;
  struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(name)};
  /* Most frames are for others' addresses. */
  struct packet_mreq all = {.mr_ifindex = at.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
  if (at.sll_ifindex == 0) fail(name);
  if (setsockopt(end, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on)) fail("PACKET_VNET_HDR");
  if (setsockopt(end, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on)) fail("PACKET_IGNORE_OUTGOING");
  if (setsockopt(end, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all)) fail("PACKET_ADD_MEMBERSHIP");
  if (setsockopt(end, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes)) fail("SO_RCVBUFFORCE");
  if (bind(end, (struct sockaddr *)&at, sizeof at)) fail(name);
  return end;
}

/* As many as are there. An error of the interface stands in the next read, once. */
static void take(struct way *way, long long delay_ns) {
  for (;;) {
    struct frame *next = &way->frames[way->last % queued_frames];
    ssize_t length = recv(way->from, next->bytes, frame_bytes, MSG_TRUNC);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return;
    if (length > frame_bytes || way->last - way->first == queued_frames - 1) continue;
    next->length = length;
    next->due_ns = now_ns() + delay_ns;
    way->last++;
  }
}

static void give(struct way *way, long long now) {
  for (; way->first < way->last; way->first++) {
    struct frame *next = &way->frames[way->first % queued_frames];
    if (next->due_ns > now) return;
    /* A link that is down, or whose own queue is full, loses it. */
    (void)!send(way->to, next->bytes, next->length, 0);
  }
}

int main(int count, char **given) {
  if (count != 4 || atoll(given[3]) <= 0) {
    fprintf(stderr, "hold-frames: expected <interface> <interface> <µs>\n");
    return 2;
  }
  long long delay_ns = atoll(given[3]) * 1000;
  int ends[2] = {open_end(given[1]), open_end(given[2])};
  struct way ways[2];
  for (int i = 0; i < 2; i++) {
    ways[i] = (struct way){.from = ends[i], .to = ends[1 - i]};
    ways[i].frames = calloc(queued_frames, sizeof *ways[i].frames);
    if (!ways[i].frames) fail("calloc");
  }
  /* Frames leave when they are due, not when a busy machine has time. */
  struct sched_param first = {.sched_priority = 1};
  if (sched_setscheduler(0, SCHED_FIFO, &first)) setpriority(PRIO_PROCESS, 0, -20);
  prctl(PR_SET_TIMERSLACK, 1UL);
  for (;;) {
    long long due = 0;
    for (int i = 0; i < 2; i++) {
      if (ways[i].first == ways[i].last) continue;
      long long own = ways[i].frames[ways[i].first % queued_frames].due_ns;
      if (due == 0 || own < due) due = own;
    }
    long long left = due - now_ns();
    if (left < 0) left = 0;
    struct timespec wait = {left / 1000000000, left % 1000000000};
    struct pollfd polled[2] = {{.fd = ends[0], .events = POLLIN}, {.fd = ends[1], .events = POLLIN}};
    if (ppoll(polled, 2, due == 0 ? NULL : &wait, NULL) < 0 && errno != EINTR) fail("ppoll");
    for (int i = 0; i < 2; i++) {
      if (polled[i].revents & POLLERR && if_nametoindex(given[1 + i]) == 0) return 0;
      if (polled[i].revents) take(&ways[i], delay_ns);
      give(&ways[i], now_ns());
    }
  }
}
