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
