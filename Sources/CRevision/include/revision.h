#ifndef CLAUDE_ROUTE_REVISION_H
#define CLAUDE_ROUTE_REVISION_H

/// The commit this program was built from, abbreviated, with `-dirty` when files differed from it;
/// empty when the build was not told (`CLAUDE_ROUTE_COMMIT`, which `make release` sets).
const char *_Nonnull claude_route_revision(void);

#endif
