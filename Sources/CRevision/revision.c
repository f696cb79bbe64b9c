#include "revision.h"

// In C, since a Swift target cannot be given a text by the build.
const char *claude_route_revision(void) { return CLAUDE_ROUTE_COMMIT; }
