#include "process.h"

// Says which C library this is.
#include <stdlib.h>

// In C, since a Swift target cannot be given a text by the build.
const char *claude_route_revision(void) { return CLAUDE_ROUTE_COMMIT; }

// Swift's library reads the arguments from /proc/self/cmdline: where /proc is not mounted there would
// be none, and a program that was asked for its version would route.
static char **arguments;

#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void keep(int count, char **vector) {
  (void)count;
  arguments = vector;
}
#endif

char **claude_route_arguments(void) { return arguments; }

#if defined(__linux__)

#include <unistd.h>

static int has_root_of_ours;

// The runtime of a static program asks /proc where it lies, to find a reporter of crashes beside it,
// and ends the program when there is no answer. It asks nobody when it is told a folder, before its
// own constructors run.
__attribute__((constructor(101))) static void tell_root(void) {
  char first;
  if (readlink("/proc/self/exe", &first, 1) < 0 && getenv("SWIFT_ROOT") == NULL)
    has_root_of_ours = setenv("SWIFT_ROOT", "/", 1) == 0;
}

void claude_route_restore_environment(void) {
  if (has_root_of_ours) unsetenv("SWIFT_ROOT");
  has_root_of_ours = 0;
}

#else

void claude_route_restore_environment(void) {}

#endif

#if defined(__GLIBC__)

#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>

void claude_route_expect_values(size_t size) {
  const size_t most = 32 << 20, page = 2 << 20;
  // What is freed is used again, also where it was one large piece, and is not handed back first.
  mallopt(M_MMAP_THRESHOLD, most);
  mallopt(M_TRIM_THRESHOLD, INT32_MAX);
  // Of more than that the C library would make a piece of its own, and give it back.
  if (size > most / 2) size = most / 2;
  char *room = malloc(size);
  if (!room) return;
  char *first = (char *)(((uintptr_t)room + page - 1) & ~(uintptr_t)(page - 1));
  if (first + page <= room + size) madvise(first, (size_t)(room + size - first) & ~(page - 1), MADV_HUGEPAGE);
  free(room);
}

#else

void claude_route_expect_values(size_t size) { (void)size; }

#endif
